import {
  type AnyTransaction,
  type EmailAddress,
  type Instant,
  type ReadOnlyQuery,
  type Reads,
  statement,
  type Transaction,
} from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { AccountTable, IdentitySchema, OrganisationTable } from '../schema.ts';
import type { Account } from './account.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

export async function insertOrganisation(tx: Tx, organisation: OrganisationTable): Promise<void> {
  await tx.query.insertInto('organisation').values(organisation).execute();
}

/** Answers false, and inserts nothing, when the user name is taken. */
export async function insertAccount(tx: Tx, account: AccountTable, addresses: readonly EmailAddress[]): Promise<boolean> {
  const inserted = await tx.query
    .insertInto('account')
    .values(account)
    .onConflict((conflict) => conflict.column('user_name_key').doNothing())
    .returning('account_id')
    .executeTakeFirst();
  if (!inserted) return false;
  const rows = addresses.map((address, position) => ({ account_id: account.account_id, position, address }));
  await tx.query.insertInto('account_address').values(rows).execute();
  return true;
}

export async function findAccountBy(
  query: Query,
  by: { readonly accountId: AccountId } | { readonly userNameKey: string },
): Promise<(Account & { readonly passwordHash: string | undefined }) | undefined> {
  const row = await query
    .selectFrom('account')
    .innerJoin('organisation', 'organisation.organisation_id', 'account.organisation_id')
    .select([
      'account.account_id',
      'account.organisation_id',
      'account.user_name',
      'account.display_name',
      'account.state',
      'account.epoch',
    ])
    .select(['account.password_hash', 'organisation.name as organisation_name'])
    .$if('accountId' in by, (select) => select.where('account.account_id', '=', 'accountId' in by ? by.accountId : ('' as AccountId)))
    .$if('userNameKey' in by, (select) => select.where('account.user_name_key', '=', 'userNameKey' in by ? by.userNameKey : ''))
    .executeTakeFirst();
  if (!row) return undefined;
  const addresses = await query
    .selectFrom('account_address')
    .select('address')
    .where('account_id', '=', row.account_id)
    .orderBy('position')
    .execute();
  return {
    accountId: row.account_id,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    userName: row.user_name,
    displayName: row.display_name,
    addresses: addresses.map(({ address }) => address as EmailAddress),
    state: row.state,
    epoch: row.epoch,
    passwordHash: row.password_hash ?? undefined,
  };
}

/** What the check of a password needs to know of an account. */
export interface PasswordHolder {
  readonly accountId: AccountId;
  readonly state: Account['state'];
  readonly epoch: number;
  readonly passwordHash: string | undefined;
}

/** By the folded user name. One compiled statement, because every sign-in asks. */
export async function findPasswordHolder(reads: Reads, userNameKey: string): Promise<PasswordHolder | undefined> {
  const row = await reads.first(findHolder, { userNameKey });
  return row && { accountId: row.account_id, state: row.state, epoch: row.epoch, passwordHash: row.password_hash ?? undefined };
}

const findHolder = statement<IdentitySchema, { userNameKey: string }>('find-password-holder')((query, given) =>
  query.selectFrom('account').select(['account_id', 'state', 'epoch', 'password_hash']).where('user_name_key', '=', given.userNameKey),
);

/** Sets a password and raises the epoch, which ends every session begun before. Answers the new epoch; undefined unless in one of these states. */
export async function savePassword(
  tx: Tx,
  change: { readonly accountId: AccountId; readonly passwordHash: string; readonly from: readonly Account['state'][] },
): Promise<{ readonly epoch: number } | undefined> {
  return tx.query
    .updateTable('account')
    .set((account) => ({ password_hash: change.passwordHash, state: 'ACTIVE' as const, epoch: account('epoch', '+', 1) }))
    .where('account_id', '=', change.accountId)
    .where('state', 'in', change.from)
    .returning('epoch')
    .executeTakeFirst();
}

/** The same password under today's hashing parameters. Changes nothing when the password was changed meanwhile. */
export async function saveRehash(
  tx: Tx,
  change: { readonly accountId: AccountId; readonly old: string; readonly fresh: string },
): Promise<void> {
  await tx.query
    .updateTable('account')
    .set({ password_hash: change.fresh })
    .where('account_id', '=', change.accountId)
    .where('password_hash', '=', change.old)
    .execute();
}

export async function isKnownDevice(
  reads: Reads,
  device: { readonly accountId: AccountId; readonly deviceHash: string; readonly since: Instant },
): Promise<boolean> {
  return (await reads.first(findKnownDevice, device)) !== undefined;
}

const findKnownDevice = statement<IdentitySchema, { accountId: AccountId; deviceHash: string; since: Instant }>('find-known-device')(
  (query, given) =>
    query
      .selectFrom('known_device')
      .select('device_hash')
      .where('account_id', '=', given.accountId)
      .where('device_hash', '=', given.deviceHash)
      .where('last_at', '>', given.since),
);

/** Remembers a browser, and forgets those of this account that have not signed in since `since`. */
export async function rememberDevice(
  tx: AnyTransaction,
  device: { readonly accountId: AccountId; readonly deviceHash: string; readonly now: Instant; readonly since: Instant },
): Promise<void> {
  await tx.change(forgetDevices, device);
  await tx.change(keepDevice, device);
}

const forgetDevices = statement<IdentitySchema, { accountId: AccountId; since: Instant }>('forget-devices')((query, given) =>
  query.deleteFrom('known_device').where('account_id', '=', given.accountId).where('last_at', '<=', given.since),
);

const keepDevice = statement<IdentitySchema, { accountId: AccountId; deviceHash: string; now: Instant }>('keep-device')((query, given) =>
  query
    .insertInto('known_device')
    .values({ account_id: given.accountId, device_hash: given.deviceHash, first_at: given.now, last_at: given.now })
    .onConflict((conflict) => conflict.columns(['account_id', 'device_hash']).doUpdateSet({ last_at: given.now })),
);

/** The account's state, with its row locked until the transaction ends. */
export async function lockAccount(tx: Tx, accountId: AccountId): Promise<{ readonly state: Account['state'] } | undefined> {
  return tx.query
    .updateTable('account')
    .set((account) => ({ state: account.ref('state') }))
    .where('account_id', '=', accountId)
    .returning('state')
    .executeTakeFirst();
}
