import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateAuthorityTable, CertificatesSchema } from '../schema.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;

/**
 * Every CA of this installation: the root, then the issuing ones in the order of their numbers (`issuing`, `issuing-2`, …), which is the order in which they
 * were made, whatever the clock said then.
 */
export async function authorityRows(query: Query): Promise<readonly CertificateAuthorityTable[]> {
  const rows = await query.selectFrom('certificate_authority').selectAll().orderBy('authority_id').execute();
  return rows.sort((one, other) => one.authority_id.length - other.authority_id.length);
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
