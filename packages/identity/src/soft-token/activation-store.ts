import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountId, ActivationId, Serial, TokenId } from '../identifiers.ts';
import type { ActivationTable, IdentitySchema } from '../schema.ts';
import { findActivationOfRun, forgetRuns } from './typed-run-store.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

export type StoredActivation = Pick<
  ActivationTable,
  | 'activation_id'
  | 'token_id'
  | 'state'
  | 'sealed_psk'
  | 'sealed_receiver_key'
  | 'receiver_public_key'
  | 'tries_used'
  | 'sealed_code'
  | 'sealed_code_scalar'
  | 'code_tries_used'
  | 'request_hash'
  | 'reply'
  | 'expires_at'
> & { readonly account_id: AccountId };

const COLUMNS = [
  'activation.activation_id',
  'activation.token_id',
  'activation.state',
  'activation.sealed_psk',
  'activation.sealed_receiver_key',
  'activation.receiver_public_key',
  'activation.tries_used',
  'activation.sealed_code',
  'activation.sealed_code_scalar',
  'activation.code_tries_used',
  'activation.request_hash',
  'activation.reply',
  'activation.expires_at',
] as const;

export async function insertActivation(
  tx: Tx,
  activation: Pick<
    ActivationTable,
    | 'activation_id'
    | 'token_id'
    | 'sealed_psk'
    | 'sealed_receiver_key'
    | 'receiver_public_key'
    | 'sealed_code'
    | 'sealed_code_scalar'
    | 'created_at'
    | 'expires_at'
  >,
): Promise<void> {
  await tx.query
    .insertInto('activation')
    .values({ ...activation, state: 'OPEN', tries_used: 0, code_tries_used: 0, request_hash: null, reply: null })
    .execute();
}

export async function findActivation(query: Query, activationId: ActivationId): Promise<StoredActivation | undefined> {
  return query
    .selectFrom('activation')
    .innerJoin('soft_token', 'soft_token.token_id', 'activation.token_id')
    .select([...COLUMNS, 'soft_token.account_id'])
    .where('activation.activation_id', '=', activationId)
    .executeTakeFirst();
}

/** By the name its device knows it by: its own, or that of the typed run in which it was taken up. */
export async function findActivationNamed(query: Query, name: ActivationId): Promise<StoredActivation | undefined> {
  const activationId = (await findActivationOfRun(query, name)) ?? name;
  return findActivation(query, activationId);
}

/** The activation that waits for the account's app or for its first one-time password. */
export async function findUnfinishedActivation(query: Query, accountId: AccountId): Promise<StoredActivation | undefined> {
  return query
    .selectFrom('activation')
    .innerJoin('soft_token', 'soft_token.token_id', 'activation.token_id')
    .select([...COLUMNS, 'soft_token.account_id'])
    .where('soft_token.account_id', '=', accountId)
    .where('soft_token.state', '=', 'PENDING')
    .where('activation.state', 'in', ['OPEN', 'ANSWERED'])
    .orderBy('activation.created_at', 'desc')
    .executeTakeFirst();
}

/** Spends one try of a link in this state: one conditional statement. Answers how many were used, or undefined when there is none to be had. */
export async function spendTry(
  tx: Tx,
  attempt: { readonly activationId: ActivationId; readonly state: 'OPEN' | 'ANSWERED'; readonly allowed: number; readonly now: Instant },
): Promise<number | undefined> {
  const row = await tx.query
    .updateTable('activation')
    .set((activation) => ({ tries_used: activation('tries_used', '+', 1) }))
    .where('activation_id', '=', attempt.activationId)
    .where('state', '=', attempt.state)
    .where('tries_used', '<', attempt.allowed)
    .where('expires_at', '>', attempt.now)
    .returning('tries_used')
    .executeTakeFirst();
  return row?.tries_used;
}

/**
 * Spends one try of the activation code that goes with this serial: one conditional statement, the same for a serial that nobody has. Undefined
 * when there is none to be had.
 */
export async function spendCodeTry(
  tx: Tx,
  attempt: { readonly serial: Serial | undefined; readonly allowed: number; readonly now: Instant },
): Promise<ActivationId | undefined> {
  const row = await tx.query
    .updateTable('activation')
    .set((activation) => ({ code_tries_used: activation('code_tries_used', '+', 1) }))
    .where('token_id', 'in', (query) =>
      query
        .selectFrom('soft_token')
        .select('token_id')
        .where('serial', '=', attempt.serial ?? NOBODYS),
    )
    .where('state', '=', 'OPEN')
    .where('sealed_code_scalar', 'is not', null)
    .where('code_tries_used', '<', attempt.allowed)
    .where('expires_at', '>', attempt.now)
    .returning('activation_id')
    .executeTakeFirst();
  return row?.activation_id;
}

/** No serial of ours. */
const NOBODYS = '' as Serial;

/**
 * OPEN → ANSWERED, once, whichever way was used; the confirmation gets tries of its own. False when another was faster. `reply`: null when
 * nothing is answered to the device.
 */
export async function saveAnswer(
  tx: Tx,
  answer: { readonly activationId: ActivationId; readonly requestHash: string; readonly reply: string | null },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('activation')
    .set({ state: 'ANSWERED', request_hash: answer.requestHash, reply: answer.reply, tries_used: 0, ...NO_KEYS })
    .where('activation_id', '=', answer.activationId)
    .where('state', '=', 'OPEN')
    .returning('activation_id')
    .executeTakeFirst();
  if (row) await forgetRuns(tx, [answer.activationId]);
  return row !== undefined;
}

/** ANSWERED → CONFIRMED, once. */
export async function saveConfirmation(tx: Tx, activationId: ActivationId): Promise<boolean> {
  const row = await tx.query
    .updateTable('activation')
    .set({ state: 'CONFIRMED' })
    .where('activation_id', '=', activationId)
    .where('state', '=', 'ANSWERED')
    .returning('activation_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whatever the account has begun and not finished is given up: its links open nothing any more and its tokens are revoked. */
export async function abandonActivations(tx: Tx, accountId: AccountId): Promise<readonly TokenId[]> {
  const revoked = await tx.query
    .updateTable('soft_token')
    .set({ state: 'REVOKED', sealed_seed: null, sealed_recovery_key: null, sealed_server_key: null })
    .where('account_id', '=', accountId)
    .where('state', '=', 'PENDING')
    .returning('token_id')
    .execute();
  const tokenIds = revoked.map((row) => row.token_id);
  if (tokenIds.length > 0) {
    const replaced = await tx.query
      .updateTable('activation')
      .set({ state: 'REPLACED', ...NO_KEYS })
      .where('token_id', 'in', tokenIds)
      .returning('activation_id')
      .execute();
    await forgetRuns(
      tx,
      replaced.map((row) => row.activation_id),
    );
  }
  return tokenIds;
}

/** The token's link opens nothing any more; of one that was confirmed there is nothing left to give up. */
export async function abandonActivation(tx: Tx, tokenId: TokenId): Promise<void> {
  await tx.query
    .updateTable('activation')
    .set({ state: 'REPLACED', ...NO_KEYS })
    .where('token_id', '=', tokenId)
    .where('state', 'in', ['OPEN', 'ANSWERED'])
    .execute();
}

/** Once the message is answered nobody needs the link's keys: neither we nor whoever may read this table one day. */
const NO_KEYS = { sealed_psk: null, sealed_receiver_key: null, sealed_code: null, sealed_code_scalar: null };
