import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import {
  type OtpAlgorithm,
  type TokenRecord,
  type TokenState as PortalState,
  type TokenPolicy,
  type UnlockIssue,
  fromBase64url,
} from '@sallyport/protocol';
import type { AccountId, FederationSessionRef, Serial, TokenId } from '../identifiers.ts';
import type { IdentitySchema, SoftTokenTable, TokenProvisioning } from '../schema.ts';
import type { OtpParametersOfToken } from './rules.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

/** A token as it is stored; its secrets are still sealed. */
export interface StoredToken {
  readonly tokenId: TokenId;
  readonly accountId: AccountId;
  readonly serial: Serial;
  /** The half the protocol's portal decides about. */
  readonly record: TokenRecord;
  readonly otp: OtpParametersOfToken & { readonly algorithm: OtpAlgorithm };
  readonly unlockDigits: TokenPolicy['unlockDigits'];
  readonly sealedSeed: Uint8Array | undefined;
  readonly sealedRecoveryKey: Uint8Array | undefined;
  readonly sealedServerKey: Uint8Array | undefined;
  /** Of which keys the three above are. */
  readonly keySet: 'present' | 'promised';
  readonly keyedAt: Instant;
  readonly promised: PromisedKeys | undefined;
  /** The public half of K_dev, as a JWK. */
  readonly deviceKey: string | undefined;
  readonly deviceName: string;
  readonly provisioned: TokenProvisioning;
  readonly createdAt: Instant;
  readonly activatedAt: Instant | undefined;
  /** The time that its last contact named. */
  readonly contactTime: Instant | undefined;
  readonly contactAt: Instant | undefined;
  readonly removedAt: Instant | undefined;
  readonly misplacedAt: Instant | undefined;
}

/** Keys of an answered re-key that the token has not used yet. */
export interface PromisedKeys {
  /** Undefined once the token is out of use. */
  readonly sealedSeed: Uint8Array | undefined;
  readonly sealedRecoveryKey: Uint8Array;
  readonly sealedServerKey: Uint8Array;
  readonly at: Instant;
}

const COLUMNS = [
  'token_id',
  'account_id',
  'serial',
  'state',
  'suspended_because',
  'sealed_seed',
  'sealed_recovery_key',
  'sealed_server_key',
  'otp_algorithm',
  'otp_digits',
  'otp_period_seconds',
  'otp_last_step',
  'unlock_digits',
  'lowest_epoch',
  'unlock_epoch',
  'unlock_session',
  'unlock_at',
  'old_code_at',
  'device_key',
  'device_name',
  'provisioned',
  'created_at',
  'activated_at',
  'keyed_at',
  'sealed_promised_seed',
  'sealed_promised_recovery_key',
  'sealed_promised_server_key',
  'promised_at',
  'contact_at',
  'contact_time',
  'removed_at',
  'misplaced_at',
] as const satisfies readonly (keyof SoftTokenTable)[];

type Row = Pick<SoftTokenTable, (typeof COLUMNS)[number]>;

/** The account's tokens, newest first. Their lists of issues are left out: for pages, not for decisions about unlocking. */
export async function listTokens(query: Query, accountId: AccountId): Promise<readonly StoredToken[]> {
  const rows = await query
    .selectFrom('soft_token')
    .select(COLUMNS)
    .where('account_id', '=', accountId)
    .orderBy('ordinal', 'desc')
    .execute();
  return rows.map((row) => fromRow(row, []));
}

/**
 * The token with its issues, locked until the transaction ends: an update that changes nothing takes the row on PostgreSQL and is one more
 * statement on SQLite, where works run one after the other anyway.
 */
export async function takeToken(tx: Tx, tokenId: TokenId): Promise<StoredToken | undefined> {
  const row = await tx.query
    .updateTable('soft_token')
    .set((token) => ({ state: token.ref('state') }))
    .where('token_id', '=', tokenId)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && fromRow(row, await issuesOf(tx.query, tokenId));
}

/** All tokens of the account, locked in one order so that two transactions never wait for each other. */
export async function takeTokens(tx: Tx, accountId: AccountId): Promise<readonly StoredToken[]> {
  const rows = await tx.query.selectFrom('soft_token').select('token_id').where('account_id', '=', accountId).orderBy('ordinal').execute();
  const tokens: StoredToken[] = [];
  for (const row of rows) {
    const token = await takeToken(tx, row.token_id);
    if (token) tokens.push(token);
  }
  return tokens;
}

