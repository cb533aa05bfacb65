import type { Instant, PasskeyTransport, ReadOnlyQuery, Transaction, VerifiedCreation } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentitySchema, PasskeyTable } from '../schema.ts';
import { type PasskeyRef, type StoredPasskey, passkeyRef } from './rules.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

/** A passkey as its owner sees it. */
export interface PasskeyView {
  readonly ref: PasskeyRef;
  readonly name: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | undefined;
  /** `multi-device`: its maker may copy it to the owner's other devices. */
  readonly deviceType: PasskeyTable['device_type'];
  /** Whether it has ever verified its user: such a one signs in alone. */
  readonly signsInAlone: boolean;
  /** `suspended`: its counter went back, or it is not older than what somebody said was not them. */
  readonly state: 'in-service' | 'suspended';
}

export interface ListedPasskey extends PasskeyView {
  readonly credentialId: string;
  readonly transports: readonly PasskeyTransport[];
}

/** The oldest first. */
export async function passkeysOf(query: Query, accountId: AccountId): Promise<readonly ListedPasskey[]> {
  const rows = await query
    .selectFrom('passkey')
    .select(['credential_id', 'name', 'transports', 'device_type', 'created_at', 'last_used_at', 'verified_at', 'suspended_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('credential_id')
    .execute();
  return rows.map((row) => ({
    credentialId: row.credential_id,
    ref: passkeyRef(row.credential_id),
    name: row.name,
    transports: row.transports === '' ? [] : (row.transports.split(' ') as PasskeyTransport[]),
    deviceType: row.device_type,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
    signsInAlone: row.verified_at !== null,
    state: row.suspended_at === null ? 'in-service' : 'suspended',
  }));
}

export async function findPasskey(query: Query, credentialId: string): Promise<StoredPasskey | undefined> {
  const row = await query
    .selectFrom('passkey')
    .select(['credential_id', 'account_id', 'public_key', 'name'])
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return row && { credentialId: row.credential_id, accountId: row.account_id, publicKey: row.public_key, name: row.name };
}

/** Answers false, and inserts nothing, when this passkey is somebody's already. */
export async function insertPasskey(
  tx: Tx,
  made: { readonly passkey: VerifiedCreation; readonly accountId: AccountId; readonly name: string; readonly now: Instant },
): Promise<boolean> {
  const { passkey, now } = made;
  const row = await tx.query
    .insertInto('passkey')
    .values({
      credential_id: passkey.credentialId,
      account_id: made.accountId,
      public_key: passkey.publicKey,
      sign_count: passkey.signCount,
      name: made.name,
      transports: passkey.transports.join(' '),
      device_type: passkey.deviceType,
      created_at: now,
      last_used_at: null,
      verified_at: passkey.isUserVerified ? now : null,
      suspended_at: null,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('credential_id')
    .executeTakeFirst();
  return row !== undefined;
}

export interface PasskeyUse {
  readonly credentialId: string;
  readonly signCount: number;
  readonly isUserVerified: boolean;
  readonly now: Instant;
}

/**
 * Web Authentication, section 7.2, step 22: the counter goes up, or stays at 0 for ever in an authenticator that has none. One conditional statement: of two answers with the same
 * count one is taken. False: it did not go up, or the passkey is out of use or gone.
 */
export async function raiseCounter(tx: Tx, { credentialId, signCount, isUserVerified, now }: PasskeyUse): Promise<boolean> {
  const row = await tx.query
    .updateTable('passkey')
    .set({ sign_count: signCount, last_used_at: now, ...(isUserVerified ? { verified_at: now } : {}) })
    .where('credential_id', '=', credentialId)
    .where('suspended_at', 'is', null)
    .where((passkey) => (signCount === 0 ? passkey('sign_count', '=', 0) : passkey('sign_count', '<', signCount)))
    .returning('credential_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Puts a passkey out of use whose counter did not go up. False: it was out of use before, or is gone. */
export async function suspendPasskey(
  tx: Tx,
  { credentialId, now }: { readonly credentialId: string; readonly now: Instant },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('passkey')
    .set({ suspended_at: now })
    .where('credential_id', '=', credentialId)
    .where('suspended_at', 'is', null)
    .returning('credential_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Puts every passkey of the account out of use that was made at this moment or later. */
export async function suspendPasskeysSince(
  tx: Tx,
  { accountId, since, now }: { readonly accountId: AccountId; readonly since: Instant; readonly now: Instant },
): Promise<void> {
  await tx.query
    .updateTable('passkey')
    .set({ suspended_at: now })
    .where('account_id', '=', accountId)
    .where('created_at', '>=', since)
    .where('suspended_at', 'is', null)
    .execute();
}

export async function setPasskeyName(
  tx: Tx,
  { credentialId, name }: { readonly credentialId: string; readonly name: string },
): Promise<void> {
  await tx.query.updateTable('passkey').set({ name }).where('credential_id', '=', credentialId).execute();
}

export async function deletePasskey(tx: Tx, credentialId: string): Promise<void> {
  await tx.query.deleteFrom('passkey').where('credential_id', '=', credentialId).execute();
}
