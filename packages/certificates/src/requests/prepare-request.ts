import { type LintFinding, type Subject, formatIdentifier, toHex } from '@sallyport/pki';
import { type Instant, type Reads, statement } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { unprovenNames } from '../domains/unproven-names.ts';
import { type CustomField, type EntriesRefusal, type KeptValue, judgeEntries } from '../fields/rules.ts';
import { fieldsOf } from '../fields/store.ts';
import type { IssueOrder, IssueRefusal } from '../issuance/ca-provider.ts';
import { providerOf } from '../issuance/provider-of.ts';
import type { CertificatesPorts } from '../ports.ts';
import { permit } from '../people/permit.ts';
import { findOrganisation } from '../people/store.ts';
import { verifiedDataOf } from '../people/verified-data.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { REVOCATION_REASONS } from '../revocation/reasons.ts';
import type { CertificatesSchema } from '../schema.ts';
import { type CertificateWish, type GoodWish, type WishRefusal, judgeWish } from './rules.ts';

export type RequestRefusal =
  | WishRefusal
  | EntriesRefusal
  | Refusal<'step-up-needed' | 'role-missing' | 'lint-failed' | 'ca-refused' | 'lifetime-refused'>;

export interface PreparedRequest {
  readonly wish: GoodWish;
  /** Warnings: what is wrong is refused. */
  readonly findings: readonly LintFinding[];
  /** Names whose domain is to be verified first: until then the request waits. */
  readonly unproven: readonly string[];
  /** The fields of the organisation, and what they will hold. */
  readonly fields: readonly CustomField[];
  readonly values: readonly KeptValue[];
}

/** Everything a request goes through before anything is kept: who asks, what for, and what the CA says to it. */
export async function prepareRequest(
  ports: CertificatesPorts,
  input: ByPerson & {
    readonly wish: CertificateWish;
    /** The end of the one it takes the place of, where that is kept. */
    readonly keepsNotAfter?: Instant | undefined;
  },
): Promise<PreparedRequest | RequestRefusal> {
  const { query } = ports.database;
  const may = await permit(ports.database, { person: input.person, permission: 'request' });
  if (isRefusal(may)) return may;
  const now = ports.clock.now();
  const wish = judgeWish(input.wish, { ...ports, verifiedSubject: await verifiedSubject(ports.database, input), now });
  if (isRefusal(wish)) return wish;
  const fields = await fieldsOf(ports.database, input.person.organisationId);
  const { entries = [] } = input.wish;
  const described = judgeEntries(entries === 'not-asked' ? [] : entries, {
    fields,
    kept: [],
    asked: entries === 'not-asked' ? 'those-named' : 'all',
  });
  if ('code' in described) return described;
  if (await isCompromised(ports, wish)) {
    return refuse('key-refused', 'revoked for key compromise', { weaknesses: [{ code: 'key-blocked' }] });
  }
  const order = orderOf(wish, { now, keepsNotAfter: input.keepsNotAfter });
  const checked = providerOf(ports, order).check(order);
  if (!checked.ok && checked.error.because.startsWith('acme/'))
    return refuse('ca-refused', checked.error.because, { texts: [checked.error.because] });
  if (!checked.ok) return refuse('lint-failed', checked.error.because, { findings: findingsOf(checked.error) });
  if (checked.value.some(({ severity }) => severity === 'error')) return refuse('lint-failed', 'lint', { findings: checked.value });
  const { organisationId } = input.person;
  const unproven = await unprovenNames(query, { ...wish, organisationId, policy: ports.policy, now });
  return { wish, findings: checked.value, unproven: unproven.map(formatIdentifier), fields, values: described.values };
}

function findingsOf(error: IssueRefusal): readonly LintFinding[] {
  return error.code === 'order-refused' ? (error.findings ?? []) : [];
}

function orderOf(
  wish: GoodWish,
  { now, keepsNotAfter }: { readonly now: Instant; readonly keepsNotAfter: Instant | undefined },
): IssueOrder {
  const { profile, csr, identifiers, subject, lifetimeDays } = wish;
  const until = keepsNotAfter === undefined ? { days: lifetimeDays } : { notAfter: keepsNotAfter };
  return { profile, csr: csr.der, publicKey: csr.publicKey, identifiers, subject, until, now };
}

/** As people read names, in the order they asked for them. */
export function namesOf({ identifiers }: GoodWish): readonly string[] {
  return identifiers.map(formatIdentifier);
}

export function namesForAudit({ wish }: PreparedRequest): string {
  return JSON.stringify(namesOf(wish)).slice(0, 500);
}

/** A certificate of this key was revoked because others have it, whoever's it was (Baseline Requirements 6.1.1.3). */
async function isCompromised({ database, cryptography }: CertificatesPorts, { csr }: GoodWish): Promise<boolean> {
  return (await database.first(findCompromised, { keySha256: toHex(cryptography.sha256(csr.publicKey.spki)) })) !== undefined;
}

const findCompromised = statement<CertificatesSchema, { keySha256: string }>('find-compromised-key')((query, given) =>
  query
    .selectFrom('certificate')
    .select('certificate_id')
    .where('key_sha256', '=', given.keySha256)
    .where('revocation_reason', '=', REVOCATION_REASONS['key-compromise'])
    .limit(1),
);

async function verifiedSubject(reads: Reads, { person }: ByPerson): Promise<Subject> {
  const row = await findOrganisation(reads, person.organisationId);
  return (row && verifiedDataOf(row))?.subject ?? {};
}
