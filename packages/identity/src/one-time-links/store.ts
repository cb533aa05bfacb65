import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentitySchema } from '../schema.ts';

/** One-time links of every kind: mailed as a code, kept as a hash, spent once. */

/** Those of which one account has one at a time, and which hold nothing else. */
type PlainKind = 'invitation' | 'password_reset';
export type LinkKind = PlainKind | 'notice_link' | 'pending_address' | 'delay_link';
type Tx = Transaction<IdentitySchema>;

/** A new link for this account; earlier ones that were not used are no longer valid. */
export async function replaceLinks(
  tx: Tx,
  kind: PlainKind,
  link: { readonly codeHash: string; readonly accountId: AccountId; readonly now: Instant; readonly expiresAt: Instant },
): Promise<void> {
  await withdrawLinks(tx, kind, link.accountId);
  await tx.query
    .insertInto(kind)
    .values({ code_hash: link.codeHash, account_id: link.accountId, created_at: link.now, expires_at: link.expiresAt, spent_at: null })
    .execute();
}

export async function withdrawLinks(tx: Tx, kind: PlainKind | 'pending_address', accountId: AccountId): Promise<void> {
  await tx.query.deleteFrom(kind).where('account_id', '=', accountId).where('spent_at', 'is', null).execute();
}

export async function findLink(
  query: ReadOnlyQuery<IdentitySchema>,
  kind: LinkKind,
  codeHash: string,
): Promise<{ readonly accountId: AccountId; readonly expiresAt: Instant } | undefined> {
  const row = await query
    .selectFrom(kind)
    .select(['account_id', 'expires_at'])
    .where('code_hash', '=', codeHash)
    .where('spent_at', 'is', null)
    .executeTakeFirst();
  return row && { accountId: row.account_id, expiresAt: row.expires_at };
}

/** Spends the link: one conditional statement, so of any number of submissions one gets an answer. */
export async function spendLink(
  tx: Tx,
  kind: LinkKind,
  link: { readonly codeHash: string; readonly now: Instant },
): Promise<{ readonly accountId: AccountId } | undefined> {
  const row = await tx.query
    .updateTable(kind)
    .set({ spent_at: link.now })
    .where('code_hash', '=', link.codeHash)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', link.now)
    .returning('account_id')
    .executeTakeFirst();
  return row && { accountId: row.account_id };
}
