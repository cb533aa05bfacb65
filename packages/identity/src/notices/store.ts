import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentitySchema, NoticeLinkTable } from '../schema.ts';
import type { NoticeSubject } from './notice.ts';

type Tx = Transaction<IdentitySchema>;

export interface NewNoticeLink {
  readonly codeHash: string;
  readonly accountId: AccountId;
  readonly address: string;
  readonly about: NoticeSubject;
  readonly detail: string;
  readonly happenedAt: Instant;
  readonly network: string | null;
  readonly now: Instant;
  readonly expiresAt: Instant;
}

export async function insertNoticeLink(tx: Tx, link: NewNoticeLink): Promise<void> {
  await tx.query
    .insertInto('notice_link')
    .values({
      code_hash: link.codeHash,
      account_id: link.accountId,
      address: link.address,
      about: link.about,
      detail: link.detail,
      happened_at: link.happenedAt,
      network: link.network,
      created_at: link.now,
      expires_at: link.expiresAt,
      spent_at: null,
      settled_at: null,
    })
    .execute();
}

/** What a notice said that somebody says was not them. */
export type Repudiated = Pick<NoticeLinkTable, 'address' | 'about' | 'detail' | 'happened_at' | 'network'>;

const REPUDIATED = ['address', 'about', 'detail', 'happened_at', 'network'] as const;

export async function findNotice(query: ReadOnlyQuery<IdentitySchema>, codeHash: string): Promise<Repudiated | undefined> {
  return query.selectFrom('notice_link').select(REPUDIATED).where('code_hash', '=', codeHash).executeTakeFirst();
}

interface OwnNotices {
  readonly accountId: AccountId;
  readonly now: Instant;
}

/** When that happened of which a notice can still be answered with "this was not me". */
export async function repudiableMoments(
  query: ReadOnlyQuery<IdentitySchema>,
  { accountId, now }: OwnNotices,
): Promise<ReadonlySet<Instant>> {
  const rows = await query
    .selectFrom('notice_link')
    .select('happened_at')
    .distinct()
    .where('account_id', '=', accountId)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', now)
    .execute();
  return new Set(rows.map((row) => row.happened_at));
}

/** Spends the notices of what happened at that moment, to whichever address they went: one conditional statement, so of any number of submissions one gets them. */
export async function spendNoticesOf(tx: Tx, of: OwnNotices & { readonly happenedAt: Instant }): Promise<readonly Repudiated[]> {
  return tx.query
    .updateTable('notice_link')
    .set({ spent_at: of.now })
    .where('account_id', '=', of.accountId)
    .where('happened_at', '=', of.happenedAt)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', of.now)
    .returning(REPUDIATED)
    .execute();
}

/** Everything that was repudiated since the account was last open. */
export async function unsettledRepudiations(query: ReadOnlyQuery<IdentitySchema>, accountId: AccountId): Promise<readonly Repudiated[]> {
  return query
    .selectFrom('notice_link')
    .select(REPUDIATED)
    .where('account_id', '=', accountId)
    .where('spent_at', 'is not', null)
    .where('settled_at', 'is', null)
    .execute();
}

/** The account is open again: what was repudiated is settled, and links from before open nothing any more. */
export async function settleNotices(tx: Tx, settlement: { readonly accountId: AccountId; readonly now: Instant }): Promise<void> {
  await tx.query.deleteFrom('notice_link').where('account_id', '=', settlement.accountId).where('spent_at', 'is', null).execute();
  await tx.query
    .updateTable('notice_link')
    .set({ settled_at: settlement.now })
    .where('account_id', '=', settlement.accountId)
    .where('settled_at', 'is', null)
    .execute();
}

/** Those that ran out, and those that were settled as long ago; what is not settled is evidence and stays. */
export async function removeOldNotices(tx: Tx, now: Instant): Promise<void> {
  await tx.query
    .deleteFrom('notice_link')
    .where('expires_at', '<=', now)
    .where((row) => row.or([row('spent_at', 'is', null), row('settled_at', 'is not', null)]))
    .execute();
}
