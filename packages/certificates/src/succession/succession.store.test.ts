import { X509Certificate } from 'node:crypto';
import { makeTestKey } from '@sallyport/pki/testing';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type CertificateId,
  type Person,
  decideOnRequest,
  endOverlaps,
  expireDue,
  isRefusal,
  issueCertificate,
  issueDue,
  issueDueLists,
  reissueCertificate,
  renewCertificate,
  requestCertificate,
  revokeCertificate,
  viewCertificate,
} from '../index.ts';
import {
  type TestOffice,
  askOcsp,
  certificateRow,
  csrFor,
  dieIssuing,
  issuedCertificate,
  listedSerials,
  revokeForTest,
  testOffice,
} from '../testing/index.ts';
import { tallyOf } from '../testing/tally.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const newKey = () => ({ kind: 'new', csr: csrFor(['elsewhere.example']).csr }) as const;

function renew(office: TestOffice, certificateId: CertificateId, person: Person = office.staff.requester) {
  return renewCertificate(office.ports, { person, certificateId, key: newKey(), lifetimeDays: undefined, note: '' });
}

function reissue(office: TestOffice, certificateId: CertificateId, overlapHours = 24) {
  return reissueCertificate(office.ports, { person: office.staff.requester, certificateId, csr: newKey().csr, overlapHours, note: '' });
}

function asked(outcome: Awaited<ReturnType<typeof renew>>): CertificateId {
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
  return outcome.certificateId;
}

async function agree({ ports, staff }: TestOffice, certificateId: CertificateId): Promise<CertificateId> {
  await decideOnRequest(ports, { person: staff.approver, certificateId, decision: 'approve', reason: '' });
  return certificateId;
}

async function issued(office: TestOffice, certificateId: CertificateId): Promise<CertificateId> {
  expect(await issueCertificate(office.ports, await agree(office, certificateId))).toBe('issued');
  return certificateId;
}

const statusOf = async (office: TestOffice, certificateId: CertificateId) => (await certificateRow(office, certificateId)).status;

