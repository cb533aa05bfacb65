import type { DnsName } from '@sallyport/pki';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type CertificateId,
  type DomainId,
  type DomainView,
  type Observer,
  type OrganisationId,
  type Person,
  type Refusal,
  addDomain,
  allowDomainByOperator,
  checkDomain,
  checkRequest,
  decideOnRequest,
  declineDomain,
  declineDomainByOperator,
  isRefusal,
  issueCertificate,
  listDomains,
  proveDomainAgain,
  releaseOwnNames,
  requestCertificate,
  verifyOrganisationByOperator,
  viewCertificate,
  viewDomain,
  withdrawRequest,
} from '../index.ts';
import { type TestOffice, csrFor, testOffice } from '../testing/index.ts';
import { tallyOf } from '../testing/tally.ts';

const DAY_MS = 86_400_000;

async function added(
  office: TestOffice,
  name: string,
  given: { readonly by?: Person; readonly method?: string } = {},
): Promise<DomainView> {
  const { by = office.staff.domainAdministrator, method = 'dns' } = given;
  const outcome = await addDomain(office.ports, { person: by, name, method });
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
  return outcome.domain;
}

/** Puts what is wanted where it is wanted. */
function publish({ world }: TestOffice, { wanted }: DomainView): void {
  if (wanted === undefined) throw new Error('nothing is to be proven');
  if (wanted.place.method === 'dns') world.texts.set(wanted.place.name, [wanted.value]);
  else world.files.set(wanted.place.url, wanted.value);
}

function check(office: TestOffice, { domainId }: { readonly domainId: DomainId }, person: Person = office.staff.domainAdministrator) {
  return checkDomain(office.ports, { person, domainId });
}

async function verified(
  office: TestOffice,
  name: string,
  given: { readonly by?: Person; readonly method?: string } = {},
): Promise<DomainView> {
  const domain = await added(office, name, given);
  publish(office, domain);
  expect(await check(office, domain, given.by)).toMatchObject({ outcome: 'verified' });
  return domain;
}

async function asked(office: TestOffice, names: readonly string[], person: Person = office.staff.requester) {
  const outcome = await requestCertificate(office.ports, { person, wish: csrFor(names) });
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
  return outcome;
}

async function statusOf({ database }: TestOffice, certificateId: CertificateId): Promise<string> {
  const query = database.query.selectFrom('certificate').select('status').where('certificate_id', '=', certificateId);
  return (await query.executeTakeFirstOrThrow()).status;
}

async function stateOf(office: TestOffice, name: string, person: Person = office.staff.auditor): Promise<string | undefined> {
  const listed = await listDomains(office.ports, { person });
  return isRefusal(listed) ? listed.code : listed.domains.find((domain) => domain.name === name)?.state;
}

async function audited({ database }: TestOffice, action: string): Promise<readonly string[]> {
  const query = database.query.selectFrom('audit_event').select('outcome').where('action', '=', action);
  return (await query.execute()).map(({ outcome }) => outcome);
}

/** The code of a refusal, what a check found, or `done`. */
function tally(outcomes: readonly (Refusal | { readonly kind: string; readonly outcome?: string })[]): Readonly<Record<string, number>> {
  return tallyOf(outcomes.map((one) => ('code' in one ? one.code : (one.outcome ?? 'done'))));
}

