import type { EmailAddress, Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentitySchema } from '../schema.ts';
import { isSameAddress } from './rules.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

/** All of them anew, the primary one first. The account is locked by the caller. */
export async function replaceAddresses(tx: Tx, accountId: AccountId, addresses: readonly EmailAddress[]): Promise<void> {
  await tx.query.deleteFrom('account_address').where('account_id', '=', accountId).execute();
  const rows = addresses.map((address, position) => ({ account_id: accountId, position, address }));
  await tx.query.insertInto('account_address').values(rows).execute();
}

export interface PendingAddress {
  readonly address: EmailAddress;
  readonly expiresAt: Instant;
}

/** Those that wait for their confirmation, the oldest first. */
export async function pendingAddresses(query: Query, accountId: AccountId, now: Instant): Promise<readonly PendingAddress[]> {
  const rows = await query
    .selectFrom('pending_address')
    .select(['address', 'expires_at'])
    .where('account_id', '=', accountId)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({ address: row.address as EmailAddress, expiresAt: row.expires_at }));
}

/** A link for this address; an earlier one for it is no longer valid. */
export async function insertPendingAddress(
  tx: Tx,
  pending: {
    readonly codeHash: string;
    readonly accountId: AccountId;
    readonly address: EmailAddress;
    readonly now: Instant;
    readonly expiresAt: Instant;
  },
): Promise<void> {
  await removePendingAddress(tx, pending);
  await tx.query
    .insertInto('pending_address')
    .values({
      code_hash: pending.codeHash,
      account_id: pending.accountId,
      address: pending.address,
      created_at: pending.now,
      expires_at: pending.expiresAt,
      spent_at: null,
    })
    .execute();
}

/** False when nothing waited at this address. */
export async function removePendingAddress(tx: Tx, pending: { readonly accountId: AccountId; readonly address: string }): Promise<boolean> {
  const waiting = await tx.query
    .selectFrom('pending_address')
    .select(['code_hash', 'address'])
    .where('account_id', '=', pending.accountId)
    .where('spent_at', 'is', null)
    .execute();
  const unwanted = waiting.filter((row) => isSameAddress(row.address, pending.address)).map((row) => row.code_hash);
  if (unwanted.length === 0) return false;
  await tx.query.deleteFrom('pending_address').where('code_hash', 'in', unwanted).execute();
  return true;
}

export async function addressOfLink(query: Query, codeHash: string): Promise<EmailAddress | undefined> {
  const row = await query.selectFrom('pending_address').select('address').where('code_hash', '=', codeHash).executeTakeFirst();
  return row && (row.address as EmailAddress);
}

/** Housekeeping: what ran out or was used is of no use to anybody. */
export async function removeOldPendingAddresses(tx: Tx, now: Instant): Promise<void> {
  await tx.query.deleteFrom('pending_address').where('expires_at', '<=', now).execute();
}
