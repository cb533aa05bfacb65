import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, utf8, wipe } from '@sallyport/protocol';
import { fromBase64 } from './base64.ts';
import { readAuthenticatorKey } from './bitwarden-items.ts';
import { type EntryReading, leaveOut, report } from './entries.ts';
import { type Fields, fieldsOf, isMeant, listOf, parseJson, textOf, textOfOctets } from './fields.ts';
import { type ImportResult, type NotKeptPart, refuseImport } from './import-file.ts';
import type { ImportFormat, Unlocking } from './import-format.ts';
import { argon2idKey, pbkdf2Key } from './unlocking.ts';
import { openCbcHmac } from './unsealing.ts';

/**
 * The JSON export of Bitwarden and of Bitwarden Authenticator, plain or with a password (github.com/bitwarden/clients:
 * `base-vault-export.service.ts`, `bitwarden-password-protected-importer.ts`). With a password: PBKDF2-HMAC-SHA-256 or Argon2id over the
 * salt's Base64 text, HKDF-Expand to two keys, and `2.iv|ciphertext|mac`: AES-256-CBC with HMAC-SHA-256.
 */
export const BITWARDEN_JSON: ImportFormat = {
  format: 'bitwarden-json',
  recognises({ json }) {
    const fields = fieldsOf(json, VAULT);
    return fields?.encrypted !== undefined && (fields.items !== undefined || fields.data !== undefined);
  },
  read({ json }, unlocking) {
    const vault = fieldsOf(json, VAULT);
    if (vault?.encrypted !== true) return readItems(vault?.items);
    return vault.passwordProtected === true ? readSealed(vault, unlocking) : refuseImport('sealed-for-account');
  },
};

const VAULT = [
  'encrypted',
  'passwordProtected',
  'items',
  'data',
  'salt',
  'kdfType',
  'kdfIterations',
  'kdfMemory',
  'kdfParallelism',
] as const;
const ITEM = ['name', 'notes', 'favorite', 'folderId', 'collectionIds', 'deletedDate', 'fields', 'login'] as const;
const LOGIN = ['username', 'password', 'totp', 'uris', 'fido2Credentials'] as const;
const PBKDF2 = 0;
const ARGON2ID = 1;

async function readSealed(vault: Fields<(typeof VAULT)[number]>, unlocking: Unlocking): Promise<ImportResult> {
  const sealed = readSealedText(vault.data);
  const cost = costOf(vault);
  if (sealed === undefined || cost === undefined || textOf(vault.salt) === '') return refuseImport('damaged');
  const { password } = unlocking;
  if (password === undefined) return { kind: 'needs-password', format: 'bitwarden-json' };
  const salt = utf8(textOf(vault.salt));
  const key =
    'lanes' in cost
      ? await argon2idKey(unlocking.argon2id, { password, salt: sha256(salt), cost })
      : await pbkdf2Key({ password, salt, cost: { hash: 'SHA256', ...cost } });
  return key === undefined ? refuseImport('too-costly') : readUnder(key, sealed);
}

type Cost = { readonly iterations: number } | { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };

/** Undefined for a kind of key derivation that is not known, or without its numbers. */
function costOf(vault: Fields<(typeof VAULT)[number]>): Cost | undefined {
  const { kdfType, kdfIterations, kdfMemory, kdfParallelism } = vault;
  if (typeof kdfIterations !== 'number') return undefined;
  if (kdfType === PBKDF2) return { iterations: kdfIterations };
  if (kdfType !== ARGON2ID || typeof kdfMemory !== 'number' || typeof kdfParallelism !== 'number') return undefined;
  return { memoryKiB: kdfMemory * 1024, passes: kdfIterations, lanes: kdfParallelism };
}

interface SealedText {
  readonly iv: Bytes;
  readonly sealed: Bytes;
  readonly mac: Bytes;
}

function readSealedText(value: unknown): SealedText | undefined {
  const [iv, sealed, mac] = /^2\.(.+)$/s.exec(textOf(value))?.[1]?.split('|').map(fromBase64) ?? [];
  return iv === undefined || sealed === undefined || mac === undefined ? undefined : { iv, sealed, mac };
}

function readUnder(key: Bytes, sealed: SealedText): ImportResult {
  const [encryptionKey, macKey] = [expand(sha256, key, utf8('enc'), 32), expand(sha256, key, utf8('mac'), 32)];
  const opened = openCbcHmac({ key: encryptionKey, macKey, ...sealed });
  wipe(key, encryptionKey, macKey);
  if (opened === undefined) return { kind: 'wrong-password', format: 'bitwarden-json' };
  const vault = fieldsOf(parseJson(textOfOctets(opened)), ['items']);
  wipe(opened);
  return vault === undefined ? refuseImport('damaged') : readItems(vault.items);
}

function readItems(items: unknown): ImportResult {
  const list = listOf(items);
  return list === undefined ? refuseImport('damaged') : report({ format: 'bitwarden-json', items: list, read: readItem });
}

function readItem(value: unknown): EntryReading {
  const item = fieldsOf(value, ITEM);
  if (item === undefined) return leaveOut('malformed');
  const login = fieldsOf(item.login, LOGIN);
  const [name, userName] = [textOf(item.name), textOf(login?.username)];
  if (isMeant(item.deletedDate)) return leaveOut('in-trash', { issuer: name, label: userName });
  return readAuthenticatorKey({ name, userName, totp: textOf(login?.totp), notKept: notKeptOf(item, login) });
}

function notKeptOf(item: Fields<(typeof ITEM)[number]>, login: Fields<(typeof LOGIN)[number]> | undefined): readonly NotKeptPart[] {
  const parts: readonly (NotKeptPart | false)[] = [
    (isMeant(item.folderId) || isMeant(item.collectionIds)) && 'group',
    isMeant(item.notes) && 'note',
    isMeant(item.favorite) && 'pinned',
    isMeant(item.fields) && 'custom-field',
    isMeant(login?.password) && 'password',
    isMeant(login?.fido2Credentials) && 'passkey',
    isMeant(login?.uris) && 'web-address',
  ];
  return parts.filter((part) => part !== false);
}
