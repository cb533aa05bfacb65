import { type Bytes, utf8, wipe } from '@sallyport/protocol';
import { type EntryReading, leaveOut, report, takeEntry } from './entries.ts';
import { fieldsOf, isMeant, listOf, parseJson, textOf, textOfOctets } from './fields.ts';
import { type ImportResult, type NotKeptPart, refuseImport } from './import-file.ts';
import type { ImportFormat, SeenFile, Unlocking } from './import-format.ts';
import { argon2idKey, pbkdf2Key } from './unlocking.ts';
import { openCbc, openGcm } from './unsealing.ts';

/**
 * The backup of Stratum, once Authenticator Pro (github.com/stratumauth/app: `Stratum.Core/src/Backup`), plain JSON or sealed behind a mark:
 * `AUTHENTICATORPRO ‖ salt16 ‖ nonce12 ‖ AES-256-GCM` under Argon2id with 64 MiB, 3 passes and 4 lanes; before that
 * `AuthenticatorPro ‖ salt20 ‖ iv16 ‖ AES-256-CBC` under PBKDF2-HMAC-SHA-1 with 64,000 iterations, not authenticated.
 */
export const STRATUM: ImportFormat = {
  format: 'stratum',
  recognises: (file) => sealOf(file) !== undefined || fieldsOf(file.json, BACKUP)?.Authenticators !== undefined,
  read(file, unlocking) {
    const seal = sealOf(file);
    return seal === undefined ? readBackup(file.json) : readSealed(seal, file.octets.subarray(MARK_OCTETS), unlocking);
  },
};

const BACKUP = ['Authenticators', 'AuthenticatorCategories'] as const;
const ENTRY = ['Type', 'Icon', 'Issuer', 'Username', 'Secret', 'Algorithm', 'Digits', 'Period', 'Counter'] as const;

type Seal = 'strong' | 'legacy';

const MARKS = { strong: utf8('AUTHENTICATORPRO'), legacy: utf8('AuthenticatorPro') } as const;
const MARK_OCTETS = 16;
const ARGON2ID_COST = { memoryKiB: 65_536, passes: 3, lanes: 4 };
const LEGACY_COST = { hash: 'SHA1', iterations: 64_000 } as const;

function sealOf({ octets }: SeenFile): Seal | undefined {
  const seals: readonly Seal[] = ['strong', 'legacy'];
  return seals.find((seal) => MARKS[seal].every((octet, index) => octets[index] === octet));
}

async function readSealed(seal: Seal, octets: Uint8Array, unlocking: Unlocking): Promise<ImportResult> {
  if (unlocking.password === undefined) return { kind: 'needs-password', format: 'stratum' };
  const opened = seal === 'strong' ? await openStrong(octets, unlocking) : await openLegacy(octets, unlocking);
  const json = opened && parseJson(textOfOctets(opened));
  wipe(opened ?? new Uint8Array(0));
  // Without authentication a wrong password shows by giving no JSON.
  return json === undefined ? { kind: 'wrong-password', format: 'stratum' } : readBackup(json);
}

async function openStrong(octets: Uint8Array, { password, argon2id }: Unlocking): Promise<Bytes | undefined> {
  const salt = octets.slice(0, 16);
  const key = await argon2idKey(argon2id, { password: password ?? new Uint8Array(0), salt, cost: ARGON2ID_COST });
  const opened = key && openGcm({ key, nonce: octets.subarray(16, 28), sealed: octets.subarray(28) });
  wipe(key ?? new Uint8Array(0));
  return opened;
}

async function openLegacy(octets: Uint8Array, { password }: Unlocking): Promise<Bytes | undefined> {
  const key = await pbkdf2Key({ password: password ?? new Uint8Array(0), salt: octets.slice(0, 20), cost: LEGACY_COST });
  const opened = key && openCbc({ key, iv: octets.subarray(20, 36), sealed: octets.subarray(36) });
  wipe(key ?? new Uint8Array(0));
  return opened;
}

function readBackup(json: unknown): ImportResult {
  const backup = fieldsOf(json, BACKUP);
  const entries = listOf(backup?.Authenticators);
  if (entries === undefined) return refuseImport('damaged');
  const grouped = new Set(
    (listOf(backup?.AuthenticatorCategories) ?? []).map((link) => textOf(fieldsOf(link, ['AuthenticatorSecret'])?.AuthenticatorSecret)),
  );
  return report({ format: 'stratum', items: entries, read: (entry) => readEntry(entry, grouped) });
}

/** `AuthenticatorType.cs` and `HashAlgorithm.cs`. */
const TYPES: ReadonlyMap<unknown, string> = new Map([
  [1, 'hotp'],
  [2, 'totp'],
  [3, 'motp'],
  [4, 'steam'],
  [5, 'yandex'],
]);
const ALGORITHMS: ReadonlyMap<unknown, string> = new Map([
  [0, 'SHA1'],
  [1, 'SHA256'],
  [2, 'SHA512'],
]);

function readEntry(value: unknown, grouped: ReadonlySet<string>): EntryReading {
  const entry = fieldsOf(value, ENTRY);
  if (entry === undefined) return leaveOut('malformed');
  const parts: readonly (NotKeptPart | false)[] = [grouped.has(textOf(entry.Secret)) && 'group', isMeant(entry.Icon) && 'icon'];
  return takeEntry(
    {
      issuer: entry.Issuer,
      label: entry.Username,
      type: TYPES.get(entry.Type),
      algorithm: ALGORITHMS.get(entry.Algorithm) ?? '',
      digits: entry.Digits,
      period: entry.Period,
      counter: entry.Counter,
      secret: entry.Secret,
    },
    parts.filter((part) => part !== false),
  );
}
