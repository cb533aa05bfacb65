import { type LintFinding, type Subject, formatIdentifier, toHex } from '@sallyport/pki';
import type { ReadOnlyQuery } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { unprovenNames } from '../domains/unproven-names.ts';
import type { IssueOrder, IssueRefusal } from '../issuance/ca-provider.ts';
import { providerOf } from '../issuance/provider-of.ts';
import type { CertificatesPorts } from '../ports.ts';
import { permit } from '../people/permit.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { REVOCATION_REASONS } from '../revocation/reasons.ts';
import type { CertificatesSchema } from '../schema.ts';
import { type CertificateWish, type GoodWish, type WishRefusal, judgeWish } from './rules.ts';

export type RequestRefusal = WishRefusal | Refusal<'step-up-needed' | 'role-missing' | 'lint-failed' | 'ca-refused' | 'lifetime-refused'>;

export interface PreparedRequest {
  readonly wish: GoodWish;
  /** Warnings: what is wrong is refused. */
  readonly findings: readonly LintFinding[];
  /** Names whose domain is to be verified first: until then the request waits. */
  readonly unproven: readonly string[];
}

/** Everything a request goes through before anything is kept: who asks, what for, and what the CA says to it. */
export async function prepareRequest(
  ports: CertificatesPorts,
  input: ByPerson & { readonly wish: CertificateWish },
): Promise<PreparedRequest | RequestRefusal> {
  const { query } = ports.database;
  const may = await permit(query, { person: input.person, permission: 'request' });
  if (isRefusal(may)) return may;
  const now = ports.clock.now();
  const wish = judgeWish(input.wish, { ...ports, verifiedSubject: await verifiedSubject(query, input), now });
  if (isRefusal(wish)) return wish;
  if (await isCompromised(ports, wish)) {
    return refuse('key-refused', 'revoked for key compromise', { weaknesses: [{ code: 'key-blocked' }] });
  }
  const order = orderOf(wish, now);
  const checked = providerOf(ports, order).check(order);
  if (!checked.ok && checked.error.because.startsWith('acme/'))
    return refuse('ca-refused', checked.error.because, { texts: [checked.error.because] });
  if (!checked.ok) return refuse('lint-failed', checked.error.because, { findings: findingsOf(checked.error) });
  if (checked.value.some(({ severity }) => severity === 'error')) return refuse('lint-failed', 'lint', { findings: checked.value });
  const { organisationId } = input.person;
  const unproven = await unprovenNames(query, { ...wish, organisationId, policy: ports.policy, now });
  return { wish, findings: checked.value, unproven: unproven.map(formatIdentifier) };
}

function findingsOf(error: IssueRefusal): readonly LintFinding[] {
  return error.code === 'order-refused' ? (error.findings ?? []) : [];
}

export function orderOf(wish: GoodWish, now: number): IssueOrder {
  const { profile, csr, identifiers, subject, lifetimeDays } = wish;
  return { profile, csr: csr.der, publicKey: csr.publicKey, identifiers, subject, until: { days: lifetimeDays }, now };
}

/** As people read names, in the order they asked for them. */
export function namesOf({ identifiers }: GoodWish): readonly string[] {
  return identifiers.map(formatIdentifier);
}

/** A certificate of this key was revoked because others have it, whoever's it was (Baseline Requirements 6.1.1.3). */
async function isCompromised({ database, cryptography }: CertificatesPorts, { csr }: GoodWish): Promise<boolean> {
  const row = await database.query
    .selectFrom('certificate')
    .select('certificate_id')
    .where('key_sha256', '=', toHex(cryptography.sha256(csr.publicKey.spki)))
    .where('revocation_reason', '=', REVOCATION_REASONS['key-compromise'])
    .executeTakeFirst();
  return row !== undefined;
}

async function verifiedSubject(query: ReadOnlyQuery<CertificatesSchema>, { person }: ByPerson): Promise<Subject> {
  const row = await query
    .selectFrom('certificate_organisation')
    .select('verified_subject')
    .where('organisation_id', '=', person.organisationId)
    .executeTakeFirst();
  return row?.verified_subject ? (JSON.parse(row.verified_subject) as Subject) : {};
}
