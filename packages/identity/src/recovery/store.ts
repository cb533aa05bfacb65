import type { Instant, ReadOnlyQuery } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentitySchema } from '../schema.ts';

/** When a mail last set the password of this account; undefined: never. A spent link is kept for good. */
export async function passwordByMailAt(query: ReadOnlyQuery<IdentitySchema>, accountId: AccountId): Promise<Instant | undefined> {
  const row = await query
    .selectFrom('password_reset')
    .select('spent_at')
    .where('account_id', '=', accountId)
    .where('spent_at', 'is not', null)
    .orderBy('spent_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.spent_at ?? undefined;
}
