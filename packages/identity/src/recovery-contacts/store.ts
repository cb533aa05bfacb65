import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountState } from '../accounts/account.ts';
import type { AccountId, OrganisationId } from '../identifiers.ts';
import type { IdentitySchema } from '../schema.ts';
import type { ContactState, VouchingEnd } from './rules.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

/** An active account of this organisation by its user name or its primary address: what colleagues know of each other. A private address finds nobody. */
export async function findColleague(
  query: Query,
  sought: { readonly organisationId: OrganisationId; readonly userNameKey: string; readonly address: string },
): Promise<{ readonly accountId: AccountId; readonly displayName: string } | undefined> {
  const row = await query
    .selectFrom('account')
    .leftJoin('account_address', (join) =>
      join.onRef('account_address.account_id', '=', 'account.account_id').on('account_address.position', '=', 0),
    )
    .select(['account.account_id', 'account.display_name'])
    .where('account.organisation_id', '=', sought.organisationId)
    .where('account.state', '=', 'ACTIVE')
    .where((where) =>
      where.or([
        where('account.user_name_key', '=', sought.userNameKey),
        where(where.fn<string>('lower', ['account_address.address']), '=', sought.address.toLowerCase()),
      ]),
    )
    .orderBy('account.user_name_key')
    .limit(1)
    .executeTakeFirst();
  return row && { accountId: row.account_id, displayName: row.display_name };
}

