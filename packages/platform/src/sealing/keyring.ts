import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Randomness } from '../randomness.ts';
import type { Secret } from '../secret.ts';

export interface SealingKey {
  /** Eight octets derived from the key itself, in hexadecimal; it travels with everything sealed. */
  readonly id: string;
  readonly key: KeyObject;
}

/** Several keys: the newest seals, every one opens. */
export interface Keyring {
  readonly newest: SealingKey;
  find(id: string): SealingKey | undefined;
}

/** The keys cannot be used as they stand. The message says what is wrong and how to mend it, and never shows a key. */
export class KeyringRefused extends Error {
  override readonly name = 'KeyringRefused';
}

/** Says what the line is, so that a scanner for leaked secrets can find it and a person does not take it for a password. */
const PREFIX = 'sallyport-sealing-key:';
const KEY_OCTETS = 32;
export const KEY_ID_OCTETS = 8;
const MAX_RING_CHARACTERS = 64 * 1024;

/**
 * Reads a ring from text: one key a line, `sallyport-sealing-key:` and 32 octets in base64url, the newest last; `#` begins a comment.
 * For a ring that comes from the environment or a mounted file. `source` names it in messages.
 *
 * @throws KeyringRefused when a line is not a key, a key appears twice, or there is none.
 */
export function parseKeyring(input: { readonly text: Secret<string>; readonly source: string }): Keyring {
  const { source } = input;
  const text = input.text.reveal();
  if (text.length > MAX_RING_CHARACTERS) throw new KeyringRefused(`${source} is far too long for a ring of sealing keys.`);
  const keys = new Map<string, SealingKey>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const where = `Line ${String(index + 1)} of ${source}`;
    const key = parseKeyLine(trimmed, where);
    if (keys.has(key.id)) throw new KeyringRefused(`${where} repeats key ${key.id}. Remove the repeat.`);
    keys.set(key.id, key);
  }
  const newest = [...keys.values()].at(-1);
  if (!newest) throw new KeyringRefused(`${source} has no sealing key. ${RIGHT_LINE}`);
  return { newest, find: (id) => keys.get(id) };
}

const RIGHT_LINE = `A key is a line of "${PREFIX}" followed by 32 octets in base64url (43 characters).`;

function parseKeyLine(line: string, where: string): SealingKey {
  if (!line.startsWith(PREFIX)) throw new KeyringRefused(`${where} is not a sealing key. ${RIGHT_LINE}`);
  const encoded = line.slice(PREFIX.length);
  const octets = Buffer.from(encoded, 'base64url');
  if (octets.length !== KEY_OCTETS || octets.toString('base64url') !== encoded) {
    throw new KeyringRefused(`${where} is damaged or cut short. ${RIGHT_LINE} Bring the line back from your backup.`);
  }
  const key = createSecretKey(octets);
  octets.fill(0);
  return { id: idOf(key), key };
}

/** An identifier made from the key cannot name another key by a slip of the hand, and tells nothing about it. */
function idOf(key: KeyObject): string {
  return createHmac('sha256', key).update('sallyport sealing key id').digest().subarray(0, KEY_ID_OCTETS).toString('hex');
}

/** A fresh key as the line that `parseKeyring` reads, without the end of line. */
export function newKeyLine(randomness: Randomness): string {
  return PREFIX + Buffer.from(randomness.bytes(KEY_OCTETS)).toString('base64url');
}
