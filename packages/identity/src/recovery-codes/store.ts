import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentitySchema } from '../schema.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

export interface NewCodeSet {
  readonly accountId: AccountId;
  readonly salt: Uint8Array;
  readonly codeHashes: readonly string[];
  readonly sealedCodes: Uint8Array;
  readonly shownIn: string;
  readonly shownUntil: Instant;
  readonly now: Instant;
}

/** A new set; whatever codes the account had are void. Answers whether there were any. */
export async function replaceCodes(tx: Tx, set: NewCodeSet): Promise<'first' | 'replaced'> {
  const { accountId } = set;
  await tx.query.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
  const before = await tx.query
    .deleteFrom('recovery_code_set')
    .where('account_id', '=', accountId)
    .returning('account_id')
    .executeTakeFirst();
  await tx.query
    .insertInto('recovery_code_set')
    .values({
      account_id: accountId,
      salt: set.salt,
      made_at: set.now,
      sealed_codes: set.sealedCodes,
      shown_in: set.shownIn,
      shown_until: set.shownUntil,
    })
    .execute();
  const rows = set.codeHashes.map((hash, position) => ({ account_id: accountId, position, code_hash: hash, spent_at: null }));
  await tx.query.insertInto('recovery_code').values(rows).execute();
  return before ? 'replaced' : 'first';
}

export async function saltOf(query: Query, accountId: AccountId): Promise<Uint8Array | undefined> {
  const row = await query.selectFrom('recovery_code_set').select('salt').where('account_id', '=', accountId).executeTakeFirst();
  return row?.salt;
}

/** Spends the code: one conditional statement, so of any number of submissions one gets an answer. */
export async function spendCode(
  tx: Tx,
  code: { readonly accountId: AccountId; readonly codeHash: string; readonly now: Instant },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('recovery_code')
    .set({ spent_at: code.now })
    .where('account_id', '=', code.accountId)
    .where('code_hash', '=', code.codeHash)
    .where('spent_at', 'is', null)
    .returning('position')
    .executeTakeFirst();
  return row !== undefined;
}

/** The same looked at, and left as it is. */
export async function isUnspentCode(query: Query, code: { readonly accountId: AccountId; readonly codeHash: string }): Promise<boolean> {
  const row = await query
    .selectFrom('recovery_code')
    .select('position')
    .where('account_id', '=', code.accountId)
    .where('code_hash', '=', code.codeHash)
    .where('spent_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export interface RecoveryCodeCount {
  readonly left: number;
  readonly of: number;
  readonly madeAt: Instant;
}

/** Undefined when the account has never made any. */
export async function countCodes(query: Query, accountId: AccountId): Promise<RecoveryCodeCount | undefined> {
  const set = await query.selectFrom('recovery_code_set').select('made_at').where('account_id', '=', accountId).executeTakeFirst();
  if (!set) return undefined;
  const codes = await query.selectFrom('recovery_code').select('spent_at').where('account_id', '=', accountId).execute();
  return { left: codes.filter((code) => code.spent_at === null).length, of: codes.length, madeAt: set.made_at };
}

/** The sealed codes, for the session that made them. */
export async function codesToShow(
  query: Query,
  viewer: { readonly accountId: AccountId; readonly session: string; readonly now: Instant },
): Promise<Uint8Array | undefined> {
  const row = await query
    .selectFrom('recovery_code_set')
    .select('sealed_codes')
    .where('account_id', '=', viewer.accountId)
    .where('shown_in', '=', viewer.session)
    .where('shown_until', '>', viewer.now)
    .executeTakeFirst();
  return row?.sealed_codes ?? undefined;
}

/** They are on paper now: nobody sees them again, nor whoever may read this table one day. */
export async function forgetCodes(tx: Tx, accountId: AccountId): Promise<void> {
  await tx.query
    .updateTable('recovery_code_set')
    .set({ sealed_codes: null, shown_in: null, shown_until: null })
    .where('account_id', '=', accountId)
    .execute();
}

/** The codes of every page that was left open. */
export async function forgetCodesShownUntil(tx: Tx, now: Instant): Promise<void> {
  await tx.query
    .updateTable('recovery_code_set')
    .set({ sealed_codes: null, shown_in: null, shown_until: null })
    .where('shown_until', '<=', now)
    .execute();
}