eachEngine('renewal and reissue', (open) => {
  test('nobody renews what is of another organisation, without the role, or with the first factor alone; what they tried is in the audit log', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    const { stranger, auditor, requester } = office.staff;
    expect(await renew(office, certificateId, stranger)).toMatchObject({ code: 'certificate-not-found', status: 404 });
    expect(await renew(office, certificateId, auditor)).toMatchObject({ code: 'role-missing' });
    expect(await renew(office, certificateId, { ...requester, level: 1 })).toMatchObject({ code: 'step-up-needed' });
    const rows = await office.database.query.selectFrom('audit_event').select('action').where('outcome', '=', 'refused').execute();
    expect(rows.map(({ action }) => action)).toEqual(['certificate.renew', 'certificate.renew', 'certificate.renew']);
    expect(await office.database.query.selectFrom('certificate').select('certificate_id').execute()).toHaveLength(1);
  });

  test('one that was asked for twelve times at once, by renewal and by reissue, has one successor', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    const tries = Array.from({ length: 12 }, (_, at) => (at % 2 === 0 ? renew(office, certificateId) : reissue(office, certificateId)));
    const outcomes = await Promise.all(tries);
    expect(tallyOf(outcomes.map((outcome) => (isRefusal(outcome) ? outcome.code : outcome.kind)))).toEqual({
      asked: 1,
      'replaced-already': 11,
    });
  });

  test('the names, use and subject are those before it, whatever the request for the new key says', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    const successor = await issued(office, asked(await renew(office, certificateId)));
    const row = await certificateRow(office, successor);
    const before = await certificateRow(office, certificateId);
    expect(row).toMatchObject({
      origin: 'renewal',
      predecessor_id: certificateId,
      names: before.names,
      subject: before.subject,
      profile_id: before.profile_id,
      status: 'ACTIVE',
    });
    expect(new X509Certificate(row.der ?? Buffer.alloc(0)).subjectAltName).toBe('DNS:www.harbour.example');
    expect(row.key_sha256).not.toBe(before.key_sha256);
    // The one before works until its end.
    expect(before.status).toBe('SUPERSEDED');
    office.clock.advance(30 * DAY_MS);
    expect(await endOverlaps(office.ports)).toBe(0);
    expect(await statusOf(office, certificateId)).toBe('SUPERSEDED');
  });

  test('a renewal is agreed to by others like any request, and the one before stays until it is issued', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    const successor = asked(await renew(office, certificateId));
    expect([await statusOf(office, successor), await statusOf(office, certificateId)]).toEqual(['PENDING_APPROVAL', 'ACTIVE']);
    const { approver } = office.staff;
    await decideOnRequest(office.ports, { person: approver, certificateId: successor, decision: 'decline', reason: 'not yet' });
    expect(await statusOf(office, certificateId)).toBe('ACTIVE');
    // Its place is empty again.
    expect(await renew(office, certificateId)).toMatchObject({ kind: 'asked' });
  });

  test('the same key only when that is what was asked for; a key that others have not at all', async () => {
    const office = await testOffice(open);
    const key = makeTestKey();
    const { requester: person, approver } = office.staff;
    const first = asked(await requestCertificate(office.ports, { person, wish: csrFor(['a.example'], { key }) }));
    await issued(office, first);
    const sameCsr = { kind: 'new', csr: csrFor(['a.example'], { key }).csr } as const;
    const wish = { person, certificateId: first, lifetimeDays: undefined, note: '' };
    expect(await renewCertificate(office.ports, { ...wish, key: sameCsr })).toMatchObject({ code: 'key-unchanged', status: 422 });
    expect(
      await reissueCertificate(office.ports, { person, certificateId: first, csr: sameCsr.csr, overlapHours: 1, note: '' }),
    ).toMatchObject({ code: 'key-unchanged' });
    const second = await issued(office, asked(await renewCertificate(office.ports, { ...wish, key: { kind: 'same' } })));
    expect((await certificateRow(office, second)).key_sha256).toBe((await certificateRow(office, first)).key_sha256);
    await revokeCertificate(office.ports, { person: approver, certificateId: second, reason: 'key-compromise' });
    expect(await renewCertificate(office.ports, { ...wish, key: { kind: 'same' } })).toMatchObject({ code: 'key-refused' });
  });

  test('what was revoked is not renewed; what has ended is, and is not reissued', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    const { certificateId: ended } = await issuedCertificate(office, 'ended.harbour.example');
    await revokeForTest(office, certificateId, 'superseded');
    expect(await renew(office, certificateId)).toMatchObject({ code: 'status-changed', details: { status: 'REVOKED' } });
    office.clock.advance(91 * DAY_MS);
    // Whether or not anybody has written it down.
    expect(await reissue(office, ended)).toMatchObject({ code: 'status-changed', details: { status: 'EXPIRED' } });
    await expireDue(office.ports);
    const successor = await issued(office, asked(await renew(office, ended)));
    expect([await statusOf(office, successor), await statusOf(office, ended)]).toEqual(['ACTIVE', 'EXPIRED']);
  });

  test('a reissue keeps the end, and the one before is revoked when its overlap from the issue on is over, to the millisecond', async () => {
    const office = await testOffice(open);
    const { certificateId, serial } = await issuedCertificate(office);
    office.clock.advance(10 * DAY_MS);
    const successor = asked(await reissue(office, certificateId, 24));
    // Days of waiting for a colleague take nothing from the overlap.
    office.clock.advance(5 * DAY_MS);
    await issued(office, successor);
    const [before, after] = [await certificateRow(office, certificateId), await certificateRow(office, successor)];
    expect(after.not_after).toBe(before.not_after);
    office.clock.advance(24 * HOUR_MS - 1);
    expect(await endOverlaps(office.ports)).toBe(0);
    expect(await askOcsp(office, { serial })).toMatchObject({ status: { state: 'good' } });
    office.clock.advance(1);
    expect(await endOverlaps(office.ports)).toBe(1);
    expect(await certificateRow(office, certificateId)).toMatchObject({ status: 'REVOKED', revocation_reason: 4 });
    expect(await askOcsp(office, { serial })).toMatchObject({ status: { state: 'revoked' } });
    await issueDueLists(office.ports);
    expect(await listedSerials(office)).toEqual([serial]);
    expect(await endOverlaps(office.ports)).toBe(0);
    const events = await office.database.query
      .selectFrom('audit_event')
      .select(['actor', 'subject'])
      .where('action', '=', 'certificate.revoke')
      .execute();
    expect(events).toEqual([{ actor: 'system', subject: `certificate:${certificateId}` }]);
  });

  test('after the clock has stepped back a renewal and a reissue are issued as of now, and nothing before them is revoked sooner than was said', async () => {
    const office = await testOffice(open);
    const [renewed, reissued] = [await issuedCertificate(office), await issuedCertificate(office, 'quay.harbour.example')];
    office.clock.advance(DAY_MS);
    const successors = [asked(await renew(office, renewed.certificateId)), asked(await reissue(office, reissued.certificateId, 24))];
    office.clock.advance(-3 * HOUR_MS);
    for (const certificateId of successors) await issued(office, certificateId);
    const rows = await Promise.all(successors.map((certificateId) => certificateRow(office, certificateId)));
    expect(rows.map(({ status, not_before }) => [status, not_before])).toEqual(
      rows.map(() => ['ACTIVE', office.clock.now() - 5 * MINUTE_MS]),
    );
    expect(rows[1]?.not_after).toBe((await certificateRow(office, reissued.certificateId)).not_after);
    expect(await statusOf(office, renewed.certificateId)).toBe('SUPERSEDED');
    office.clock.advance(24 * HOUR_MS - 1);
    expect(await endOverlaps(office.ports)).toBe(0);
    office.clock.advance(-10 * HOUR_MS);
    expect(await endOverlaps(office.ports)).toBe(0);
    office.clock.advance(10 * HOUR_MS + 1);
    expect(await endOverlaps(office.ports)).toBe(1);
    expect([await statusOf(office, renewed.certificateId), await statusOf(office, reissued.certificateId)]).toEqual([
      'SUPERSEDED',
      'REVOKED',
    ]);
  });

  test('processes that look at the same moment revoke once, and one that died before leaves it to the next', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    await issued(office, asked(await reissue(office, certificateId, 1)));
    office.clock.advance(HOUR_MS);
    const transact: TestOffice['database']['transact'] = (work) =>
      office.database.transact(async (tx) => {
        await work(tx);
        throw new Error('killed');
      });
    await expect(endOverlaps({ ...office.ports, database: { ...office.database, transact } })).rejects.toThrow('killed');
    expect(await statusOf(office, certificateId)).toBe('SUPERSEDED');
    const revoked = await Promise.all(Array.from({ length: 6 }, () => endOverlaps(office.ports)));
    expect(revoked.reduce((sum, one) => sum + one)).toBe(1);
    expect(await statusOf(office, certificateId)).toBe('REVOKED');
  });

  test('killed between signature and commit: the one before stays, and its overlap begins when another process has finished', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    const successor = await agree(office, asked(await reissue(office, certificateId, 1)));
    await dieIssuing(office, successor);
    expect(await certificateRow(office, successor)).toMatchObject({ status: 'ISSUING', der: null, predecessor_ends_at: null });
    office.clock.advance(MINUTE_MS);
    expect([await endOverlaps(office.ports), await statusOf(office, certificateId)]).toEqual([0, 'ACTIVE']);
    expect(await issueDue(office.ports)).toBe(1);
    expect([await endOverlaps(office.ports), await statusOf(office, certificateId)]).toEqual([0, 'SUPERSEDED']);
    office.clock.advance(HOUR_MS);
    expect([await endOverlaps(office.ports), await statusOf(office, certificateId)]).toEqual([1, 'REVOKED']);
  });

  test('the old one is revoked as was said, whatever became of the new one; a later reissue says anew for how long', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    const bad = await issued(office, asked(await reissue(office, certificateId, 24)));
    await revokeForTest(office, bad, 'superseded');
    office.clock.advance(HOUR_MS);
    const better = await issued(office, asked(await reissue(office, certificateId, 48)));
    office.clock.advance(47 * HOUR_MS);
    expect(await endOverlaps(office.ports)).toBe(0);
    await revokeForTest(office, better, 'superseded');
    office.clock.advance(HOUR_MS);
    expect([await endOverlaps(office.ports), await statusOf(office, certificateId)]).toEqual([1, 'REVOKED']);
  });

  test('its page leads to the one before and after, says when it is revoked by itself, and offers what is possible', async () => {
    const office = await testOffice(open);
    const { requester: person } = office.staff;
    const { certificateId } = await issuedCertificate(office);
    const view = async (id: CertificateId) => {
      const outcome = await viewCertificate(office.ports, { person, certificateId: id });
      if (isRefusal(outcome)) throw new Error(outcome.code);
      return outcome;
    };
    expect((await view(certificateId)).acts).toEqual(['renew', 'reissue', 'tell-others', 'revoke', 'deactivate']);
    const successor = await issued(office, asked(await reissue(office, certificateId, 24)));
    const [before, after] = [await view(certificateId), await view(successor)];
    expect(before).toMatchObject({ successor: { certificateId: successor }, acts: ['tell-others', 'revoke', 'deactivate'] });
    expect(before.revokedFrom).toBe(office.clock.now() + DAY_MS);
    expect(before.events.map(({ what }) => what)).toEqual(['asked', 'approved', 'issued', 'reissue-asked', 'superseded']);
    expect(after).toMatchObject({ predecessor: { certificateId, overlapHours: 24 }, successor: undefined });
    expect((await view(successor)).acts).toContain('renew');
  });
});