eachEngine('domains', (open) => {
  test('nobody without the role names, proves, checks or declines one; nobody by the first factor alone', async () => {
    const office = await testOffice(open);
    const domain = await added(office, 'harbour.test');
    const { requester, administrator, domainAdministrator } = office.staff;
    const people = [requester, administrator, { ...domainAdministrator, level: 1 } as const];
    for (const person of people) {
      const code = person.level === 1 ? 'step-up-needed' : 'role-missing';
      const { domainId } = domain;
      expect(await addDomain(office.ports, { person, name: 'other.test', method: 'dns' })).toMatchObject({ code });
      expect(await check(office, domain, person)).toMatchObject({ code });
      expect(await proveDomainAgain(office.ports, { person, domainId, method: 'dns' })).toMatchObject({ code });
      expect(await declineDomain(office.ports, { person, domainId, reason: 'mine' })).toMatchObject({ code });
      expect(await viewDomain(office.ports, { person, domainId, to: 'manage' })).toMatchObject({ code });
      expect(await viewDomain(office.ports, { person, domainId, to: 'look' })).toMatchObject({ domain: { name: 'harbour.test' } });
    }
    expect(office.world.asked).toEqual([]);
    expect(await audited(office, 'certificate-domain.check')).toEqual(['refused', 'refused', 'refused']);
  });

  test('authorisation reused across accounts: a domain of another organisation is none; its id opens nothing, and its proof covers nothing', async () => {
    const office = await testOffice(open);
    const { stranger } = office.staff;
    const domain = await verified(office, 'harbour.test');
    const { domainId } = domain;
    expect(await check(office, domain, stranger)).toMatchObject({ code: 'domain-not-found', status: 404 });
    expect(await proveDomainAgain(office.ports, { person: stranger, domainId, method: 'dns' })).toMatchObject({ code: 'domain-not-found' });
    expect(await declineDomain(office.ports, { person: stranger, domainId, reason: 'gone' })).toMatchObject({ code: 'domain-not-found' });
    expect(await viewDomain(office.ports, { person: stranger, domainId, to: 'look' })).toMatchObject({ code: 'domain-not-found' });
    expect(await stateOf(office, 'harbour.test', stranger)).toBeUndefined();
    expect(await asked(office, ['www.harbour.test'], stranger)).toMatchObject({ status: 'PENDING', unproven: ['www.harbour.test'] });
    expect(await asked(office, ['www.harbour.test'])).toMatchObject({ status: 'PENDING_APPROVAL', unproven: [] });
  });

  test('of two organisations that race for a name, the one whose proof stands there has it; the other’s is no proof, even when copied', async () => {
    const office = await testOffice(open);
    const { stranger } = office.staff;
    const ours = await added(office, 'harbour.test');
    const theirs = await added(office, 'harbour.test', { by: stranger });
    expect(theirs.wanted?.value).not.toBe(ours.wanted?.value);
    publish(office, ours);
    const outcomes = await Promise.all([check(office, ours), check(office, theirs, stranger), check(office, theirs, stranger)]);
    expect(outcomes.map((outcome) => 'outcome' in outcome && outcome.outcome)).toEqual(['verified', 'not-proven', 'not-proven']);
    expect(await stateOf(office, 'harbour.test', stranger)).toBe('pending');
    expect(await stateOf(office, 'harbour.test')).toBe('verified');
    publish(office, theirs);
    expect(await check(office, theirs, stranger)).toMatchObject({ outcome: 'verified' });
    expect(await stateOf(office, 'harbour.test')).toBe('verified');
  });

  test('checked ten times at the same moment it is verified once', async () => {
    const office = await testOffice(open);
    const domain = await added(office, 'harbour.test');
    publish(office, domain);
    const { certificateId } = await asked(office, ['www.harbour.test']);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => check(office, domain)));
    const { verified: won, ...lost } = tally(outcomes);
    expect(won).toBe(1);
    expect((lost['settled-meanwhile'] ?? 0) + (lost['nothing-to-prove'] ?? 0)).toBe(9);
    expect(await audited(office, 'certificate-domain.verify')).toEqual(['done']);
    expect(await audited(office, 'certificate.names-proven')).toEqual(['done']);
    expect(await statusOf(office, certificateId)).toBe('PENDING_APPROVAL');
  });

  test('of forty checks at once as many look outside as the budget has, then nobody until it is whole again', async () => {
    const office = await testOffice(open);
    const domain = await added(office, 'harbour.test');
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => check(office, domain)));
    expect(tally(outcomes)).toEqual({ 'not-proven': 10, 'checks-exhausted': 30 });
    expect(office.world.asked).toHaveLength(10);
    publish(office, domain);
    const refused = await check(office, domain);
    const until = isRefusal(refused) ? (refused.details.until ?? 0) : 0;
    office.clock.set(until - 1);
    expect(await check(office, domain)).toMatchObject({ code: 'checks-exhausted' });
    office.clock.set(until);
    expect(await check(office, domain)).toMatchObject({ outcome: 'verified' });
  });

  test('an organisation has a budget too, however many names it has thought of', async () => {
    const office = await testOffice(open);
    const checks = { ...office.ports.policy.domains.checks, 'organisation-domain-check': { allowed: 3, windowSeconds: 600 } };
    const ports = { ...office.ports, policy: { ...office.ports.policy, domains: { maximum: 4, challengeDays: 30, checks } } };
    const narrow = { ...office, ports };
    const domains = [];
    for (const name of ['a.test', 'b.test', 'c.test', 'd.test']) domains.push(await added(narrow, name));
    expect(tally(await Promise.all(domains.map((domain) => check(narrow, domain))))).toEqual({ 'not-proven': 3, 'checks-exhausted': 1 });
    const { domainAdministrator: person } = office.staff;
    expect(await addDomain(ports, { person, name: 'e.test', method: 'dns' })).toMatchObject({
      code: 'domains-too-many',
      details: { limit: 4 },
    });
  });

  test('what is found is told, kept and proves nothing but what it is', async () => {
    const office = await testOffice(open);
    const domain = await added(office, 'harbour.test');
    office.world.texts.set('_sallyport-challenge.harbour.test', ['yesterday’s', 'v=spf1 -all']);
    const seen = { what: 'other-texts', texts: ['yesterday’s', 'v=spf1 -all'] };
    expect(await check(office, domain)).toMatchObject({ outcome: 'not-proven', findings: [{ observer: 'here', seen }] });
    const listed = await listDomains(office.ports, { person: office.staff.auditor });
    expect(listed).toMatchObject({
      domains: [{ state: 'pending', findings: [{ observer: 'here', seen }], checkedAt: office.clock.now() }],
    });
  });

  test('one deceived observer of three is not enough where two must agree', async () => {
    const office = await testOffice(open);
    const [observer] = office.ports.vantage.observers;
    if (observer === undefined) throw new Error('nobody looks');
    const blind: Observer = { ...observer, name: 'there', resolver: { ...observer.resolver, textsOf: async () => ({ kind: 'none' }) } };
    const seeing: Observer = { ...observer, name: 'yonder' };
    const vantage = (observers: readonly Observer[]) => ({ ...office, ports: { ...office.ports, vantage: { observers, quorum: 2 } } });
    const domain = await added(office, 'harbour.test');
    publish(office, domain);
    expect(await check(vantage([observer, blind, blind]), domain)).toMatchObject({
      outcome: 'not-proven',
      findings: [{ observer: 'here', seen: { what: 'proof' } }, { observer: 'there' }, { observer: 'there' }],
    });
    expect(await check(vantage([observer, blind, seeing]), domain)).toMatchObject({ outcome: 'verified' });
  });

  test('a name is one however it is written, once for each organisation', async () => {
    const office = await testOffice(open);
    await added(office, 'harbour.test');
    const { domainAdministrator: person } = office.staff;
    const again = (name: string, method = 'dns') => addDomain(office.ports, { person, name, method });
    expect(await again('HARBOUR.test')).toMatchObject({ code: 'domain-there-already' });
    expect(await again('*.harbour.test')).toMatchObject({ code: 'domain-malformed' });
    expect(await again('b.test', 'email')).toMatchObject({ code: 'proof-method-refused' });
    const twice = await Promise.all([again('new.test'), again('new.test')]);
    expect(tally(twice)).toEqual({ done: 1, 'domain-there-already': 1 });
  });

  test('what was published thirty days ago proves nothing; what was given up for a new proof neither', async () => {
    const office = await testOffice(open);
    const { domainAdministrator: person } = office.staff;
    const domain = await added(office, 'harbour.test');
    publish(office, domain);
    office.clock.advance(30 * DAY_MS);
    expect(await check(office, domain)).toMatchObject({ code: 'challenge-expired' });
    const again = await proveDomainAgain(office.ports, { person, domainId: domain.domainId, method: 'dns' });
    if (isRefusal(again)) throw new Error(again.reason);
    expect(await check(office, domain)).toMatchObject({ outcome: 'not-proven' });
    publish(office, again.domain);
    expect(await check(office, domain)).toMatchObject({ outcome: 'verified' });
    expect(await check(office, domain)).toMatchObject({ code: 'nothing-to-prove' });
  });

  test('a proof begun anew while the first is looked for is not settled by it', async () => {
    const office = await testOffice(open);
    const { domainAdministrator: person } = office.staff;
    const domain = await added(office, 'harbour.test');
    publish(office, domain);
    const [observer] = office.ports.vantage.observers;
    if (observer === undefined) throw new Error('nobody looks');
    const resolver: Observer['resolver'] = {
      ...observer.resolver,
      textsOf: async (name) => {
        await proveDomainAgain(office.ports, { person, domainId: domain.domainId, method: 'file' });
        return observer.resolver.textsOf(name);
      },
    };
    const slow = { ...office, ports: { ...office.ports, vantage: { observers: [{ ...observer, resolver }], quorum: 1 } } };
    expect(await check(slow, domain)).toMatchObject({ outcome: 'settled-meanwhile' });
    expect(await stateOf(office, 'harbour.test')).toBe('pending');
  });

  test('verified again in time it goes on without a gap; what counts is the newer proof and its method', async () => {
    const office = await testOffice(open);
    const { domainAdministrator: person } = office.staff;
    const { domainId } = await verified(office, 'harbour.test');
    office.clock.advance(70 * DAY_MS);
    expect(await stateOf(office, 'harbour.test')).toBe('expiring');
    const again = await proveDomainAgain(office.ports, { person, domainId, method: 'file' });
    if (isRefusal(again)) throw new Error(again.reason);
    expect(await asked(office, ['www.harbour.test'])).toMatchObject({ status: 'PENDING_APPROVAL' });
    publish(office, again.domain);
    expect(await check(office, { domainId })).toMatchObject({ outcome: 'verified' });
    expect(await stateOf(office, 'harbour.test')).toBe('verified');
    expect(await asked(office, ['harbour.test'])).toMatchObject({ status: 'PENDING_APPROVAL' });
    expect(await asked(office, ['www.harbour.test', '*.harbour.test'])).toMatchObject({
      status: 'PENDING',
      unproven: ['www.harbour.test', '*.harbour.test'],
    });
    office.clock.advance(90 * DAY_MS);
    expect(await stateOf(office, 'harbour.test')).toBe('expired');
  });

  test('declined it vouches for nothing; its organisation may prove it anew, but not against the operator', async () => {
    const office = await testOffice(open);
    const { domainAdministrator: person } = office.staff;
    const organisationId = person.organisationId;
    const { domainId } = await verified(office, 'harbour.test');
    expect(await declineDomain(office.ports, { person, domainId, reason: ' ' })).toMatchObject({ code: 'reason-missing' });
    const twice = await Promise.all([1, 2].map(() => declineDomain(office.ports, { person, domainId, reason: 'sold' })));
    expect(tally(twice)).toEqual({ done: 1, 'domain-declined': 1 });
    expect(await asked(office, ['harbour.test'])).toMatchObject({ status: 'PENDING' });
    expect(await check(office, { domainId })).toMatchObject({ code: 'domain-declined' });
    expect(await proveDomainAgain(office.ports, { person, domainId, method: 'dns' })).toMatchObject({ code: 'domain-declined' });
    expect(await added(office, 'harbour.test')).toMatchObject({ domainId, state: 'pending', verifiedAt: undefined });
    expect(await declineDomainByOperator(office.ports, { organisationId, domainId, reason: 'not theirs' })).toEqual({ kind: 'declined' });
    expect(await addDomain(office.ports, { person, name: 'harbour.test', method: 'dns' })).toMatchObject({ code: 'domain-declined' });
    const elsewhere = { organisationId: office.staff.stranger.organisationId, domainId };
    expect(await declineDomainByOperator(office.ports, { ...elsewhere, reason: 'x' })).toMatchObject({ code: 'domain-not-found' });
    expect(await allowDomainByOperator(office.ports, elsewhere)).toMatchObject({ code: 'domain-not-found' });
  });

  test('an organisation that removes its domain first does not keep the operator from declining it, who alone allows it again', async () => {
    const office = await testOffice(open);
    const { domainAdministrator: person } = office.staff;
    const { domainId } = await verified(office, 'harbour.test');
    const key = { domainId, organisationId: person.organisationId };
    expect(await declineDomain(office.ports, { person, domainId, reason: 'first' })).toEqual({ kind: 'declined' });
    expect(await allowDomainByOperator(office.ports, key)).toMatchObject({ code: 'domain-not-found' });
    const twice = await Promise.all([1, 2].map(() => declineDomainByOperator(office.ports, { ...key, reason: 'not theirs' })));
    expect(tally(twice)).toEqual({ done: 1, 'domain-declined': 1 });
    expect(await addDomain(office.ports, { person, name: 'harbour.test', method: 'dns' })).toMatchObject({ code: 'domain-declined' });
    const allowed = await Promise.all([1, 2].map(() => allowDomainByOperator(office.ports, key)));
    expect(tally(allowed)).toEqual({ done: 1, 'domain-not-found': 1 });
    expect(tallyOf(await audited(office, 'certificate-domain.allow'))).toEqual({ done: 1, refused: 2 });
    expect(await added(office, 'harbour.test')).toMatchObject({ state: 'pending', verifiedAt: undefined });
  });
});

