import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountId, Serial, TokenId } from '../identifiers.ts';
import type { IdentitySchema, TemporaryAccessTable } from '../schema.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

export interface NewAccess {
  readonly accessId: string;
  readonly accountId: AccountId;
  readonly codeHash: string;
  readonly issuedBy: string;
  readonly usesAllowed: number;
  readonly now: Instant;
  readonly expiresAt: Instant;
}

/** The one code of this account; an earlier one is void. The account must be locked. */
export async function replaceAccess(tx: Tx, access: NewAccess): Promise<void> {
  await endAccess(tx, { ...access, because: 'replaced' });
  await tx.query
    .insertInto('temporary_access')
    .values({
      access_id: access.accessId,
      account_id: access.accountId,
      code_hash: access.codeHash,
      issued_by: access.issuedBy,
      uses_allowed: access.usesAllowed,
      uses_spent: 0,
      issued_at: access.now,
      expires_at: access.expiresAt,
      ended_at: null,
      ended_because: null,
    })
    .execute();
}

/** The code that this account may use now. */
export async function openAccess(
  query: Query,
  { accountId, now }: { readonly accountId: AccountId; readonly now: Instant },
): Promise<{ readonly accessId: string; readonly codeHash: string } | undefined> {
  const row = await query
    .selectFrom('temporary_access')
    .select(['access_id', 'code_hash'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .whereRef('uses_spent', '<', 'uses_allowed')
    .executeTakeFirst();
  return row && { accessId: row.access_id, codeHash: row.code_hash };
}

/** Spends a use: one conditional statement, so of any number of submissions as many get an answer as there are uses. Answers how many are left. */
export async function spendUse(
  tx: Tx,
  { accessId, now }: { readonly accessId: string; readonly now: Instant },
): Promise<number | undefined> {
  const row = await tx.query
    .updateTable('temporary_access')
    .set((access) => ({ uses_spent: access('uses_spent', '+', 1) }))
    .where('access_id', '=', accessId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .whereRef('uses_spent', '<', 'uses_allowed')
    .returning(['uses_allowed', 'uses_spent'])
    .executeTakeFirst();
  return row && row.uses_allowed - row.uses_spent;
}

/** The account's code is void from now on. */
export async function endAccess(
  tx: Tx,
  end: { readonly accountId: AccountId; readonly now: Instant; readonly because: NonNullable<TemporaryAccessTable['ended_because']> },
): Promise<void> {
  await tx.query
    .updateTable('temporary_access')
    .set({ ended_at: end.now, ended_because: end.because })
    .where('account_id', '=', end.accountId)
    .where('ended_at', 'is', null)
    .execute();
}

/** ACTIVE and misplaced; again, when it was misplaced before. False when it is not ACTIVE. */
export async function markMisplaced(tx: Tx, { tokenId, now }: { readonly tokenId: TokenId; readonly now: Instant }): Promise<boolean> {
  const row = await tx.query
    .updateTable('soft_token')
    .set({ misplaced_at: now })
    .where('token_id', '=', tokenId)
    .where('state', '=', 'ACTIVE')
    .returning('token_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes the mark away; undefined when there is none any more. */
export async function clearMisplaced(
  tx: Tx,
  tokenId: TokenId,
): Promise<{ readonly accountId: AccountId; readonly serial: Serial } | undefined> {
  const row = await tx.query
    .updateTable('soft_token')
    .set({ misplaced_at: null })
    .where('token_id', '=', tokenId)
    .where('misplaced_at', 'is not', null)
    .returning(['account_id', 'serial'])
    .executeTakeFirst();
  return row && { accountId: row.account_id, serial: row.serial };
}
