import { type Identifier, parseIdentifier } from '@sallyport/pki';
import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { DomainId, OrganisationId } from '../identifiers.ts';
import type { CertificateDomainTable, CertificatesSchema } from '../schema.ts';
import { type Finding, type ProofMethod, type ProvenDomain, coveringNames } from './rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

/** Of this organisation only: a domain of another one is none. */
export interface DomainKey {
  readonly domainId: DomainId;
  readonly organisationId: OrganisationId;
}

export function findDomain(query: Query, { domainId, organisationId }: DomainKey): Promise<CertificateDomainTable | undefined> {
  return query
    .selectFrom('certificate_domain')
    .selectAll()
    .where('domain_id', '=', domainId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
}

export function domainsOf(query: Query, organisationId: OrganisationId): Promise<readonly CertificateDomainTable[]> {
  return query.selectFrom('certificate_domain').selectAll().where('organisation_id', '=', organisationId).orderBy('name').execute();
}

export async function countDomains(query: Query, organisationId: OrganisationId): Promise<number> {
  const row = await query
    .selectFrom('certificate_domain')
    .select(({ fn }) => fn.countAll<number>().as('domains'))
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return row.domains;
}

export function findDomainByName(
  query: Query,
  { organisationId, name }: { readonly organisationId: OrganisationId; readonly name: string },
): Promise<CertificateDomainTable | undefined> {
  return query
    .selectFrom('certificate_domain')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('name', '=', name)
    .executeTakeFirst();
}

/** A new one, or one that its organisation had declined before: what it was then is void. */
export async function keepDomain(tx: Tx, row: CertificateDomainTable): Promise<void> {
  const { domain_id: _, organisation_id: __, name: ___, ...afresh } = row;
  await tx.query
    .insertInto('certificate_domain')
    .values(row)
    .onConflict((conflict) => conflict.columns(['organisation_id', 'name']).doUpdateSet(afresh))
    .execute();
}

export interface Challenge {
  readonly value: string;
  readonly method: ProofMethod;
  readonly until: Instant;
}

/** False when it is not there, or declined. What was verified before stays so until its time is over. */
export async function setChallenge(
  tx: Tx,
  { domain, challenge }: { readonly domain: DomainKey; readonly challenge: Challenge },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('certificate_domain')
    .set({ challenge: challenge.value, challenge_method: challenge.method, challenge_until: challenge.until, findings: null })
    .where('domain_id', '=', domain.domainId)
    .where('organisation_id', '=', domain.organisationId)
    .where('declined_at', 'is', null)
    .returning('domain_id')
    .executeTakeFirst();
  return row !== undefined;
}

export interface Look {
  readonly domainId: DomainId;
  readonly challenge: string;
  readonly findings: readonly Finding[];
  readonly now: Instant;
}

/** One statement that names the challenge: of any number of looks at the same proof one verifies, and a proof that was given up verifies nothing. */
export async function verifyDomain(
  tx: Tx,
  { look, method, lookedAt }: { readonly look: Look; readonly method: ProofMethod; readonly lookedAt: Instant },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('certificate_domain')
    .set({
      verified_at: lookedAt,
      verified_method: method,
      challenge: null,
      challenge_method: null,
      challenge_until: null,
      checked_at: look.now,
      findings: JSON.stringify(look.findings),
    })
    .where('domain_id', '=', look.domainId)
    .where('challenge', '=', look.challenge)
    .where('challenge_until', '>', lookedAt)
    .where('declined_at', 'is', null)
    .returning('domain_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function keepFindings(tx: Tx, look: Look): Promise<void> {
  await tx.query
    .updateTable('certificate_domain')
    .set({ checked_at: look.now, findings: JSON.stringify(look.findings) })
    .where('domain_id', '=', look.domainId)
    .where('challenge', '=', look.challenge)
    .execute();
}

/** Undefined when it is not there, or declined already; an operator declines also what its organisation has removed, and could name again. */
export function markDeclined(
  tx: Tx,
  {
    domain,
    declined,
  }: { readonly domain: DomainKey; readonly declined: Pick<CertificateDomainTable, 'declined_at' | 'declined_by' | 'decline_reason'> },
): Promise<Pick<CertificateDomainTable, 'name'> | undefined> {
  return tx.query
    .updateTable('certificate_domain')
    .set({ ...declined, challenge: null, challenge_method: null, challenge_until: null })
    .where('domain_id', '=', domain.domainId)
    .where('organisation_id', '=', domain.organisationId)
    .where((row) =>
      declined.declined_by === null
        ? row.or([row('declined_at', 'is', null), row('declined_by', 'is not', null)])
        : row('declined_at', 'is', null),
    )
    .returning('name')
    .executeTakeFirst();
}

/** Undefined when the operator has declined no such domain. */
export function forgetDeclined(tx: Tx, domain: DomainKey): Promise<Pick<CertificateDomainTable, 'name'> | undefined> {
  return tx.query
    .deleteFrom('certificate_domain')
    .where('domain_id', '=', domain.domainId)
    .where('organisation_id', '=', domain.organisationId)
    .where('declined_at', 'is not', null)
    .where('declined_by', 'is', null)
    .returning('name')
    .executeTakeFirst();
}

/** What this organisation has ever proven of the domains that could cover these names. */
export async function provenDomains(
  query: Query,
  { organisationId, identifiers }: { readonly organisationId: OrganisationId; readonly identifiers: readonly Identifier[] },
): Promise<readonly ProvenDomain[]> {
  const names = [...new Set(identifiers.flatMap(coveringNames))];
  if (names.length === 0) return [];
  const rows = await query
    .selectFrom('certificate_domain')
    .select(['name', 'verified_at', 'verified_method'])
    .where('organisation_id', '=', organisationId)
    .where('name', 'in', names)
    .where('declined_at', 'is', null)
    .where('verified_at', 'is not', null)
    .execute();
  return rows.flatMap(({ name, verified_at: verifiedAt, verified_method: method }) => {
    const identifier = parseIdentifier(name);
    return identifier.ok && verifiedAt !== null && method !== null ? [{ identifier: identifier.value, method, verifiedAt }] : [];
  });
}
