import type { CertIdHash } from '@sallyport/pki';
import { type Instant, type ReadOnlyQuery, type Transaction, statement } from '@sallyport/platform';
import type { CertificateAnswerTable, CertificatesSchema, CertificateTable } from '../schema.ts';

/** A certificate and the answer about it that was made before, in one read. */
export const readPreSigned = statement<CertificatesSchema, { authorityId: string; serial: string; hash: CertIdHash }>('read-ocsp-answer')(
  (query, given) =>
    query
      .selectFrom('certificate_answer')
      .innerJoin('certificate', (join) =>
        join
          .onRef('certificate.serial', '=', 'certificate_answer.serial')
          .onRef('certificate.authority_id', '=', 'certificate_answer.authority_id'),
      )
      .select([
        'certificate_answer.der',
        'certificate_answer.this_update',
        'certificate_answer.next_update',
        'certificate_answer.revoked_at as answered',
        'certificate.revoked_at as revoked_at',
      ])
      .where('certificate_answer.authority_id', '=', given.authorityId)
      .where('certificate_answer.serial', '=', given.serial)
      .where('certificate_answer.hash', '=', given.hash),
);

/** The records of these serials, as far as this CA signed them: what was imported under the same serial says nothing here. */
export function recordsOf(
  query: ReadOnlyQuery<CertificatesSchema>,
  { authorityId, serials }: { readonly authorityId: string; readonly serials: readonly string[] },
) {
  return query
    .selectFrom('certificate')
    .select(['serial', 'sha256', 'revoked_at', 'revocation_reason'])
    .where('authority_id', '=', authorityId)
    .where('serial', 'in', [...serials])
    .execute();
}

export interface DueAnswer extends Pick<CertificateTable, 'certificate_id' | 'sha256' | 'revoked_at' | 'revocation_reason' | 'not_after'> {
  readonly serial: string;
  readonly answer_due_at: Instant;
}

/** The certificates of a CA whose answers are due, those that wait longest first. */
export async function dueAnswers(
  query: ReadOnlyQuery<CertificatesSchema>,
  given: { readonly authorityId: string; readonly now: Instant; readonly limit: number },
): Promise<readonly DueAnswer[]> {
  const rows = await query
    .selectFrom('certificate')
    .select(['certificate_id', 'serial', 'sha256', 'revoked_at', 'revocation_reason', 'not_after', 'answer_due_at'])
    .where('authority_id', '=', given.authorityId)
    .where('answer_due_at', '<=', given.now)
    .orderBy('answer_due_at')
    .limit(given.limit)
    .execute();
  return rows.flatMap(({ serial, answer_due_at, ...row }) =>
    serial === null || answer_due_at === null ? [] : [{ ...row, serial, answer_due_at }],
  );
}

type Tx = Transaction<CertificatesSchema>;

/** Nobody asks about what has ended. */
export async function dropAnswers(tx: Tx, { certificate_id, serial, answer_due_at }: DueAnswer): Promise<void> {
  await tx.query.deleteFrom('certificate_answer').where('serial', '=', serial).execute();
  await answerDue(tx, { certificateId: certificate_id, was: answer_due_at, next: null });
}

/** When the next ones are due, unless a revocation has made them due meanwhile. */
export async function answerDue(
  tx: Tx,
  given: { readonly certificateId: CertificateTable['certificate_id']; readonly was: Instant; readonly next: Instant | null },
): Promise<void> {
  await tx.query
    .updateTable('certificate')
    .set({ answer_due_at: given.next })
    .where('certificate_id', '=', given.certificateId)
    .where('answer_due_at', '=', given.was)
    .execute();
}

/** Never an older one in place of a newer one. */
export async function keepAnswer(tx: Tx, answer: CertificateAnswerTable): Promise<void> {
  await tx.query
    .insertInto('certificate_answer')
    .values(answer)
    .onConflict((conflict) =>
      conflict
        .columns(['authority_id', 'serial', 'hash'])
        .doUpdateSet((row) => ({
          der: row.ref('excluded.der'),
          this_update: row.ref('excluded.this_update'),
          next_update: row.ref('excluded.next_update'),
          revoked_at: row.ref('excluded.revoked_at'),
        }))
        .whereRef('certificate_answer.this_update', '<=', 'excluded.this_update'),
    )
    .execute();
}
