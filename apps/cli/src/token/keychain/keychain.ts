import { type Bytes, constantTimeEqual, wipe } from '@sallyport/protocol';
import type { DeviceFactorPlace } from '../storage/device-file.ts';
import type { TokenKey } from '../storage/names.ts';

/** The keychain of the operating system, where D is out of reach of who copies this user's files. */
export interface Keychain {
  readonly place: Exclude<DeviceFactorPlace, 'file'>;
  /** `unavailable`: there is none in this session, or it did not give back what it was given. */
  keep(token: TokenKey, factor: Uint8Array): Promise<'kept' | 'unavailable'>;
  /** `unreachable`: it did not answer, which says nothing about what it holds. */
  find(token: TokenKey): Promise<Bytes | 'missing' | 'unreachable'>;
  /** Idempotent; silent when it cannot be reached. */
  forget(token: TokenKey): Promise<void>;
}

/** A service that takes everything and gives nothing back would cost the token: it is asked for what it was just given. */
export async function keptIn(find: Keychain['find'], token: TokenKey, factor: Uint8Array): Promise<'kept' | 'unavailable'> {
  const kept = await find(token);
  if (typeof kept === 'string') return 'unavailable';
  const isSame = constantTimeEqual(kept, factor);
  wipe(kept);
  return isSame ? 'kept' : 'unavailable';
}

/** As the keychain's entry is named. */
export const ENTRY_LABEL = 'Sallyport soft token: device key';

/** Tools of keychains speak text. Hexadecimal, octet by octet, so that no string of it stays behind in memory. */
export function toHexOctets(octets: Uint8Array): Bytes {
  const hex = new Uint8Array(octets.length * 2);
  for (const [index, octet] of octets.entries()) {
    hex[index * 2] = hexDigit(octet >> 4);
    hex[index * 2 + 1] = hexDigit(octet & 15);
  }
  return hex;
}

/** White space around it is the tool's. Undefined for anything but this many octets in lower-case hexadecimal. */
export function fromHexOctets(text: Uint8Array, length: number): Bytes | undefined {
  const hex = trimmed(text);
  if (hex.length !== length * 2) return undefined;
  const octets = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) {
    const high = valueOf(hex[index * 2]);
    const low = valueOf(hex[index * 2 + 1]);
    if (high === undefined || low === undefined) {
      octets.fill(0);
      return undefined;
    }
    octets[index] = high * 16 + low;
  }
  return octets;
}

const ZERO = 0x30;
const LOWER_A = 0x61;

function hexDigit(value: number): number {
  return value < 10 ? ZERO + value : LOWER_A + value - 10;
}

function valueOf(character = 0): number | undefined {
  if (character >= ZERO && character < ZERO + 10) return character - ZERO;
  return character >= LOWER_A && character < LOWER_A + 6 ? character - LOWER_A + 10 : undefined;
}

function trimmed(text: Uint8Array): Uint8Array {
  const isSpace = (octet: number | undefined): boolean => octet === 0x20 || octet === 0x0a || octet === 0x0d;
  let [start, end] = [0, text.length];
  while (start < end && isSpace(text[start])) start += 1;
  while (end > start && isSpace(text[end - 1])) end -= 1;
  return text.subarray(start, end);
}
