import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateId, RevocationWishId } from '../identifiers.ts';
import type { CertificateApprovalTable, CertificatesSchema, RevocationApprovalTable, RevocationWishTable } from '../schema.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

/** A word as it is kept, whatever it is about. */
export type KeptWord = Omit<CertificateApprovalTable, 'certificate_id'>;

/** False when this person has had their word. */
export async function insertApproval(tx: Tx, approval: CertificateApprovalTable): Promise<boolean> {
  const row = await tx.query
    .insertInto('certificate_approval')
    .values(approval)
    .onConflict((conflict) => conflict.columns(['certificate_id', 'person_id']).doNothing())
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

export function approvalsOf(query: Query, certificateId: CertificateId): Promise<readonly CertificateApprovalTable[]> {
  return query.selectFrom('certificate_approval').selectAll().where('certificate_id', '=', certificateId).orderBy('decided_at').execute();
}

/** The same of a revocation. */
export async function insertRevocationApproval(tx: Tx, approval: RevocationApprovalTable): Promise<boolean> {
  const row = await tx.query
    .insertInto('certificate_revocation_approval')
    .values(approval)
    .onConflict((conflict) => conflict.columns(['wish_id', 'person_id']).doNothing())
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

export function revocationApprovalsOf(query: Query, wishId: RevocationWishId): Promise<readonly RevocationApprovalTable[]> {
  return query
    .selectFrom('certificate_revocation_approval')
    .selectAll()
    .where('wish_id', '=', wishId)
    .orderBy('decided_at')
    .orderBy('person_id')
    .execute();
}

/** Under the lock of its certificate, after `openWishOf`: one at a time is open. */
export async function insertWish(tx: Tx, wish: RevocationWishTable): Promise<void> {
  await tx.query.insertInto('certificate_revocation_wish').values(wish).execute();
}

export function openWishOf(query: Query, certificateId: CertificateId): Promise<RevocationWishTable | undefined> {
  return query
    .selectFrom('certificate_revocation_wish')
    .selectAll()
    .where('certificate_id', '=', certificateId)
    .where('state', '=', 'OPEN')
    .executeTakeFirst();
}

/** The one that was asked for last, whatever has become of it. */
export function lastWishOf(query: Query, certificateId: CertificateId): Promise<RevocationWishTable | undefined> {
  return query
    .selectFrom('certificate_revocation_wish')
    .selectAll()
    .where('certificate_id', '=', certificateId)
    .orderBy('asked_at', 'desc')
    .orderBy('wish_id')
    .limit(1)
    .executeTakeFirst();
}

export async function settleWish(
  tx: Tx,
  { wishId, state, now }: { readonly wishId: RevocationWishId; readonly state: 'AGREED' | 'DECLINED'; readonly now: Instant },
): Promise<void> {
  await tx.query
    .updateTable('certificate_revocation_wish')
    .set({ state, settled_at: now })
    .where('wish_id', '=', wishId)
    .where('state', '=', 'OPEN')
    .execute();
}
