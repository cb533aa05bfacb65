import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type CertificateId,
  type InventoryOrder,
  type InventoryWish,
  type Person,
  decideOnRequest,
  deactivateCertificate,
  expireDue,
  formatInventoryKey,
  isRefusal,
  issueCertificate,
  noteEndings,
  renewCertificate,
  listPeople,
  listUndecided,
  parseInventoryKey,
  requestCertificate,
  revokeCertificate,
  searchInventory,
  viewCertificate,
  viewOverview,
} from '../index.ts';
import { type TestOffice, certificateRow, csrFor, testOffice } from '../testing/index.ts';

const DAY_MS = 86_400_000;

function wishFor(wish: Partial<InventoryWish> = {}): InventoryWish {
  return { search: '', status: undefined, order: 'asked', after: undefined, ...wish };
}

async function asked(office: TestOffice, names: readonly string[], person: Person = office.staff.requester): Promise<CertificateId> {
  const outcome = await requestCertificate(office.ports, { person, wish: csrFor(names) });
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
  return outcome.certificateId;
}

async function issued(office: TestOffice, names: readonly string[]): Promise<CertificateId> {
  const certificateId = await asked(office, names);
  await decideOnRequest(office.ports, { person: office.staff.approver, certificateId, decision: 'approve', reason: '' });
  expect(await issueCertificate(office.ports, certificateId)).toBe('issued');
  return certificateId;
}

/** The first names of all pages, through the text in which a key travels. */
async function walked(office: TestOffice, wish: Partial<InventoryWish>, person: Person = office.staff.auditor): Promise<readonly string[]> {
  const found: string[] = [];
  let next: string | undefined;
  const order: InventoryOrder = wish.order ?? 'asked';
  do {
    const after = next === undefined ? undefined : parseInventoryKey(next, order);
    const page = await searchInventory(office.ports, { person, wish: wishFor({ ...wish, after }), limit: 2 });
    if (isRefusal(page)) throw new Error(page.code);
    found.push(...page.certificates.map(({ names }) => names[0] ?? ''));
    next = page.next && formatInventoryKey(page.next);
  } while (next !== undefined);
  return found;
}