/** False, and nothing inserted, when this colleague is named or confirmed already. */
export async function insertContact(
  tx: Tx,
  contact: { readonly contactId: string; readonly accountId: AccountId; readonly contactAccountId: AccountId; readonly now: Instant },
): Promise<boolean> {
  const row = await tx.query
    .insertInto('recovery_contact')
    .values({
      contact_id: contact.contactId,
      account_id: contact.accountId,
      contact_account_id: contact.contactAccountId,
      state: 'NAMED',
      named_at: contact.now,
      answered_at: null,
      removed_at: null,
    })
    // Without a target: SQLite does not see that a parameter says what its partial index says.
    .onConflict((conflict) => conflict.doNothing())
    .returning('contact_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** NAMED → CONFIRMED or DECLINED by the contact: one conditional statement. Undefined when there is nothing to answer. */
export async function saveAnswer(
  tx: Tx,
  answer: {
    readonly contactId: string;
    readonly contactAccountId: AccountId;
    readonly to: 'CONFIRMED' | 'DECLINED';
    readonly now: Instant;
  },
): Promise<AccountId | undefined> {
  const row = await tx.query
    .updateTable('recovery_contact')
    .set({ state: answer.to, answered_at: answer.now })
    .where('contact_id', '=', answer.contactId)
    .where('contact_account_id', '=', answer.contactAccountId)
    .where('state', '=', 'NAMED')
    .returning('account_id')
    .executeTakeFirst();
  return row?.account_id;
}

/** → REMOVED by either side: one conditional statement. */
export async function saveRemoval(
  tx: Tx,
  removal: { readonly contactId: string; readonly by: AccountId; readonly now: Instant },
): Promise<{ readonly accountId: AccountId; readonly contactAccountId: AccountId } | undefined> {
  const row = await tx.query
    .updateTable('recovery_contact')
    .set({ state: 'REMOVED', removed_at: removal.now })
    .where('contact_id', '=', removal.contactId)
    .where('state', 'in', ['NAMED', 'CONFIRMED'])
    .where((where) => where.or([where('account_id', '=', removal.by), where('contact_account_id', '=', removal.by)]))
    .returning(['account_id', 'contact_account_id'])
    .executeTakeFirst();
  return row && { accountId: row.account_id, contactAccountId: row.contact_account_id };
}

/** A bond that is named or confirmed, with the person at its other end. */
export interface StoredBond {
  readonly contactId: string;
  readonly accountId: AccountId;
  readonly contactAccountId: AccountId;
  readonly state: Extract<ContactState, 'NAMED' | 'CONFIRMED'>;
  readonly namedAt: Instant;
  readonly other: { readonly displayName: string; readonly userName: string; readonly state: AccountState };
}

/** `of`: whose contacts these are; `for`: for whom this account is one. */
export async function listBonds(
  query: Query,
  end: { readonly of: AccountId } | { readonly for: AccountId },
): Promise<readonly StoredBond[]> {
  const isOwner = 'of' in end;
  const rows = await query
    .selectFrom('recovery_contact as bond')
    .innerJoin('account as other', 'other.account_id', isOwner ? 'bond.contact_account_id' : 'bond.account_id')
    .select(['bond.contact_id', 'bond.account_id', 'bond.contact_account_id', 'bond.state', 'bond.named_at'])
    .select(['other.display_name', 'other.user_name', 'other.state as other_state'])
    .where(isOwner ? 'bond.account_id' : 'bond.contact_account_id', '=', isOwner ? end.of : end.for)
    .where('bond.state', 'in', ['NAMED', 'CONFIRMED'])
    .orderBy('bond.named_at')
    .execute();
  return rows.map((row) => ({
    contactId: row.contact_id,
    accountId: row.account_id,
    contactAccountId: row.contact_account_id,
    state: row.state as StoredBond['state'],
    namedAt: row.named_at,
    other: { displayName: row.display_name, userName: row.user_name, state: row.other_state },
  }));
}

export interface NewVouching {
  readonly voucherId: string;
  readonly accountId: AccountId;
  readonly contactId: string;
  readonly claimHash: string;
  readonly sealedCode: Uint8Array;
  readonly network: string;
  readonly now: Instant;
  readonly expiresAt: Instant;
}

/** The one question of this account; an earlier one is over. The account is locked. */
export async function replaceVouching(tx: Tx, vouching: NewVouching): Promise<void> {
  await endVouchings(tx, { accountId: vouching.accountId, because: 'replaced', now: vouching.now });
  await tx.query
    .insertInto('recovery_voucher')
    .values({
      voucher_id: vouching.voucherId,
      account_id: vouching.accountId,
      contact_id: vouching.contactId,
      asked_at: vouching.now,
      network: vouching.network,
      claim_hash: vouching.claimHash,
      sealed_code: vouching.sealedCode,
      tries_used: 0,
      vouched_at: null,
      expires_at: vouching.expiresAt,
      ended_at: null,
      ended_because: null,
    })
    .execute();
}

/** Whatever was asked and not used is over. */
export async function endVouchings(
  tx: Tx,
  end: ({ readonly accountId: AccountId } | { readonly contactId: string } | { readonly voucherId: string }) & {
    readonly because: VouchingEnd;
    readonly now: Instant;
  },
): Promise<void> {
  await tx.query
    .updateTable('recovery_voucher')
    .set({ ended_at: end.now, ended_because: end.because })
    .$if('accountId' in end, (update) => update.where('account_id', '=', 'accountId' in end ? end.accountId : ('' as AccountId)))
    .$if('contactId' in end, (update) => update.where('contact_id', '=', 'contactId' in end ? end.contactId : ''))
    .$if('voucherId' in end, (update) => update.where('voucher_id', '=', 'voucherId' in end ? end.voucherId : ''))
    .where('ended_at', 'is', null)
    .execute();
}

export interface StoredVouching {
  readonly voucherId: string;
  readonly accountId: AccountId;
  readonly contactId: string;
  readonly askedAt: Instant;
  readonly network: string;
  readonly sealedCode: Uint8Array;
  readonly vouchedAt: Instant | undefined;
  readonly expiresAt: Instant;
}

const VOUCHING = ['voucher_id', 'account_id', 'contact_id', 'asked_at', 'network', 'sealed_code', 'vouched_at', 'expires_at'] as const;

function vouchingOf(row: {
  readonly voucher_id: string;
  readonly account_id: AccountId;
  readonly contact_id: string;
  readonly asked_at: Instant;
  readonly network: string | null;
  readonly sealed_code: Uint8Array | null;
  readonly vouched_at: Instant | null;
  readonly expires_at: Instant;
}): StoredVouching {
  return {
    voucherId: row.voucher_id,
    accountId: row.account_id,
    contactId: row.contact_id,
    askedAt: row.asked_at,
    network: row.network ?? '',
    sealedCode: row.sealed_code ?? new Uint8Array(),
    vouchedAt: row.vouched_at ?? undefined,
    expiresAt: row.expires_at,
  };
}

/** The newest question that this browser asked, while it is open. */
export async function findVouching(
  query: Query,
  of: { readonly claimHash: string; readonly now: Instant },
): Promise<StoredVouching | undefined> {
  const row = await query
    .selectFrom('recovery_voucher')
    .select(VOUCHING)
    .where('claim_hash', '=', of.claimHash)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', of.now)
    .orderBy('asked_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && vouchingOf(row);
}

/** What this contact may answer now. */
export async function openVouchings(
  query: Query,
  of: { readonly contactIds: readonly string[]; readonly now: Instant },
): Promise<readonly StoredVouching[]> {
  if (of.contactIds.length === 0) return [];
  const rows = await query
    .selectFrom('recovery_voucher')
    .select(VOUCHING)
    .where('contact_id', 'in', of.contactIds)
    .where('ended_at', 'is', null)
    .where('vouched_at', 'is', null)
    .where('expires_at', '>', of.now)
    .orderBy('asked_at')
    .execute();
  return rows.map(vouchingOf);
}

interface Answered {
  readonly voucherId: string;
  readonly contactIds: readonly string[];
  readonly now: Instant;
}

/** Spends a try of the code: one conditional statement, no row, no try. */
export async function spendVouchingTry(
  tx: Tx,
  { voucherId, contactIds, now, allowed }: Answered & { readonly allowed: number },
): Promise<(StoredVouching & { readonly left: number }) | undefined> {
  if (contactIds.length === 0) return undefined;
  const row = await tx.query
    .updateTable('recovery_voucher')
    .set((vouching) => ({ tries_used: vouching('tries_used', '+', 1) }))
    .where('voucher_id', '=', voucherId)
    .where('contact_id', 'in', contactIds)
    .where('ended_at', 'is', null)
    .where('vouched_at', 'is', null)
    .where('expires_at', '>', now)
    .where('tries_used', '<', allowed)
    .returning([...VOUCHING, 'tries_used'])
    .executeTakeFirst();
  return row && { ...vouchingOf(row), left: allowed - (row.tries_used ?? allowed) };
}

/** asked → vouched: one conditional statement. */
export async function saveVouched(
  tx: Tx,
  vouched: { readonly voucherId: string; readonly now: Instant; readonly expiresAt: Instant },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('recovery_voucher')
    .set({ vouched_at: vouched.now, expires_at: vouched.expiresAt })
    .where('voucher_id', '=', vouched.voucherId)
    .where('ended_at', 'is', null)
    .where('vouched_at', 'is', null)
    .returning('voucher_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** asked → refused: one conditional statement. */
export async function saveRefused(tx: Tx, { voucherId, contactIds, now }: Answered): Promise<AccountId | undefined> {
  if (contactIds.length === 0) return undefined;
  const row = await tx.query
    .updateTable('recovery_voucher')
    .set({ ended_at: now, ended_because: 'refused' })
    .where('voucher_id', '=', voucherId)
    .where('contact_id', 'in', contactIds)
    .where('ended_at', 'is', null)
    .where('vouched_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('account_id')
    .executeTakeFirst();
  return row?.account_id;
}

/** vouched → used: one conditional statement, so of any number of submissions one gets the proof. */
export async function useVouching(
  tx: Tx,
  use: { readonly accountId: AccountId; readonly claimHash: string; readonly contactIds: readonly string[]; readonly now: Instant },
): Promise<boolean> {
  if (use.contactIds.length === 0) return false;
  const row = await tx.query
    .updateTable('recovery_voucher')
    .set({ ended_at: use.now, ended_because: 'used' })
    .where('account_id', '=', use.accountId)
    .where('claim_hash', '=', use.claimHash)
    .where('contact_id', 'in', use.contactIds)
    .where('vouched_at', 'is not', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', use.now)
    .returning('voucher_id')
    .executeTakeFirst();
  return row !== undefined;
}
