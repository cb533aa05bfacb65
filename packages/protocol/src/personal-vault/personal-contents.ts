import { type Bytes, toBase64url, wipe } from '../bytes.ts';
import { exactFields, isCount, octetsOf, octetsWithin } from '../json.ts';
import { MAX_ACCOUNT_SECRET_OCTETS, type OtpAccount, readAccount } from '../otp-account.ts';
import type { BodyText } from '../sealed-body.ts';
import { RECOVERY_KEY_OCTETS } from './recovery-key.ts';

/** What the body of a personal vault says (section 12, and docs/protocol/personal-vault.md). */

/** 8 random octets, in base64url. */
export type AccountId = string & { readonly brand: 'AccountId' };

export interface PersonalAccount extends OtpAccount {
  readonly id: AccountId;
  readonly isPinned: boolean;
  /** Unix milliseconds of the last copy; 0 for never. */
  readonly usedAt: number;
  /** Taken out of sight, and makes no passwords; whoever opens the vault takes it out for good. */
  readonly isDeleted: boolean;
}

/** How its owner likes to see the list. Sealed with it, so that it tells nobody anything. */
export interface ListView {
  readonly order: 'hand' | 'name' | 'use';
  readonly size: 'large' | 'compact';
  readonly codes: 'shown' | 'hidden';
}

export interface PersonalContents {
  /** Opens the recovery slot of every epoch, and the export files; COMMIT needs it, so it is here. */
  readonly recoveryKey: Bytes;
  /** Typed back in part by its owner. Until then it may be shown again, and never after. */
  readonly isRecoveryKeyChecked: boolean;
  readonly view: ListView;
  /** In the order its owner gave them. */
  readonly accounts: readonly PersonalAccount[];
}

export const MAX_ACCOUNTS = 1000;
export const ACCOUNT_ID_OCTETS = 8;
/** One mebibyte: a thousand accounts with names of ordinary length. */
const MAX_TEXT_OCTETS = 4096 * 256;

export const PERSONAL_TEXT: BodyText<PersonalContents> = {
  maxOctets: MAX_TEXT_OCTETS,
  toJson: (contents) =>
    JSON.stringify({
      v: 1,
      kind: 'personal',
      rkey: toBase64url(contents.recoveryKey),
      rkeyChecked: contents.isRecoveryKeyChecked,
      view: { order: contents.view.order, size: contents.view.size, codes: contents.view.codes },
      accounts: contents.accounts.map(accountToJson),
    }),
  fromJson: contentsFromJson,
  wipe: (contents) => {
    wipe(contents.recoveryKey);
    wipeAccounts(contents.accounts);
  },
};

/** The plaintext of an export file: the accounts, and nothing that opens the vault they came from. */
export const EXPORT_TEXT: BodyText<readonly PersonalAccount[]> = {
  maxOctets: MAX_TEXT_OCTETS,
  toJson: (accounts) => JSON.stringify({ v: 1, accounts: accounts.map(accountToJson) }),
  fromJson: (json) => {
    const fields = exactFields(json, ['v', 'accounts']);
    return fields?.v === 1 ? accountsFromJson(fields.accounts) : undefined;
  },
  wipe: wipeAccounts,
};

export function parseAccountId(text: unknown): AccountId | undefined {
  return octetsOf(text, ACCOUNT_ID_OCTETS) === undefined ? undefined : (text as AccountId);
}

export function wipeAccounts(accounts: readonly OtpAccount[]): void {
  wipe(...accounts.map(({ secret }) => secret));
}

/** In the order of the page, so that equal accounts give equal octets. */
function accountToJson({ id, otp, secret, issuer, label, isPinned, usedAt, isDeleted }: PersonalAccount): object {
  return {
    id,
    type: otp.type,
    alg: otp.algorithm,
    digits: otp.digits,
    period: otp.period,
    counter: otp.counter,
    secret: toBase64url(secret),
    issuer,
    label,
    pinned: isPinned,
    usedAt,
    deleted: isDeleted,
  };
}

function contentsFromJson(json: unknown): PersonalContents | undefined {
  const fields = exactFields(json, ['v', 'kind', 'rkey', 'rkeyChecked', 'view', 'accounts']);
  if (fields?.v !== 1 || fields.kind !== 'personal' || typeof fields.rkeyChecked !== 'boolean') return undefined;
  const view = viewFromJson(fields.view);
  const recoveryKey = octetsOf(fields.rkey, RECOVERY_KEY_OCTETS);
  const accounts = accountsFromJson(fields.accounts);
  if (view === undefined || recoveryKey === undefined || accounts === undefined) return undefined;
  return { recoveryKey, isRecoveryKeyChecked: fields.rkeyChecked, view, accounts };
}

function viewFromJson(json: unknown): ListView | undefined {
  const fields = exactFields(json, ['order', 'size', 'codes']);
  const order = oneOf(['hand', 'name', 'use'] as const, fields?.order);
  const size = oneOf(['large', 'compact'] as const, fields?.size);
  const codes = oneOf(['shown', 'hidden'] as const, fields?.codes);
  return order && size && codes && { order, size, codes };
}

function oneOf<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.find((word) => word === value);
}

function accountsFromJson(json: unknown): readonly PersonalAccount[] | undefined {
  if (!Array.isArray(json) || json.length > MAX_ACCOUNTS) return undefined;
  const accounts = json.map(accountFromJson).filter((account) => account !== undefined);
  const ids = new Set(accounts.map(({ id }) => id));
  return accounts.length === json.length && ids.size === accounts.length ? accounts : undefined;
}

const ACCOUNT_FIELDS = [
  'id',
  'type',
  'alg',
  'digits',
  'period',
  'counter',
  'secret',
  'issuer',
  'label',
  'pinned',
  'usedAt',
  'deleted',
] as const;

function accountFromJson(json: unknown): PersonalAccount | undefined {
  const fields = exactFields(json, ACCOUNT_FIELDS);
  if (fields === undefined) return undefined;
  const { pinned, usedAt, deleted } = fields;
  const id = parseAccountId(fields.id);
  const secret = octetsWithin(fields.secret, MAX_ACCOUNT_SECRET_OCTETS);
  const read = readAccount({ ...fields, algorithm: fields.alg, secret });
  if (id === undefined || !read.ok || typeof pinned !== 'boolean' || typeof deleted !== 'boolean' || !isCount(usedAt)) return undefined;
  // Written by us, it needs no tidying: what would be changed by reading is not ours.
  const { otp, issuer, label } = read.value;
  const isOurs =
    otp.type === fields.type &&
    otp.algorithm === fields.alg &&
    otp.digits === fields.digits &&
    otp.period === fields.period &&
    otp.counter === fields.counter &&
    issuer === fields.issuer &&
    label === fields.label;
  return isOurs ? { ...read.value, id, isPinned: pinned, usedAt, isDeleted: deleted } : undefined;
}
