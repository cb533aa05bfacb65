import type { Instant } from '../instant.ts';
import { type Bytes, concat } from '../octets.ts';
import { TAG } from './read-der.ts';
import { generalizedTimeContent, writeTimeAt } from './values.ts';

/** Elements written by hand where the library is too slow by an order of magnitude: the lists of CRLs, the answers of OCSP. */

export function element(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const content of contents) length += content.length;
  return concat(header(tag, length), ...contents);
}

/** The tag and length in front of content that stands elsewhere. */
export function header(tag: number, length: number): Bytes {
  if (length < 0x80) return Uint8Array.of(tag, length);
  if (length < 0x100) return Uint8Array.of(tag, 0x81, length);
  if (length < 0x1_0000) return Uint8Array.of(tag, 0x82, length >> 8, length & 0xff);
  if (length < 0x100_0000) return Uint8Array.of(tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
  return Uint8Array.of(tag, 0x84, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
}

export function sequence(...contents: readonly Uint8Array[]): Bytes {
  return element(TAG.sequence, ...contents);
}

export function time(instant: Instant): Bytes {
  const octets = new Uint8Array(17);
  return octets.subarray(0, writeTimeAt(octets, 0, instant));
}

/** GeneralizedTime whatever the year, for the messages and extensions that know no other type. */
export function generalizedTime(instant: Instant): Bytes {
  return element(TAG.generalizedTime, generalizedTimeContent(instant));
}

export function bitString(octets: Uint8Array): Bytes {
  return element(TAG.bitString, Uint8Array.of(0), octets);
}

/** A non-negative integer by its magnitude (X.690 section 8.3): as short as can be, and with a zero octet in front where it would else be negative. */
export function integer(magnitude: Uint8Array): Bytes {
  const first = magnitude.findIndex((octet) => octet !== 0);
  const shortest = first < 0 ? magnitude.subarray(-1) : magnitude.subarray(first);
  const [head = 0] = shortest;
  return element(TAG.integer, head < 0x80 ? shortest : Uint8Array.of(0, ...shortest));
}
