import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Randomness } from '../randomness.ts';
import { KEY_ID_OCTETS, type Keyring, type SealingKey } from './keyring.ts';

/*
 * Sealed bytes, format 1:
 *
 *   octet 0      1
 *   octets 1–8   key id
 *   octets 9–20  nonce, random
 *   then         AES-256-GCM ciphertext
 *   last 16      tag
 *
 * Associated data: octets 0–8, then `table:column:row`. Random nonces are good for 2^32 seals under one key (NIST SP 800-38D §8.3);
 * an installation that comes near adds a key.
 */

/** Where a sealed secret lives. It opens there and nowhere else: the place is associated data. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** Seals stored secrets with AES-256-GCM under a key that is not in the database. Synchronous, so it may be used inside `transact`. */
export interface Sealer {
  /** Seals under the newest key of the ring. Two seals of one plaintext never look alike. */
  seal(input: { readonly plaintext: Uint8Array; readonly place: Place }): Uint8Array<ArrayBuffer>;
  /** @throws SealBroken when the bytes are truncated, altered, of another place, or sealed under a key that is not in the ring. */
  open(input: { readonly sealed: Uint8Array; readonly place: Place }): Uint8Array<ArrayBuffer>;
  /** The same secret under the newest key; undefined when it is under that key already. @throws SealBroken as `open` does. */
  reseal(input: { readonly sealed: Uint8Array; readonly place: Place }): Uint8Array<ArrayBuffer> | undefined;
}

export type SealFault = 'truncated' | 'unknown-format' | 'unknown-key' | 'altered-or-elsewhere';

/** A sealed value did not open. Never a user's doing: the database was altered, a row was moved, or a key is missing. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  readonly fault: SealFault;

  constructor(fault: SealFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

const FORMAT = 1;
const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;
const HEADER_OCTETS = 1 + KEY_ID_OCTETS;
const CIPHERTEXT_AT = HEADER_OCTETS + NONCE_OCTETS;
const SHORTEST = CIPHERTEXT_AT + TAG_OCTETS;
const CIPHER = 'aes-256-gcm';
const WITH_WHOLE_TAG = { authTagLength: TAG_OCTETS };

export function createSealer({ keyring, randomness }: { readonly keyring: Keyring; readonly randomness: Randomness }): Sealer {
  const sealer: Sealer = {
    seal: ({ plaintext, place }) => {
      const header = headerOf(keyring.newest);
      const nonce = randomness.bytes(NONCE_OCTETS);
      const cipher = createCipheriv(CIPHER, keyring.newest.key, nonce, WITH_WHOLE_TAG);
      cipher.setAAD(associatedData(header, place));
      const ciphertext = cipher.update(plaintext);
      cipher.final();
      return join(header, nonce, ciphertext, cipher.getAuthTag());
    },

    open: ({ sealed, place }) => {
      refuseOtherForms(sealed, place);
      const { key } = findKey(keyring, sealed, place);
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(HEADER_OCTETS, CIPHERTEXT_AT), WITH_WHOLE_TAG);
      decipher.setAAD(associatedData(sealed, place));
      decipher.setAuthTag(sealed.subarray(-TAG_OCTETS));
      const plaintext = octetsOf(decipher.update(sealed.subarray(CIPHERTEXT_AT, -TAG_OCTETS)));
      try {
        decipher.final();
      } catch {
        plaintext.fill(0);
        throw new SealBroken(
          'altered-or-elsewhere',
          `${nameOf(place)} does not open: it was altered, or it was sealed for another table, column or row.`,
        );
      }
      return plaintext;
    },

    reseal: ({ sealed, place }) => {
      const plaintext = sealer.open({ sealed, place });
      try {
        if (keyIdOf(sealed) === keyring.newest.id) return undefined;
        return sealer.seal({ plaintext, place });
      } finally {
        plaintext.fill(0);
      }
    },
  };
  return sealer;
}

function headerOf(key: SealingKey): Uint8Array {
  return Uint8Array.from([FORMAT, ...Buffer.from(key.id, 'hex')]);
}

function refuseOtherForms(sealed: Uint8Array, place: Place): void {
  if (sealed.length > 0 && sealed[0] !== FORMAT) {
    throw new SealBroken(
      'unknown-format',
      `${nameOf(place)} is sealed in format ${String(sealed[0])}, which this version of Sallyport does not know.`,
    );
  }
  if (sealed.length < SHORTEST) {
    throw new SealBroken(
      'truncated',
      `${nameOf(place)} is cut short: ${String(sealed.length)} octets, where a sealed value has at least ${String(SHORTEST)}.`,
    );
  }
}

function findKey(keyring: Keyring, sealed: Uint8Array, place: Place): SealingKey {
  const id = keyIdOf(sealed);
  const key = keyring.find(id);
  if (key) return key;
  throw new SealBroken(
    'unknown-key',
    `${nameOf(place)} is sealed under key ${id}, which is not in the keyring (its newest is ${keyring.newest.id}). Bring the old keyring back.`,
  );
}

function keyIdOf(sealed: Uint8Array): string {
  return Buffer.from(sealed.buffer, sealed.byteOffset + 1, KEY_ID_OCTETS).toString('hex');
}

/** The header is at the beginning of what is sealed. */
function associatedData(sealed: Uint8Array, place: Place): Uint8Array {
  const name = nameOf(place);
  const data = Buffer.allocUnsafe(HEADER_OCTETS + Buffer.byteLength(name));
  for (let index = 0; index < HEADER_OCTETS; index += 1) data[index] = sealed[index] ?? 0;
  data.write(name, HEADER_OCTETS);
  return data;
}

const SQL_NAME = /^[a-z][a-z0-9_]*$/;

/** Unambiguous because neither of the first two parts can hold a colon. */
function nameOf({ table, column, row }: Place): string {
  if (!SQL_NAME.test(table) || !SQL_NAME.test(column) || row === '') throw new TypeError(`Not a place: ${table}:${column}:${row}`);
  return `${table}:${column}:${row}`;
}

/** The same memory, so that wiping it leaves nothing behind. */
function octetsOf({ buffer, byteOffset, length }: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, length);
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
