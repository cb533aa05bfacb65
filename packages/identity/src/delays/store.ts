import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountId, DelayId } from '../identifiers.ts';
import type { DelayedActTable, IdentitySchema } from '../schema.ts';
import type { DelayKind, DelayState } from './rules.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

export interface StoredDelay {
  readonly delayId: DelayId;
  readonly accountId: AccountId;
  readonly kind: DelayKind;
  readonly state: DelayState;
  readonly begunAt: Instant;
  readonly ripeAt: Instant;
  readonly sealedPayload: Uint8Array;
}

const COLUMNS = ['delay_id', 'account_id', 'kind', 'state', 'begun_at', 'ripe_at', 'sealed_payload'] as const;

function fromRow(row: Omit<DelayedActTable, 'settled_at' | 'told_at'>): StoredDelay {
  return {
    delayId: row.delay_id,
    accountId: row.account_id,
    kind: row.kind,
    state: row.state,
    begunAt: row.begun_at,
    ripeAt: row.ripe_at,
    sealedPayload: row.sealed_payload,
  };
}

/** False, and nothing inserted, when one of this kind waits for the account already. */
export async function insertDelay(tx: Tx, delay: Omit<StoredDelay, 'state'>): Promise<boolean> {
  const row = await tx.query
    .insertInto('delayed_act')
    .values({
      delay_id: delay.delayId,
      account_id: delay.accountId,
      kind: delay.kind,
      sealed_payload: delay.sealedPayload,
      state: 'WAITING',
      begun_at: delay.begunAt,
      ripe_at: delay.ripeAt,
      settled_at: null,
      told_at: null,
    })
    // Without a target: SQLite does not see that a parameter says what its partial index says.
    .onConflict((conflict) => conflict.doNothing())
    .returning('delay_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertDelayLink(
  tx: Tx,
  link: {
    readonly codeHash: string;
    readonly accountId: AccountId;
    readonly delayId: DelayId;
    readonly address: string;
    readonly now: Instant;
    readonly expiresAt: Instant;
  },
): Promise<void> {
  await tx.query
    .insertInto('delay_link')
    .values({
      code_hash: link.codeHash,
      account_id: link.accountId,
      delay_id: link.delayId,
      address: link.address,
      created_at: link.now,
      expires_at: link.expiresAt,
      spent_at: null,
    })
    .execute();
}

/** Housekeeping: links that open nothing any more. */
export async function removeOldDelayLinks(tx: Tx, now: Instant): Promise<void> {
  await tx.query.deleteFrom('delay_link').where('expires_at', '<=', now).execute();
}

export async function delayOfLink(
  query: Query,
  codeHash: string,
): Promise<{ readonly delayId: DelayId; readonly address: string } | undefined> {
  const row = await query.selectFrom('delay_link').select(['delay_id', 'address']).where('code_hash', '=', codeHash).executeTakeFirst();
  return row && { delayId: row.delay_id, address: row.address };
}

/** The newest first. */
export async function listDelaysOf(query: Query, accountId: AccountId, atMost: number): Promise<readonly StoredDelay[]> {
  const rows = await query
    .selectFrom('delayed_act')
    .select(COLUMNS)
    .where('account_id', '=', accountId)
    .orderBy('begun_at', 'desc')
    .limit(atMost)
    .execute();
  return rows.map(fromRow);
}

/** The one of this kind that waits, ripe or not. */
export async function findWaiting(
  query: Query,
  of: { readonly accountId: AccountId; readonly kind: DelayKind },
): Promise<StoredDelay | undefined> {
  const row = await query
    .selectFrom('delayed_act')
    .select(COLUMNS)
    .where('account_id', '=', of.accountId)
    .where('kind', '=', of.kind)
    .where('state', '=', 'WAITING')
    .executeTakeFirst();
  return row && fromRow(row);
}

/** Ripe ones of these kinds that their owners were not told of. */
export async function ripeAndUntold(
  query: Query,
  of: { readonly kinds: readonly DelayKind[]; readonly now: Instant; readonly atMost: number },
): Promise<readonly StoredDelay[]> {
  const rows = await query
    .selectFrom('delayed_act')
    .select(COLUMNS)
    .where('state', '=', 'WAITING')
    .where('kind', 'in', of.kinds)
    .where('ripe_at', '<=', of.now)
    .where('told_at', 'is', null)
    .orderBy('ripe_at')
    .limit(of.atMost)
    .execute();
  return rows.map(fromRow);
}

/** One conditional statement: of any number of processes one tells. */
export async function markTold(tx: Tx, { delayId, now }: { readonly delayId: DelayId; readonly now: Instant }): Promise<boolean> {
  const row = await tx.query
    .updateTable('delayed_act')
    .set({ told_at: now })
    .where('delay_id', '=', delayId)
    .where('state', '=', 'WAITING')
    .where('told_at', 'is', null)
    .returning('delay_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** WAITING → DONE or REFUSED, only once it is ripe: one conditional statement. Undefined when somebody was faster. */
export async function settleRipe(
  tx: Tx,
  settlement: { readonly delayId: DelayId; readonly to: 'DONE' | 'REFUSED'; readonly now: Instant },
): Promise<StoredDelay | undefined> {
  const row = await tx.query
    .updateTable('delayed_act')
    .set({ state: settlement.to, settled_at: settlement.now })
    .where('delay_id', '=', settlement.delayId)
    .where('state', '=', 'WAITING')
    .where('ripe_at', '<=', settlement.now)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** WAITING → LAPSED: of these kinds, whatever was ripe so long ago. */
export async function lapse(
  tx: Tx,
  of: { readonly kinds: readonly DelayKind[]; readonly accountId?: AccountId; readonly ripeBefore: Instant; readonly now: Instant },
): Promise<readonly StoredDelay[]> {
  const { accountId } = of;
  const rows = await tx.query
    .updateTable('delayed_act')
    .set({ state: 'LAPSED', settled_at: of.now })
    .where('state', '=', 'WAITING')
    .where('kind', 'in', of.kinds)
    .where('ripe_at', '<=', of.ripeBefore)
    .$if(accountId !== undefined, (update) => update.where('account_id', '=', accountId ?? ('' as AccountId)))
    .returning(COLUMNS)
    .execute();
  return rows.map(fromRow);
}

/** WAITING → CANCELLED: one conditional statement. Undefined when it waits no more, or is somebody else's. */
export async function cancelOne(
  tx: Tx,
  cancellation: { readonly accountId: AccountId; readonly delayId: DelayId; readonly now: Instant },
): Promise<StoredDelay | undefined> {
  const row = await tx.query
    .updateTable('delayed_act')
    .set({ state: 'CANCELLED', settled_at: cancellation.now })
    .where('delay_id', '=', cancellation.delayId)
    .where('account_id', '=', cancellation.accountId)
    .where('state', '=', 'WAITING')
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** Everything of this account that waits → CANCELLED. */
export async function cancelAll(
  tx: Tx,
  cancellation: { readonly accountId: AccountId; readonly now: Instant },
): Promise<readonly StoredDelay[]> {
  const rows = await tx.query
    .updateTable('delayed_act')
    .set({ state: 'CANCELLED', settled_at: cancellation.now })
    .where('account_id', '=', cancellation.accountId)
    .where('state', '=', 'WAITING')
    .returning(COLUMNS)
    .execute();
  return rows.map(fromRow);
}
