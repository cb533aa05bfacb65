import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateAuthorityTable, CertificatesSchema } from '../schema.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;

/** Every CA of this installation, in the order in which they were made. */
export function authorityRows(query: Query): Promise<readonly CertificateAuthorityTable[]> {
  return query.selectFrom('certificate_authority').selectAll().orderBy('made_at').orderBy('authority_id').execute();
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
