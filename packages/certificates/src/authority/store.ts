import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateAuthorityTable, CertificatesSchema } from '../schema.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;

/**
 * Every CA of this installation: the roots, then the issuing ones, each in the order of their numbers (`issuing`, `issuing-2`, …), which is the order in which
 * they were made, whatever the clock said then.
 */
export async function authorityRows(query: Query): Promise<readonly CertificateAuthorityTable[]> {
  const rows = await query.selectFrom('certificate_authority').selectAll().orderBy('authority_id').execute();
  const rank = ({ kind, authority_id }: CertificateAuthorityTable) => (kind === 'root' ? 0 : 100) + authority_id.length;
  return rows.sort((one, other) => rank(one) - rank(other));
}

export async function authorityOf(query: Query, authorityId: string): Promise<Uint8Array | undefined> {
  const row = await query.selectFrom('certificate_authority').select('der').where('authority_id', '=', authorityId).executeTakeFirst();
  return row?.der;
}

/** False when another process was first. */
export async function keepAuthority(
  tx: Transaction<CertificatesSchema>,
  given: { readonly authorityId: string; readonly kind: 'root' | 'issuing'; readonly der: Uint8Array; readonly now: Instant },
): Promise<boolean> {
  const row = await tx.query
    .insertInto('certificate_authority')
    .values({
      authority_id: given.authorityId,
      kind: given.kind,
      der: given.der,
      made_at: given.now,
      revoked_at: null,
      revocation_reason: null,
      listed_number: null,
    })
    .onConflict((conflict) => conflict.column('authority_id').doNothing())
    .returning('authority_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** False when it was revoked before: the first time and reason stay. */
export async function revokeAuthorityRow(
  tx: Transaction<CertificatesSchema>,
  given: { readonly authorityId: string; readonly number: number; readonly now: Instant },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('certificate_authority')
    .set({ revoked_at: given.now, revocation_reason: given.number })
    .where('authority_id', '=', given.authorityId)
    .where('kind', '=', 'issuing')
    .where('revoked_at', 'is', null)
    .returning('authority_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What a list of a root says of a CA below it. The first time and reason stay, and so does the number of the first list that said it. */
export async function markListed(
  tx: Transaction<CertificatesSchema>,
  given: { readonly authorityId: string; readonly number: number; readonly revokedAt: Instant; readonly reasonNumber: number },
): Promise<void> {
  const { authorityId, number, revokedAt, reasonNumber } = given;
  await tx.query
    .updateTable('certificate_authority')
    .set((row) => ({
      revoked_at: row.fn.coalesce('revoked_at', row.val(revokedAt)),
      revocation_reason: row.fn.coalesce('revocation_reason', row.val(reasonNumber)),
      listed_number: row.fn.coalesce('listed_number', row.val(number)),
    }))
    .where('authority_id', '=', authorityId)
    .execute();
}