eachEngine('requests for names', (open) => {
  test('wait for the last domain they need, and then go on by themselves', async () => {
    const office = await testOffice(open);
    const { requester: person, approver } = office.staff;
    const names = ['www.harbour.example', 'a.one.test', '*.two.test'];
    expect(await checkRequest(office.ports, { person, wish: csrFor(names) })).toMatchObject({ unproven: ['a.one.test', '*.two.test'] });
    const { certificateId, status } = await asked(office, names);
    expect(status).toBe('PENDING');
    const view = () => viewCertificate(office.ports, { person, certificateId });
    expect(await view()).toMatchObject({ unproven: ['a.one.test', '*.two.test'] });
    expect(await decideOnRequest(office.ports, { person: approver, certificateId, decision: 'approve', reason: '' })).toMatchObject({
      code: 'status-changed',
    });
    await verified(office, 'one.test');
    expect(await statusOf(office, certificateId)).toBe('PENDING');
    expect(await view()).toMatchObject({ unproven: ['*.two.test'] });
    await verified(office, 'unrelated.test');
    await verified(office, 'a.two.test');
    expect(await statusOf(office, certificateId)).toBe('PENDING');
    await verified(office, 'two.test');
    expect(await statusOf(office, certificateId)).toBe('PENDING_APPROVAL');
    await decideOnRequest(office.ports, { person: approver, certificateId, decision: 'approve', reason: '' });
    expect(await issueCertificate(office.ports, certificateId)).toBe('issued');
  });

  test('that need nobody’s word are approved by the proof', async () => {
    const office = await testOffice(open, { approvals: 0 });
    const { certificateId, status } = await asked(office, ['www.harbour.test']);
    expect(status).toBe('PENDING');
    await verified(office, 'harbour.test');
    expect(await statusOf(office, certificateId)).toBe('APPROVED');
  });

  test('asked for at the moment at which the domain is verified, none is left waiting', async () => {
    const office = await testOffice(open);
    const domain = await added(office, 'harbour.test');
    publish(office, domain);
    const [, ...requests] = await Promise.all([
      check(office, domain),
      ...Array.from({ length: 8 }, () => asked(office, ['www.harbour.test'])),
    ]);
    for (const { certificateId } of requests) expect(await statusOf(office, certificateId)).toBe('PENDING_APPROVAL');
  });

  test('of another organisation wait on when ours is verified', async () => {
    const office = await testOffice(open);
    const { certificateId } = await asked(office, ['www.harbour.test'], office.staff.stranger);
    await verified(office, 'harbour.test');
    expect(await statusOf(office, certificateId)).toBe('PENDING');
    expect(await withdrawRequest(office.ports, { person: office.staff.stranger, certificateId })).toEqual({ kind: 'withdrawn' });
  });

  test('whose proof has expired, or was taken back, between approval and issue are not signed', async () => {
    const office = await testOffice(open);
    const { approver, domainAdministrator } = office.staff;
    const { domainId } = await verified(office, 'harbour.test');
    const approved = async () => {
      const { certificateId } = await asked(office, ['www.harbour.test']);
      await decideOnRequest(office.ports, { person: approver, certificateId, decision: 'approve', reason: '' });
      return certificateId;
    };
    const [first, second] = [await approved(), await approved()];
    office.clock.advance(90 * DAY_MS - 1);
    expect(await issueCertificate(office.ports, first)).toBe('issued');
    office.clock.advance(1);
    expect(await issueCertificate(office.ports, second)).toBe('failed');
    const query = office.database.query.selectFrom('certificate').select(['status', 'reason', 'serial', 'der']);
    const failed = { status: 'FAILED', reason: 'names-unproven', serial: null, der: null };
    const viewed = await viewCertificate(office.ports, { person: approver, certificateId: second });
    expect(viewed).toMatchObject({ status: 'FAILED', unproven: ['www.harbour.test'] });
    expect(await query.where('certificate_id', '=', second).executeTakeFirstOrThrow()).toEqual(failed);

    await proveDomainAgain(office.ports, { person: domainAdministrator, domainId, method: 'dns' });
    const listed = await listDomains(office.ports, { person: domainAdministrator });
    if (isRefusal(listed) || listed.domains[0] === undefined) throw new Error('not listed');
    publish(office, listed.domains[0]);
    await check(office, { domainId });
    const third = await approved();
    await declineDomain(office.ports, { person: domainAdministrator, domainId, reason: 'sold' });
    expect(await issueCertificate(office.ports, third)).toBe('failed');
  });

  test('are released when the operator comes to vouch for them: of that organisation, and only when nothing else is missing', async () => {
    const office = await testOffice(open);
    const { requester, stranger } = office.staff;
    const waiting = {
      ours: (await asked(office, ['www.quay.intern', '192.0.2.7'])).certificateId,
      half: (await asked(office, ['www.quay.intern', 'www.harbour.test'])).certificateId,
      theirs: (await asked(office, ['www.quay.intern'], stranger)).certificateId,
      near: (await asked(office, ['wwwquay.intern'])).certificateId,
    };
    expect(await releaseOwnNames(office.ports)).toBe(0);
    const organisations = [requester.organisationId];
    const quay = { suffix: { type: 'dns', name: 'quay.intern' as DnsName }, organisations } as const;
    const address = { suffix: { type: 'ip', address: { octets: Uint8Array.of(192, 0, 2, 7) } }, organisations } as const;
    const ports = { ...office.ports, policy: { ...office.ports.policy, ownSuffixes: [quay, address] } };
    const counts = await Promise.all(Array.from({ length: 8 }, () => releaseOwnNames(ports)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await statusOf(office, waiting.ours)).toBe('PENDING_APPROVAL');
    expect(await audited(office, 'certificate.names-proven')).toEqual(['done']);
    for (const left of [waiting.half, waiting.theirs, waiting.near]) expect(await statusOf(office, left)).toBe('PENDING');
    await verified({ ...office, ports }, 'harbour.test');
    expect(await statusOf(office, waiting.half)).toBe('PENDING_APPROVAL');
    expect(await releaseOwnNames(ports)).toBe(0);
  });

  test('below a suffix of the operator need no proof, in the organisations it is for and no other', async () => {
    const office = await testOffice(open);
    const { requester, stranger } = office.staff;
    const [suffix] = office.ports.policy.ownSuffixes;
    if (suffix === undefined) throw new Error('no suffix');
    const ownSuffixes = [{ ...suffix, organisations: [requester.organisationId] }];
    const ours = { ...office, ports: { ...office.ports, policy: { ...office.ports.policy, ownSuffixes } } };
    expect(await asked(ours, ['www.harbour.example', '*.harbour.example'])).toMatchObject({ status: 'PENDING_APPROVAL' });
    expect(await asked(ours, ['www.harbour.example'], stranger)).toMatchObject({ status: 'PENDING' });
    expect(await asked(ours, ['wwwexample.test', '192.0.2.7'])).toMatchObject({ unproven: ['wwwexample.test', '192.0.2.7'] });
    const address = { type: 'ip', address: { octets: Uint8Array.of(192, 0, 2, 7) } } as const;
    const policy = { ...office.ports.policy, ownSuffixes: [{ suffix: address, organisations: 'all' as const }] };
    const there = { ...office, ports: { ...office.ports, policy } };
    expect(await asked(there, ['192.0.2.7', '192.0.2.8'])).toMatchObject({ unproven: ['192.0.2.8'] });
  });
});

eachEngine('what an operator has verified of an organisation', (open) => {
  test('may stand in a subject to the letter, and nothing else may', async () => {
    const office = await testOffice(open);
    const { requester: person } = office.staff;
    const { organisationId } = person;
    const subject = { country: 'NO', organization: 'Northwind Harbour Authority' };
    const verify = (given: object, of: OrganisationId = organisationId) =>
      verifyOrganisationByOperator(office.ports, { organisationId: of, subject: given });
    expect(await verify({ country: 'norway' })).toMatchObject({ code: 'subject-malformed' });
    expect(await verify({ commonName: 'a.example' })).toMatchObject({ code: 'subject-malformed' });
    expect(await verify(subject, 'nowhere' as OrganisationId)).toMatchObject({ code: 'organisation-not-found' });
    expect(await verify(subject)).toEqual({ kind: 'verified' });
    const ask = (given: object) => requestCertificate(office.ports, { person, wish: { ...csrFor(['a.example']), subject: given } });
    expect(await ask(subject)).toMatchObject({ kind: 'asked' });
    expect(await ask({ ...subject, organization: 'Northwind Harbour' })).toMatchObject({ code: 'subject-not-verified' });
    expect(await verify({})).toEqual({ kind: 'verified' });
    expect(await ask(subject)).toMatchObject({ code: 'subject-not-verified' });
  });
});
