import { type Instant, spend, type Transaction } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { DomainId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import { lockOrganisation } from '../people/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { releaseRequests } from '../requests/release-requests.ts';
import type { CertificatesSchema } from '../schema.ts';
import { type Finding, type ProofPlace, isProven, judgeFile, judgeTexts } from './rules.ts';
import { findDomain, keepFindings, verifyDomain } from './store.ts';
import { keptIdentifier, viewOf } from './views.ts';
import type { Observer } from './vantage.ts';

export interface DomainCheck extends ByPerson {
  readonly domainId: DomainId;
}

export interface DomainChecked {
  readonly kind: 'checked';
  /** `settled-meanwhile`: the proof was there, and another check, a new proof or a decline was first. */
  readonly outcome: 'verified' | 'not-proven' | 'settled-meanwhile';
  /** What each observer saw. */
  readonly findings: readonly Finding[];
  /** Requests that have gone on by it. */
  readonly released: number;
}

type CheckRefusal = Refusal<
  'step-up-needed' | 'role-missing' | 'domain-not-found' | 'domain-declined' | 'nothing-to-prove' | 'challenge-expired' | 'checks-exhausted'
>;

const FILE_REDIRECTS = 3;
const FILE_MAX_OCTETS = 256;

/** Looks whether the proof stands where it should. The try is paid for, durably, before anybody outside is asked anything. */
export async function checkDomain(ports: CertificatesPorts, input: DomainCheck): Promise<DomainChecked | CheckRefusal> {
  const begun = await ports.database.transact((tx) => begin(tx, ports, input));
  if (isRefusal(begun)) return begun;
  const { observers, quorum } = ports.vantage;
  const findings = await Promise.all(observers.map((observer) => look(observer, begun)));
  return ports.database.transact((tx) => settle(tx, { ports, input, begun, findings, proven: isProven(findings, quorum) ? 'yes' : 'no' }));
}

/** What is looked for, and where. */
interface Begun {
  readonly kind: 'begun';
  readonly name: string;
  readonly place: ProofPlace;
  readonly challenge: string;
  readonly lookedAt: Instant;
}

async function begin(tx: Transaction<CertificatesSchema>, ports: CertificatesPorts, input: DomainCheck): Promise<Begun | CheckRefusal> {
  const { person, domainId } = input;
  const now = ports.clock.now();
  const begun = await beginUnlessRefused();
  if (isRefusal(begun)) {
    await audit(tx, { at: now, action: 'certificate-domain.check', by: person, subject: `domain:${domainId}`, refusal: begun });
  }
  return begun;

  async function beginUnlessRefused(): Promise<Begun | CheckRefusal> {
    const may = await permit(tx, { person, permission: 'manage-domains' });
    if (isRefusal(may)) return may;
    const row = await findDomain(tx.query, { domainId, organisationId: person.organisationId });
    if (row === undefined) return refuse('domain-not-found', 'none of this organisation');
    if (row.declined_at !== null) return refuse('domain-declined', row.name);
    const { wanted, name } = viewOf(row, { profiles: ports.profiles, now });
    if (wanted === undefined) return refuse('nothing-to-prove', name);
    if (wanted.until <= now) return refuse('challenge-expired', name);
    const until = await pay(tx, { ports, input, now });
    if (until !== undefined) return refuse('checks-exhausted', name, { until });
    return { kind: 'begun', name, place: wanted.place, challenge: wanted.value, lookedAt: now };
  }
}

/** Undefined when it is paid for; else when there will be something to pay with. */
async function pay(
  tx: Transaction<CertificatesSchema>,
  { ports, input, now }: { readonly ports: CertificatesPorts; readonly input: DomainCheck; readonly now: Instant },
): Promise<Instant | undefined> {
  const { checks } = ports.policy.domains;
  const domain = await spend(tx, { ...checks['domain-check'], kind: 'domain-check', subject: input.domainId, now });
  if (domain.ticket === undefined) return domain.freesAt;
  const kind = 'organisation-domain-check';
  const organisation = await spend(tx, { ...checks[kind], kind, subject: input.person.organisationId, now });
  return organisation.freesAt;
}

async function look({ name, resolver, outbound }: Observer, { place, challenge }: Begun): Promise<Finding> {
  switch (place.method) {
    case 'dns':
      return { observer: name, seen: judgeTexts(await resolver.textsOf(place.name), challenge) };
    case 'file': {
      const answer = await outbound.get({ url: place.url, redirects: FILE_REDIRECTS, bodyOctets: FILE_MAX_OCTETS });
      return { observer: name, seen: judgeFile(answer, challenge) };
    }
  }
}

async function settle(
  tx: Transaction<CertificatesSchema>,
  given: {
    readonly ports: CertificatesPorts;
    readonly input: DomainCheck;
    readonly begun: Begun;
    readonly findings: readonly Finding[];
    readonly proven: 'yes' | 'no';
  },
): Promise<DomainChecked> {
  const { ports, begun, findings } = given;
  const { person, domainId } = given.input;
  const { organisationId } = person;
  const { name, challenge, lookedAt, place } = begun;
  const now = ports.clock.now();
  const seen = { domainId, challenge, findings, now };
  const act = {
    at: now,
    by: person,
    subject: `domain:${domainId}`,
    details: { name, method: place.method, found: foundIn(findings) },
  } as const;
  if (given.proven === 'no') {
    await keepFindings(tx, seen);
    await audit(tx, { ...act, action: 'certificate-domain.check' });
    return { kind: 'checked', outcome: 'not-proven', findings, released: 0 };
  }
  // Whoever asks for a certificate at this moment sees the domain verified, or is seen waiting.
  await lockOrganisation(tx, organisationId);
  if (!(await verifyDomain(tx, { look: seen, method: place.method, lookedAt }))) {
    await audit(tx, { ...act, action: 'certificate-domain.check' });
    return { kind: 'checked', outcome: 'settled-meanwhile', findings, released: 0 };
  }
  await audit(tx, { ...act, action: 'certificate-domain.verify' });
  const released = await releaseRequests(tx, ports, { organisationId, domain: keptIdentifier({ name }) });
  return { kind: 'checked', outcome: 'verified', findings, released };
}

function foundIn(findings: readonly Finding[]): string {
  return findings
    .map(({ observer, seen }) => `${observer}: ${seen.what === 'refused' ? seen.code : seen.what}`)
    .join(', ')
    .slice(0, 500);
}