eachEngine('the inventory', (open) => {
  test('somebody without a role, or of another organisation, finds nothing of it', async () => {
    const office = await testOffice(open);
    const certificateId = await issued(office, ['www.harbour.example']);
    const nobody = { ...office.staff.auditor, personId: office.staff.stranger.personId };
    for (const look of [searchInventory, viewOverview, listPeople, listUndecided]) {
      expect(await look(office.ports, { person: nobody, wish: wishFor(), limit: 5 })).toMatchObject({ code: 'role-missing' });
    }
    expect(await walked(office, {}, office.staff.stranger)).toEqual([]);
    expect(await walked(office, { search: 'www' }, office.staff.stranger)).toEqual([]);
    expect(await viewCertificate(office.ports, { person: office.staff.stranger, certificateId })).toMatchObject({
      code: 'certificate-not-found',
      status: 404,
    });
    expect(await viewOverview(office.ports, { person: office.staff.stranger })).toMatchObject({ counts: {}, latest: [] });
  });

  test('every order comes whole through its pages, those of the same moment too, and at level 1', async () => {
    const office = await testOffice(open);
    const names = ['b.example', 'a.example', 'c.example', 'e.example', 'd.example'];
    for (const name of names) {
      await issued(office, [name]);
      // Two of each moment: the id decides between them.
      if (name !== 'a.example') office.clock.advance(DAY_MS);
    }
    await asked(office, ['pending.example']);
    const atLevelOne = { ...office.staff.auditor, level: 1 } as const;
    expect(await walked(office, { order: 'name' }, atLevelOne)).toEqual([...names].sort().concat('pending.example'));
    const ends = await walked(office, { order: 'ends' });
    expect([...ends].sort()).toEqual([...names].sort());
    expect(ends.slice(-2)).toEqual(['e.example', 'd.example']);
    const byRequest = await walked(office, { order: 'asked' });
    expect(byRequest.slice(0, 3)).toEqual(['pending.example', 'd.example', 'e.example']);
    expect(byRequest).toHaveLength(6);
    expect(await walked(office, { order: 'name', status: 'PENDING_APPROVAL' })).toEqual(['pending.example']);
  });

  test('a name is found by the beginning of any of its endings, a certificate by its serial, and no wildcard of a pattern means anything', async () => {
    const office = await testOffice(open);
    const shop = await issued(office, ['www.shop.example', 'api.shop.example']);
    await issued(office, ['*.harbour.example']);
    const found = (search: string) => walked(office, { search, order: 'name' });
    expect(await found('SHOP')).toEqual(['www.shop.example']);
    expect(await found('api.sh')).toEqual(['www.shop.example']);
    expect(await found('example')).toEqual(['*.harbour.example', 'www.shop.example']);
    expect(await found('harbour')).toEqual(['*.harbour.example']);
    for (const nothing of ['hop', '%', '_', "' or 1=1", 'example.shop']) expect(await found(nothing)).toEqual([]);
    const view = await viewCertificate(office.ports, { person: office.staff.auditor, certificateId: shop });
    if (isRefusal(view)) throw new Error(view.code);
    expect(await found((view.serial ?? '').slice(0, 12))).toEqual(['www.shop.example']);
  });

  test('a search that finds very many walks the inventory, and finds neither less nor more', async () => {
    const office = await testOffice(open);
    const many = Array.from({ length: 51 }, (_, index) => `host-${String(index).padStart(2, '0')}`);
    for (const name of many)
      await asked(
        office,
        Array.from({ length: 100 }, (_, host) => `${name}-${String(host)}.example`),
      );
    await asked(office, ['other.example']);
    const firsts = many.map((name) => `${name}-0.example`);
    expect(await walked(office, { search: 'host', order: 'name' })).toEqual(firsts);
    expect(await walked(office, { search: 'host', order: 'name', status: 'PENDING_APPROVAL' })).toEqual(firsts);
    expect(await walked(office, { search: 'host', order: 'name', status: 'ACTIVE' })).toEqual([]);
    expect([...(await walked(office, { search: 'host', order: 'asked' }))].sort()).toEqual(firsts);
    expect(await walked(office, { search: 'host' }, office.staff.stranger)).toEqual([]);
  });

  test('time alone expires, and an overview counts by what is kept', async () => {
    const office = await testOffice(open);
    await issued(office, ['old.example']);
    office.clock.advance(60 * DAY_MS);
    const young = await issued(office, ['young.example']);
    const revoked = await issued(office, ['gone.example']);
    await revokeCertificate(office.ports, { person: office.staff.requester, certificateId: revoked, reason: 'superseded' });
    office.clock.advance(31 * DAY_MS);
    expect(await expireDue(office.ports)).toBe(1);
    expect(await expireDue(office.ports)).toBe(0);
    const overview = await viewOverview(office.ports, { person: office.staff.auditor });
    expect(overview).toMatchObject({ counts: { ACTIVE: 1, EXPIRED: 1, REVOKED: 1 }, ending: [0, 0, 0, 0, 0, 1, 0, 0, 0] });
    expect(overview).toMatchObject({ next: [{ names: ['young.example'] }], undecided: undefined });
    const { requester } = office.staff;
    expect(await viewCertificate(office.ports, { person: requester, certificateId: young })).toMatchObject({
      status: 'ACTIVE',
      acts: ['renew', 'reissue', 'tell-others', 'revoke', 'deactivate'],
      requester: 'ada',
      events: [{ what: 'asked', person: 'ada' }, { what: 'approved', person: 'bo' }, { what: 'issued' }],
    });
  });

  test('a clock that was ahead ends nothing for good: set right, what others believe is in use again, is watched to its end, and can be revoked', async () => {
    const office = await testOffice(open);
    const { requester, approver } = office.staff;
    const certificateId = await issued(office, ['young.example']);
    const replaced = await issued(office, ['replaced.example']);
    const { csr } = csrFor([]);
    const key = { kind: 'new', csr } as const;
    const renewal = await renewCertificate(office.ports, {
      person: requester,
      certificateId: replaced,
      key,
      lifetimeDays: undefined,
      note: '',
    });
    if (isRefusal(renewal)) throw new Error(renewal.code);
    await decideOnRequest(office.ports, { person: approver, certificateId: renewal.certificateId, decision: 'approve', reason: '' });
    await issueCertificate(office.ports, renewal.certificateId);
    const before = office.clock.now();
    office.clock.advance(5000 * DAY_MS);
    expect(await expireDue(office.ports)).toBe(3);
    await noteEndings(office.ports);
    office.clock.set(before + DAY_MS);
    expect(await expireDue(office.ports)).toBe(0);
    const statuses = await Promise.all([certificateId, replaced, renewal.certificateId].map((id) => certificateRow(office, id)));
    expect(statuses.map(({ status }) => status)).toEqual(['ACTIVE', 'SUPERSEDED', 'ACTIVE']);
    office.clock.advance(60 * DAY_MS);
    expect(await noteEndings(office.ports)).toBeGreaterThan(0);
    const revoked = await revokeCertificate(office.ports, { person: requester, certificateId, reason: 'key-compromise' });
    expect(revoked).toEqual({ kind: 'revoked' });
  });

  test('a request waits for those who may have a word on it, until they have had it', async () => {
    const office = await testOffice(open, { approvals: 2 });
    const { approver, secondApprover, requester } = office.staff;
    const certificateId = await asked(office, ['www.harbour.example'], approver);
    const waitsFor = async (person: Person) => {
      const outcome = await listUndecided(office.ports, { person });
      return isRefusal(outcome) ? outcome.code : outcome.requests?.map(({ names }) => names[0]);
    };
    expect(await waitsFor(approver)).toEqual([]);
    expect(await waitsFor(requester)).toBeUndefined();
    expect(await waitsFor(secondApprover)).toEqual(['www.harbour.example']);
    await decideOnRequest(office.ports, { person: secondApprover, certificateId, decision: 'approve', reason: '' });
    expect(await waitsFor(secondApprover)).toEqual([]);
    expect(await viewCertificate(office.ports, { person: approver, certificateId })).toMatchObject({ acts: ['withdraw', 'tell-others'] });
  });

  test('what was deactivated is managed no more, and can still be revoked', async () => {
    const office = await testOffice(open);
    const { requester, auditor, stranger } = office.staff;
    const certificateId = await issued(office, ['www.harbour.example']);
    expect(await deactivateCertificate(office.ports, { person: auditor, certificateId })).toMatchObject({ code: 'role-missing' });
    const atLevelOne = { ...requester, level: 1 } as const;
    expect(await deactivateCertificate(office.ports, { person: atLevelOne, certificateId })).toMatchObject({ code: 'step-up-needed' });
    expect(await deactivateCertificate(office.ports, { person: stranger, certificateId })).toMatchObject({ code: 'certificate-not-found' });
    expect(await deactivateCertificate(office.ports, { person: requester, certificateId })).toEqual({ kind: 'deactivated' });
    expect(await deactivateCertificate(office.ports, { person: requester, certificateId })).toMatchObject({
      code: 'status-changed',
      details: { status: 'DEACTIVATED' },
    });
    expect(await viewCertificate(office.ports, { person: requester, certificateId })).toMatchObject({ acts: ['revoke'] });
  });
});
