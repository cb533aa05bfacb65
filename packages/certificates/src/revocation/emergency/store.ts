import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateId } from '../../identifiers.ts';
import type { CertificateEmergencyTable, CertificatesSchema, CertificateTable } from '../../schema.ts';
import { startsOf } from '../../status/rules.ts';
import type { EmergencyChoice } from './rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

export interface Chosen {
  readonly choice: EmergencyChoice;
  readonly begunAt: Instant;
  readonly now: Instant;
}

/**
 * What is chosen and not revoked yet. What has ended needs no revocation, what somebody else signed cannot be revoked here unless we had it from a CA that
 * we can tell, and what was issued in place of others since it began is not chosen itself.
 */
function chosen(query: Query, { choice, begunAt, now }: Chosen) {
  let rows = query
    .selectFrom('certificate')
    .where((row) =>
      row.or([
        row('authority_id', 'is not', null),
        row('certificate_id', 'in', query.selectFrom('certificate_acme_order').select('certificate_id')),
      ]),
    )
    .where('status', 'in', [...startsOf('revoke')])
    .where('not_after', '>', now)
    .where('not_before', '<=', choice.issuedUntil)
    .where((row) => row.or([row('origin', '<>', 'reissue'), row('requested_at', '<', begunAt)]));
  if (choice.authorityId !== undefined) rows = rows.where('authority_id', '=', choice.authorityId);
  if (choice.keyName !== undefined) rows = rows.where('key_name', '=', choice.keyName);
  if (choice.profileId !== undefined) rows = rows.where('profile_id', '=', choice.profileId);
  if (choice.issuedFrom !== undefined) rows = rows.where('not_before', '>=', choice.issuedFrom);
  return rows;
}

export async function countChosenRows(query: Query, which: Chosen): Promise<number> {
  const row = await chosen(query, which)
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return row?.count ?? 0;
}

export interface ChosenAfter extends Chosen {
  readonly after: string;
  readonly limit: number;
}

/** The next of them, behind one that was looked at. */
export function nextChosen(query: Query, { after, limit, ...which }: ChosenAfter): Promise<readonly CertificateTable[]> {
  return chosen(query, which)
    .selectAll()
    .where('certificate_id', '>', after as CertificateId)
    .orderBy('certificate_id')
    .limit(limit)
    .execute();
}

export function runningEmergency(query: Query): Promise<CertificateEmergencyTable | undefined> {
  return query.selectFrom('certificate_emergency').selectAll().where('state', '=', 'RUNNING').executeTakeFirst();
}

/** False when another one is running. */
export async function insertEmergency(tx: Tx, row: CertificateEmergencyTable): Promise<boolean> {
  const kept = await tx.query
    .insertInto('certificate_emergency')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('emergency_id')
    .executeTakeFirst();
  return kept !== undefined;
}

export async function finishEmergencyRow(
  tx: Tx,
  { emergencyId, now }: { readonly emergencyId: string; readonly now: Instant },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('certificate_emergency')
    .set({ state: 'FINISHED', finished_at: now })
    .where('emergency_id', '=', emergencyId)
    .where('state', '=', 'RUNNING')
    .returning('emergency_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The one that takes the place of a certificate, when there is one already. */
export async function successorOf(query: Query, certificateId: CertificateId): Promise<CertificateId | undefined> {
  const row = await query
    .selectFrom('certificate')
    .select('certificate_id')
    .where('predecessor_id', '=', certificateId)
    .where('status', 'in', ['APPROVED', 'ISSUING', 'ACTIVE', 'FAILED'])
    .executeTakeFirst();
  return row?.certificate_id;
}
