import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificatesSchema } from '../schema.ts';

type Kind = 'root' | 'issuing';

export async function authorityOf(query: ReadOnlyQuery<CertificatesSchema>, kind: Kind): Promise<Uint8Array | undefined> {
  const row = await query.selectFrom('certificate_authority').select('der').where('authority_id', '=', kind).executeTakeFirst();
  return row?.der;
}

/** False when another process was first. */
export async function keepAuthority(
  tx: Transaction<CertificatesSchema>,
  { kind, der, now }: { readonly kind: Kind; readonly der: Uint8Array; readonly now: Instant },
): Promise<boolean> {
  const row = await tx.query
    .insertInto('certificate_authority')
    .values({ authority_id: kind, kind, der, made_at: now })
    .onConflict((conflict) => conflict.column('authority_id').doNothing())
    .returning('authority_id')
    .executeTakeFirst();
  return row !== undefined;
}
