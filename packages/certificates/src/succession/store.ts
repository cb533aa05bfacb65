import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateId } from '../identifiers.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

type SuccessorRow = Pick<CertificateTable, 'certificate_id' | 'status' | 'predecessor_ends_at' | 'overlap_hours'>;

/** Everything that was ever asked for in its place, the latest first. */
export function successorsOf(query: Query, certificateId: CertificateId): Promise<readonly SuccessorRow[]> {
  return query
    .selectFrom('certificate')
    .select(['certificate_id', 'status', 'predecessor_ends_at', 'overlap_hours'])
    .where('predecessor_id', '=', certificateId)
    .orderBy('requested_at', 'desc')
    .orderBy('certificate_id')
    .execute();
}

/** Of two reissues of one certificate the later one says how long it works. */
export async function forgetEarlierEnds(
  tx: Tx,
  { certificate_id, predecessor_id }: Pick<CertificateTable, 'certificate_id' | 'predecessor_id'>,
): Promise<void> {
  await tx.query
    .updateTable('certificate')
    .set({ predecessor_ends_at: null })
    .where('predecessor_id', '=', predecessor_id)
    .where('certificate_id', '!=', certificate_id)
    .execute();
}

const AT_ONCE = 100;

export async function overlapsOver(query: Query, now: Instant): Promise<readonly CertificateId[]> {
  const rows = await query
    .selectFrom('certificate')
    .select('certificate_id')
    .where('predecessor_ends_at', '<=', now)
    .orderBy('predecessor_ends_at')
    .limit(AT_ONCE)
    .execute();
  return rows.map(({ certificate_id }) => certificate_id);
}

/** Ends an overlap that is over: of all processes that try one gets the successor. */
export function endOverlap(
  tx: Tx,
  { certificateId, now }: { readonly certificateId: CertificateId; readonly now: Instant },
): Promise<CertificateTable | undefined> {
  return tx.query
    .updateTable('certificate')
    .set({ predecessor_ends_at: null })
    .where('certificate_id', '=', certificateId)
    .where('predecessor_ends_at', '<=', now)
    .returningAll()
    .executeTakeFirst();
}