async function issuesOf(query: Query, tokenId: TokenId): Promise<readonly UnlockIssue[]> {
  const rows = await query
    .selectFrom('unlock_issue')
    .select(['epoch', 'r', 'issued_at', 'session', 'actor'])
    .where('token_id', '=', tokenId)
    .orderBy('issued_at')
    .execute();
  return rows.map(({ epoch, r, issued_at: at, session, actor }) => ({ epoch, r, at, session, actor }));
}

/** Inserts unless the serial is taken; answers whether it did. The account must be locked, since the ordinal is counted here. */
export async function insertToken(
  tx: Tx,
  token: Pick<
    SoftTokenTable,
    'token_id' | 'account_id' | 'serial' | 'otp_algorithm' | 'otp_digits' | 'otp_period_seconds' | 'unlock_digits' | 'created_at'
  >,
): Promise<boolean> {
  const { count } = await tx.query
    .selectFrom('soft_token')
    .select((tokens) => tokens.fn.countAll<number>().as('count'))
    .where('account_id', '=', token.account_id)
    .executeTakeFirstOrThrow();
  const inserted = await tx.query
    .insertInto('soft_token')
    .values({ ...token, ordinal: count + 1, ...EMPTY })
    .onConflict((conflict) => conflict.column('serial').doNothing())
    .returning('token_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

const EMPTY = {
  state: 'PENDING',
  suspended_because: null,
  sealed_seed: null,
  sealed_recovery_key: null,
  sealed_server_key: null,
  otp_last_step: -1,
  otp_used: 0,
  otp_ends_at: 0,
  otp_previous_ends_at: 0,
  lowest_epoch: 0,
  unlock_epoch: null,
  unlock_session: null,
  unlock_at: null,
  old_code_at: null,
  device_key: null,
  device_name: '',
  provisioned: 'online',
  activated_at: null,
  keyed_at: null,
  sealed_promised_seed: null,
  sealed_promised_recovery_key: null,
  sealed_promised_server_key: null,
  promised_device_key: null,
  promised_at: null,
  contact_at: null,
  contact_time: null,
  removed_at: null,
  misplaced_at: null,
} as const;

/** Saves what the portal decided about a token that was taken in this transaction. */
export async function saveRecord(tx: Tx, tokenId: TokenId, record: TokenRecord): Promise<void> {
  await tx.query
    .updateTable('soft_token')
    .set({ ...stateColumns(record.state), lowest_epoch: record.lowestEpoch, old_code_at: record.oldCodeAt ?? null })
    .where('token_id', '=', tokenId)
    .execute();
}

/** Burns a time step of a token that was taken in this transaction. */
export async function saveStep(tx: Tx, tokenId: TokenId, step: number): Promise<void> {
  await tx.query.updateTable('soft_token').set({ otp_last_step: step }).where('token_id', '=', tokenId).execute();
}

/** `token`: under the keys that made the code. */
export async function appendIssue(tx: Tx, token: StoredToken, issue: UnlockIssue): Promise<void> {
  const { epoch, r, at, actor } = issue;
  const session = issue.session as FederationSessionRef;
  const row = { token_id: token.tokenId, epoch, r, issued_at: at, session, actor, keyed_at: token.keyedAt };
  await tx.query.insertInto('unlock_issue').values(row).execute();
}

/** Of which keys the code of this issue was: when they were made; undefined for the token's first ones. */
export async function keysOfIssue(query: Query, tokenId: TokenId, issue: UnlockIssue): Promise<Instant | undefined> {
  const row = await query
    .selectFrom('unlock_issue')
    .select('keyed_at')
    .where('token_id', '=', tokenId)
    .where('epoch', '=', issue.epoch)
    .where('r', '=', issue.r)
    .where('issued_at', '=', issue.at)
    .executeTakeFirst();
  return row?.keyed_at ?? undefined;
}

/** What the app has brought along in its activation. */
export async function saveDevice(
  tx: Tx,
  tokenId: TokenId,
  device: Pick<SoftTokenTable, 'sealed_seed' | 'sealed_recovery_key' | 'sealed_server_key' | 'device_key' | 'device_name' | 'provisioned'>,
): Promise<void> {
  await tx.query.updateTable('soft_token').set(device).where('token_id', '=', tokenId).execute();
}

export async function saveActivatedAt(tx: Tx, tokenId: TokenId, activatedAt: Instant): Promise<void> {
  await tx.query.updateTable('soft_token').set({ activated_at: activatedAt }).where('token_id', '=', tokenId).execute();
}

/** Tokens whose unlock has waited since before this moment. */
export async function unconfirmedSince(query: Query, moment: Instant, limit: number): Promise<readonly TokenId[]> {
  const rows = await query
    .selectFrom('soft_token')
    .select('token_id')
    .where('state', '=', 'UNLOCK_PENDING')
    .where('unlock_at', '<=', moment)
    .orderBy('unlock_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.token_id);
}

function fromRow(row: Row, issues: readonly UnlockIssue[]): StoredToken {
  return {
    tokenId: row.token_id,
    accountId: row.account_id,
    serial: row.serial,
    record: {
      tokenId: fromBase64url(row.token_id),
      state: portalState(row),
      lowestEpoch: row.lowest_epoch,
      issues,
      oldCodeAt: row.old_code_at ?? undefined,
    },
    otp: { algorithm: row.otp_algorithm, digits: row.otp_digits, periodSeconds: row.otp_period_seconds, lastStep: row.otp_last_step },
    unlockDigits: row.unlock_digits,
    sealedSeed: row.sealed_seed ?? undefined,
    sealedRecoveryKey: row.sealed_recovery_key ?? undefined,
    sealedServerKey: row.sealed_server_key ?? undefined,
    keySet: 'present',
    // Keys made offline come out of a code that people saw: as old as can be, so that they are renewed at the first contact.
    keyedAt: row.keyed_at ?? (row.provisioned === 'offline' ? 0 : (row.activated_at ?? row.created_at)),
    promised: promisedKeys(row),
    deviceKey: row.device_key ?? undefined,
    deviceName: row.device_name,
    provisioned: row.provisioned,
    createdAt: row.created_at,
    activatedAt: row.activated_at ?? undefined,
    contactTime: row.contact_time ?? undefined,
    contactAt: row.contact_at ?? undefined,
    removedAt: row.removed_at ?? undefined,
    misplacedAt: row.misplaced_at ?? undefined,
  };
}

function promisedKeys(row: Row): PromisedKeys | undefined {
  const {
    sealed_promised_seed: sealedSeed,
    sealed_promised_recovery_key: sealedRecoveryKey,
    sealed_promised_server_key: sealedServerKey,
    promised_at: at,
  } = row;
  if (sealedRecoveryKey === null || sealedServerKey === null || at === null) return undefined;
  return { sealedSeed: sealedSeed ?? undefined, sealedRecoveryKey, sealedServerKey, at };
}

/** The columns say the same as the protocol's union; one that says something else was not written by us. */
export function portalState(
  row: Pick<SoftTokenTable, 'state' | 'suspended_because' | 'unlock_epoch' | 'unlock_session' | 'unlock_at'>,
): PortalState {
  const { state, suspended_because: reason, unlock_epoch: epoch, unlock_session: session, unlock_at: since } = row;
  switch (state) {
    case 'PENDING':
    case 'ACTIVE':
    case 'REVOKED':
      return { kind: state };
    case 'UNLOCK_PENDING':
      if (epoch !== null && session !== null && since !== null) return { kind: state, epoch, session, since };
      break;
    case 'SUSPENDED':
      if (reason === 'unconfirmed' && epoch !== null) return { kind: state, reason, epoch };
      if (reason === 'fork' || reason === 'administrator') return { kind: state, reason };
      break;
  }
  throw new Error(`soft_token holds a state that cannot be: ${state}`);
}

function stateColumns(
  state: PortalState,
): Pick<SoftTokenTable, 'state' | 'suspended_because' | 'unlock_epoch' | 'unlock_session' | 'unlock_at'> {
  const nothing = { suspended_because: null, unlock_epoch: null, unlock_session: null, unlock_at: null };
  switch (state.kind) {
    case 'PENDING':
    case 'ACTIVE':
    case 'REVOKED':
      return { ...nothing, state: state.kind };
    case 'UNLOCK_PENDING':
      return {
        ...nothing,
        state: state.kind,
        unlock_epoch: state.epoch,
        unlock_session: state.session as FederationSessionRef,
        unlock_at: state.since,
      };
    case 'SUSPENDED':
      return {
        ...nothing,
        state: state.kind,
        suspended_because: state.reason,
        unlock_epoch: state.reason === 'unconfirmed' ? state.epoch : null,
      };
  }
}
