import type { Bytes } from './bytes.ts';
import { type Result, ok, refuse } from './result.ts';

/** Base32 (RFC 4648 section 6), as secrets of one-time passwords are written and typed. */

export type Base32Refusal = 'empty' | 'too-long' | 'characters' | 'odd-tail';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Characters of a last group of eight that no number of octets gives. */
const ODD_TAILS = [1, 3, 6];

/** Twice what 128 octets take, so that a secret in groups of four with spaces between is still read. */
export const MAX_BASE32_CHARACTERS = 512;

/** Upper case, without padding, as the Key URI format wants it. */
export function encodeBase32(octets: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const octet of octets) {
    buffer = (buffer << 8) | octet;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((buffer << (5 - bits)) & 31);
}

/**
 * Either case, with white space and hyphens between and padding behind or not: as people copy secrets. Bits left over at the end are
 * dropped, whatever they are: many services make a secret of random letters, and every authenticator reads it so.
 * An `odd-tail` (a last group of 1, 3 or 6) has lost or gained a letter.
 */
export function decodeBase32(text: string): Result<Bytes, Base32Refusal> {
  if (text.length > MAX_BASE32_CHARACTERS) return refuse('too-long');
  const letters = text.replaceAll(/[\s-]/g, '').replace(/={1,6}$/, '');
  if (letters === '') return refuse('empty');
  if (!/^[A-Za-z2-7]+$/.test(letters)) return refuse('characters');
  return ODD_TAILS.includes(letters.length % 8) ? refuse('odd-tail') : ok(octetsOf(letters.toUpperCase()));
}

function octetsOf(letters: string): Bytes {
  const octets = new Uint8Array(Math.floor((letters.length * 5) / 8));
  let buffer = 0;
  let bits = 0;
  let offset = 0;
  for (const letter of letters) {
    buffer = ((buffer << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    octets[offset++] = (buffer >> bits) & 0xff;
  }
  return octets;
}
