import { type Bytes, concat, readUnsigned, wipe } from '@sallyport/protocol';
import { sha256 } from '@noble/hashes/sha2.js';
import { type EntryReading, leaveOut, report, takeEntry } from './entries.ts';
import { type Fields, fieldsOf, isMeant, listOf, parseJson, said, textOf, textOfOctets } from './fields.ts';
import { type ImportResult, type NotKeptPart, refuseImport } from './import-file.ts';
import type { ImportFormat, SeenFile, Unlocking } from './import-format.ts';
import { pbkdf2Key } from './unlocking.ts';
import { openGcm } from './unsealing.ts';

/**
 * The backup of andOTP (github.com/andOTP/andOTP: `Entry.java`, `BackupHelper.java`, `EncryptionHelper.java`): a JSON list, or sealed as
 * `u32 iterations ‖ salt12 ‖ nonce12 ‖ AES-256-GCM` under PBKDF2-HMAC-SHA-1. Backups before 0.6.3 begin with the nonce, and their key is
 * the bare SHA-256 of the password. Neither has a mark of its own, so a sealed one is known by its file name, and else by being no text.
 */
export const AND_OTP: ImportFormat = {
  format: 'and-otp',
  recognises: (file) => isPlain(file.json) || isSealed(file),
  read(file, unlocking) {
    const list = listOf(file.json);
    return list === undefined ? readSealed(file.octets, unlocking) : report({ format: 'and-otp', items: list, read: readEntry });
  },
};

const ENTRY = ['secret', 'issuer', 'label', 'type', 'algorithm', 'digits', 'period', 'counter', 'tags', 'thumbnail'] as const;
const SALT_OCTETS = 12;
const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;
const LEAST_OCTETS = NONCE_OCTETS + TAG_OCTETS;

function isPlain(json: unknown): boolean {
  const list = listOf(json);
  return list !== undefined && list.some((entry) => fieldsOf(entry, ENTRY)?.secret !== undefined);
}

function isSealed({ name, octets, text }: SeenFile): boolean {
  return octets.length >= LEAST_OCTETS && (name.toLowerCase().endsWith('.aes') || text === undefined);
}

async function readSealed(octets: Uint8Array, { password }: Unlocking): Promise<ImportResult> {
  if (password === undefined) return { kind: 'needs-password', format: 'and-otp' };
  const opened = (await openNew(octets, password)) ?? openOld(octets, password);
  if (opened === undefined) return { kind: 'wrong-password', format: 'and-otp' };
  const list = listOf(parseJson(textOfOctets(opened)));
  wipe(opened);
  return list === undefined ? refuseImport('damaged') : report({ format: 'and-otp', items: list, read: readEntry });
}

async function openNew(octets: Uint8Array, password: Uint8Array): Promise<Bytes | undefined> {
  const head = 4 + SALT_OCTETS;
  if (octets.length < head + LEAST_OCTETS) return undefined;
  const salt = octets.slice(4, head);
  // Of an old backup these four octets are chance, and then almost always more than is ever hashed.
  const key = await pbkdf2Key({ password, salt, cost: { hash: 'SHA1', iterations: readUnsigned(octets.subarray(0, 4)) } });
  return key && openUnder(key, octets.subarray(head));
}

function openOld(octets: Uint8Array, password: Uint8Array): Bytes | undefined {
  return openUnder(concat(sha256(password)), octets);
}

function openUnder(key: Bytes, octets: Uint8Array): Bytes | undefined {
  const opened = openGcm({ key, nonce: octets.subarray(0, NONCE_OCTETS), sealed: octets.subarray(NONCE_OCTETS) });
  wipe(key);
  return opened;
}

function readEntry(value: unknown): EntryReading {
  const entry = fieldsOf(value, ENTRY);
  if (entry === undefined) return leaveOut('malformed');
  const label = textOf(entry.label);
  const [issuer, rest] = entry.issuer === undefined ? partedLabel(label) : [entry.issuer, label];
  return takeEntry(
    {
      issuer: issuer,
      label: rest,
      type: said(entry.type) ?? 'TOTP',
      algorithm: said(entry.algorithm),
      digits: said(entry.digits),
      period: said(entry.period),
      counter: entry.counter,
      secret: entry.secret,
    },
    notKeptOf(entry),
  );
}

/** Before issuers had a field of their own the label held both, parted by a hyphen. */
function partedLabel(label: string): readonly [issuer: string, label: string] {
  const hyphen = label.indexOf(' - ');
  return hyphen < 0 ? ['', label] : [label.slice(0, hyphen), label.slice(hyphen + 3)];
}

function notKeptOf(entry: Fields<(typeof ENTRY)[number]>): readonly NotKeptPart[] {
  const parts: readonly (NotKeptPart | false)[] = [
    isMeant(entry.tags) && 'group',
    !['', 'Default'].includes(textOf(entry.thumbnail)) && 'icon',
  ];
  return parts.filter((part) => part !== false);
}
