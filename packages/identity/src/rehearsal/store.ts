import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { Holding, Situation } from '../repair/situations.ts';
import type { IdentitySchema } from '../schema.ts';
import type { RehearsalEnd, RehearsedFactor, RehearsedOutcome, RehearsedProof } from './rules.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

/** Where a rehearsal is under way: `since` is the earliest beginning that still counts. */
export interface RehearsalPlace {
  readonly accountId: AccountId;
  readonly session: FederationSessionRef;
  readonly since: Instant;
}

export interface StoredRehearsal {
  readonly rehearsalId: string;
  readonly situation: Situation;
  readonly holds: readonly Holding[];
  readonly proofs: readonly RehearsedProof[];
}

/** The account must be locked. What this session had under way is over; of what came to an end, the newest of each situation is kept. */
export async function insertRehearsal(
  tx: Tx,
  begun: RehearsalPlace & Pick<StoredRehearsal, 'rehearsalId' | 'situation' | 'holds'> & { readonly now: Instant },
): Promise<void> {
  const { accountId, session } = begun;
  const before = await tx.query
    .selectFrom('rehearsal')
    .select(['rehearsal_id', 'situation', 'session', 'begun_at', 'outcome'])
    .where('account_id', '=', accountId)
    .orderBy('begun_at', 'desc')
    .orderBy('rehearsal_id')
    .execute();
  const ended = before.filter(({ outcome }) => outcome !== null);
  const newest = new Set(ended.filter((one, index) => ended.findIndex(({ situation }) => situation === one.situation) === index));
  const underWay = (one: (typeof before)[number]) => one.outcome === null && one.session !== session && one.begun_at > begun.since;
  const gone = before.filter((one) => !newest.has(one) && !underWay(one)).map((one) => one.rehearsal_id);
  if (gone.length > 0) {
    await tx.query.deleteFrom('rehearsal_proof').where('rehearsal_id', 'in', gone).execute();
    await tx.query.deleteFrom('rehearsal').where('rehearsal_id', 'in', gone).execute();
  }
  await tx.query
    .insertInto('rehearsal')
    .values({
      rehearsal_id: begun.rehearsalId,
      account_id: accountId,
      session,
      situation: begun.situation,
      holds: begun.holds.join(' '),
      begun_at: begun.now,
      outcome: null,
      ended_at: null,
    })
    .execute();
}

/** What is under way there; undefined when nothing is, or the account is not in use. */
export async function findRehearsal(query: Query, { accountId, session, since }: RehearsalPlace): Promise<StoredRehearsal | undefined> {
  const row = await query
    .selectFrom('rehearsal')
    .innerJoin('account', 'account.account_id', 'rehearsal.account_id')
    .select(['rehearsal.rehearsal_id', 'rehearsal.situation', 'rehearsal.holds'])
    .where('rehearsal.account_id', '=', accountId)
    .where('account.state', '=', 'ACTIVE')
    .where('rehearsal.session', '=', session)
    .where('rehearsal.begun_at', '>', since)
    .orderBy('rehearsal.begun_at', 'desc')
    .orderBy('rehearsal.rehearsal_id')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const holds = row.holds === '' ? [] : (row.holds.split(' ') as Holding[]);
  return { rehearsalId: row.rehearsal_id, situation: row.situation, holds, proofs: await proofsOf(query, row.rehearsal_id) };
}

/** The same, locked until the transaction ends. */
export async function takeRehearsal(tx: Tx, place: RehearsalPlace): Promise<StoredRehearsal | undefined> {
  const found = await findRehearsal(tx.query, place);
  if (!found) return undefined;
  const row = await tx.query
    .updateTable('rehearsal')
    .set((rehearsal) => ({ holds: rehearsal.ref('holds') }))
    .where('rehearsal_id', '=', found.rehearsalId)
    .returning('rehearsal_id')
    .executeTakeFirst();
  return row && { ...found, proofs: await proofsOf(tx.query, found.rehearsalId) };
}

export async function proofsOf(query: Query, rehearsalId: string): Promise<readonly RehearsedProof[]> {
  const rows = await query
    .selectFrom('rehearsal_proof')
    .select(['factor', 'outcome', 'tried_at'])
    .where('rehearsal_id', '=', rehearsalId)
    .orderBy('tried_at')
    .orderBy('factor')
    .execute();
  return rows.map(({ factor, outcome, tried_at: triedAt }) => ({ factor, outcome, triedAt }));
}

/** What has worked once stays so, whatever is tried after it. */
export async function keepProof(
  tx: Tx,
  kept: { readonly rehearsalId: string; readonly factor: RehearsedFactor; readonly outcome: RehearsedOutcome; readonly now: Instant },
): Promise<void> {
  const { outcome, now } = kept;
  await tx.query
    .insertInto('rehearsal_proof')
    .values({ rehearsal_id: kept.rehearsalId, factor: kept.factor, outcome, tried_at: now })
    .onConflict((conflict) =>
      conflict.columns(['rehearsal_id', 'factor']).doUpdateSet({ outcome, tried_at: now }).where('rehearsal_proof.outcome', '<>', 'worked'),
    )
    .execute();
}

export async function keepEnd(
  tx: Tx,
  { rehearsalId, end, now }: { readonly rehearsalId: string; readonly end: RehearsalEnd | undefined; readonly now: Instant },
): Promise<void> {
  await tx.query
    .updateTable('rehearsal')
    .set(end === undefined ? { outcome: null, ended_at: null } : { outcome: end, ended_at: now })
    .where('rehearsal_id', '=', rehearsalId)
    .execute();
}

/** What was last rehearsed of a situation, and how it ended. */
export interface LastRehearsal {
  readonly situation: Situation;
  readonly end: RehearsalEnd;
  readonly endedAt: Instant;
}

export async function lastRehearsals(query: Query, accountId: AccountId): Promise<readonly LastRehearsal[]> {
  const rows = await query
    .selectFrom('rehearsal')
    .select(['situation', 'outcome', 'ended_at'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .execute();
  const ended = rows.flatMap(({ situation, outcome: end, ended_at: endedAt }) =>
    end === null || endedAt === null ? [] : [{ situation, end, endedAt }],
  );
  return ended.filter((one, index) => ended.findIndex(({ situation }) => situation === one.situation) === index);
}
