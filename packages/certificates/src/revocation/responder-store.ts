import type { ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateResponderTable, CertificatesSchema } from '../schema.ts';

export function newestResponder(
  query: ReadOnlyQuery<CertificatesSchema>,
  authorityId: string,
): Promise<CertificateResponderTable | undefined> {
  return query
    .selectFrom('certificate_responder')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Whoever comes second keeps nothing. */
export async function keepResponder(tx: Transaction<CertificatesSchema>, row: CertificateResponderTable): Promise<void> {
  await tx.query
    .insertInto('certificate_responder')
    .values(row)
    .onConflict((conflict) => conflict.columns(['authority_id', 'generation']).doNothing())
    .execute();
}
