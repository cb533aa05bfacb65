import { type Bytes, concat, constantTimeEqual, domain, lv, toBase64url, u64, u8, utf8, wipe } from '../bytes.ts';
import type { DeviceError } from '../device-errors.ts';
import { isSerial } from '../fragment.ts';
import { exactFields, isCount, octetsOf, octetsWithin } from '../json.ts';
import { hkdfExpand, hkdfExtract } from '../key-schedule.ts';
import type { Aead } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import { decodeContents, encodeContents } from '../sealed-body.ts';
import { EXPORT_TEXT, type PersonalAccount } from './personal-contents.ts';
import { parseRecoveryKey } from './recovery-key.ts';

/**
 * The export file of a personal vault: its accounts, sealed under its recovery key. The recovery key has 256 bits, so that nothing has to
 * be stretched and nobody has to think of a password. See docs/protocol/personal-vault.md.
 */
export const EXPORT_FORMAT = 'sallyport-personal-vault';

/** What stands on the file in the clear, authenticated by the seal. */
export interface ExportHead {
  /** Of the vault it came from: says which recovery key opens it. */
  readonly tokenId: Bytes;
  readonly serial: string;
  /** Unix milliseconds. */
  readonly madeAt: number;
}

export type ExportRefusal =
  /** Not such a file at all. */
  | { readonly code: 'EXPORT_UNKNOWN' }
  /** Of a version this program does not know. */
  | { readonly code: 'EXPORT_VERSION' }
  /** One of ours, but not whole: cut short, changed, or under another head. */
  | { readonly code: 'EXPORT_DAMAGED' };

interface ExportFile extends ExportHead {
  readonly salt: Bytes;
  readonly commitment: Bytes;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
}

const VERSION = 1;
const FIELDS = ['format', 'v', 'vault', 'serial', 'made', 'salt', 'commitment', 'nonce', 'sealed'] as const;
const MAX_SEALED_OCTETS = EXPORT_TEXT.maxOctets + 16;
/** The sealed text in base64url, and what stands around it. */
export const MAX_EXPORT_CHARACTERS = Math.ceil((MAX_SEALED_OCTETS * 4) / 3) + 1024;

/** The text of the file. Deleted accounts are not in it. Refuses with `PARAM_RANGE` what the reader would not take back. */
export async function sealExport(
  input: {
    readonly head: ExportHead;
    readonly accounts: readonly PersonalAccount[];
    readonly recoveryKey: Uint8Array;
    readonly salt: Bytes;
    readonly nonce: Bytes;
  },
  aead: Aead,
): Promise<Result<string, DeviceError>> {
  const { head, salt, nonce } = input;
  const plaintext = encodeContents(
    EXPORT_TEXT,
    input.accounts.filter(({ isDeleted }) => !isDeleted),
  );
  if (plaintext === undefined) return refuse({ code: 'PARAM_RANGE' });
  const { key, commitment } = exportKeys(input.recoveryKey, salt);
  const sealed = await aead.seal({ key, nonce, aad: aadOf(head, salt), plaintext });
  wipe(key, plaintext);
  const fields: Record<(typeof FIELDS)[number], unknown> = {
    format: EXPORT_FORMAT,
    v: VERSION,
    vault: toBase64url(head.tokenId),
    serial: head.serial,
    made: head.madeAt,
    salt: toBase64url(salt),
    commitment: toBase64url(commitment),
    nonce: toBase64url(nonce),
    sealed: toBase64url(sealed),
  };
  return ok(`${JSON.stringify(fields, null, 2)}\n`);
}

/** Whose file it is, before any key is asked for. */
export function readExportHead(text: string): Result<ExportHead, ExportRefusal> {
  const file = readFile(text);
  return file.ok ? ok({ tokenId: file.value.tokenId, serial: file.value.serial, madeAt: file.value.madeAt }) : file;
}

/** The accounts in it. Refuses, besides, what `parseRecoveryKey` refuses, and with `WRONG_SECRET` the key of another vault. */
export async function openExport(
  input: { readonly text: string; readonly recoveryKey: string },
  aead: Aead,
): Promise<Result<readonly PersonalAccount[], ExportRefusal | DeviceError>> {
  const file = readFile(input.text);
  if (!file.ok) return file;
  const recoveryKey = parseRecoveryKey(input.recoveryKey);
  if (!recoveryKey.ok) return recoveryKey;
  const { salt, nonce, sealed } = file.value;
  const { key, commitment } = exportKeys(recoveryKey.value, salt);
  wipe(recoveryKey.value);
  if (!constantTimeEqual(commitment, file.value.commitment)) {
    wipe(key);
    return refuse({ code: 'WRONG_SECRET' });
  }
  const plaintext = await aead.open({ key, nonce, aad: aadOf(file.value, salt), ciphertext: sealed });
  wipe(key);
  if (plaintext === undefined) return refuse({ code: 'EXPORT_DAMAGED' });
  const accounts = decodeContents(EXPORT_TEXT, plaintext);
  wipe(plaintext);
  return accounts === undefined ? refuse({ code: 'EXPORT_DAMAGED' }) : ok(accounts);
}

function readFile(text: string): Result<ExportFile, ExportRefusal> {
  if (text.length > MAX_EXPORT_CHARACTERS) return refuse({ code: 'EXPORT_UNKNOWN' });
  const json = parseJson(text);
  if (typeof json !== 'object' || json === null || !('format' in json) || json.format !== EXPORT_FORMAT) {
    return refuse({ code: 'EXPORT_UNKNOWN' });
  }
  if (!('v' in json) || json.v !== VERSION) return refuse({ code: 'EXPORT_VERSION' });
  const fields = exactFields(json, FIELDS);
  const [tokenId, salt] = [octetsOf(fields?.vault, 16), octetsOf(fields?.salt, 16)];
  const [commitment, nonce] = [octetsOf(fields?.commitment, 32), octetsOf(fields?.nonce, 12)];
  const sealed = octetsWithin(fields?.sealed, MAX_SEALED_OCTETS);
  const { serial, made: madeAt } = fields ?? {};
  const hasHead = typeof serial === 'string' && isSerial(serial) && isCount(madeAt);
  if (!hasHead || !tokenId || !salt || !commitment || !nonce || !sealed) return refuse({ code: 'EXPORT_DAMAGED' });
  return ok({ tokenId, serial, madeAt, salt, commitment, nonce, sealed });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As in a slot: the key, and a commitment that tells a wrong key from a damaged file. */
function exportKeys(recoveryKey: Uint8Array, salt: Uint8Array): { readonly key: Bytes; readonly commitment: Bytes } {
  const okm = hkdfExpand(hkdfExtract(salt, recoveryKey), domain('export'), 64);
  const keys = { key: okm.slice(0, 32), commitment: okm.slice(32) };
  wipe(okm);
  return keys;
}

function aadOf({ tokenId, serial, madeAt }: ExportHead, salt: Uint8Array): Bytes {
  return concat(domain('export'), u8(VERSION), tokenId, lv(utf8(serial)), u64(madeAt), salt);
}
