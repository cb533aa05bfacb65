import { type CivilTime, type Instant, civilTimeOf, instantOf } from '../instant.ts';
import type { Bytes } from '../octets.ts';
import { type DerCursor, type DerElement, TAG } from './read-der.ts';

/** Values inside elements that `readDer` accepted. Each answers undefined for an element of another type or out of bounds. */

/** An object identifier in dotted form. */
export function objectIdentifier(element: DerElement | undefined): string | undefined {
  if (element?.tag !== TAG.objectIdentifier) return undefined;
  const { content } = element;
  let text = '';
  let value: number | bigint = 0;
  for (let index = 0; index < content.length; index += 1) {
    const octet = content[index] ?? 0;
    value = withSevenBits(value, octet & 0x7f);
    if (octet < 0x80) {
      text = text === '' ? firstTwo(value) : `${text}.${value}`;
      value = 0;
    }
  }
  return text;
}

/** X.690 section 8.19.4: both in one. */
function firstTwo(value: number | bigint): string {
  const root = value < 40 ? 0 : value < 80 ? 1 : 2;
  return `${root}.${typeof value === 'number' ? value - root * 40 : value - BigInt(root * 40)}`;
}

/** What is beyond a number is a UUID at most, and rare: everything else is read without big integers. */
function withSevenBits(value: number | bigint, bits: number): number | bigint {
  if (typeof value === 'number' && value < 2 ** 46) return value * 128 + bits;
  return (BigInt(value) << 7n) | BigInt(bits);
}

/** A non-negative integer below 2^31. */
export function smallInteger(element: DerElement | undefined): number | undefined {
  if (element?.tag !== TAG.integer || element.content.length > 4) return undefined;
  const [first = 0] = element.content;
  if (first >= 0x80) return undefined;
  return element.content.reduce((sum, octet) => sum * 256 + octet, 0);
}

export function booleanValue(element: DerElement | undefined): boolean | undefined {
  return element?.tag === TAG.boolean ? element.content[0] === 0xff : undefined;
}

/** The octets of a BIT STRING that has no unused bits. */
export function wholeBits(element: DerElement | undefined): Bytes | undefined {
  return element?.tag === TAG.bitString && element.content[0] === 0 ? element.content.subarray(1) : undefined;
}

/** The numbers of the bits that are set in a named bit list (RFC 5280, KeyUsage and ReasonFlags). */
export function namedBits(element: DerElement | undefined): readonly number[] | undefined {
  if (element?.tag !== TAG.bitString || element.content.length > 4) return undefined;
  const octets = element.content.subarray(1);
  return Array.from({ length: octets.length * 8 }, (_, bit) => bit).filter((bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

/**
 * UTCTime or GeneralizedTime in the one form RFC 5280 (sections 4.1.2.5.1 and 4.1.2.5.2) allows: seconds, `Z`, no fraction; UTCTime for the
 * years 1950 to 2049 and GeneralizedTime for all others when the profile is kept, which lint looks at.
 */
export function instantIn(element: Pick<DerElement, 'tag' | 'content'> | undefined): Instant | undefined {
  return element === undefined ? undefined : instantAt(element.content, { tag: element.tag, contentStart: 0, end: element.content.length });
}

interface TimePlace extends Pick<DerCursor, 'contentStart' | 'end'> {
  readonly tag: number | undefined;
}

/** The same where no view of the element was made. */
export function instantAt(octets: Uint8Array, { tag, contentStart: start, end }: TimePlace): Instant | undefined {
  if (tag !== TAG.utcTime && tag !== TAG.generalizedTime) return undefined;
  const at = start + (tag === TAG.utcTime ? 2 : 4);
  if (end !== at + 11 || octets[at + 10] !== ZULU) return undefined;
  for (let index = start; index < at + 10; index += 1) if (digit(octets, index) > 9) return undefined;
  const pair = (index: number) => digit(octets, index) * 10 + digit(octets, index + 1);
  const twoDigits = pair(at - 2);
  const year = tag === TAG.generalizedTime ? pair(start) * 100 + twoDigits : twoDigits + (twoDigits >= 50 ? 1900 : 2000);
  return instantOf({ year, month: pair(at), day: pair(at + 2), hour: pair(at + 4), minute: pair(at + 6), second: pair(at + 8) });
}

const ZULU = 0x5a;

/** The number of a digit; above 9 for what is none. */
function digit(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) - 0x30) & 0xff;
}

/** The years whose dates are written as UTCTime, and those of all others as GeneralizedTime (RFC 5280 section 4.1.2.5). */
export function isUtcTimeYear(year: number): boolean {
  return year >= 1950 && year < 2050;
}

/** Writes a moment as RFC 5280 chooses between the two types, digit by digit into octets that are there; answers where it ends. */
export function writeTimeAt(into: Uint8Array, start: number, instant: Instant): number {
  const time = civilTimeOf(instant);
  const isUtcTime = isUtcTimeYear(time.year);
  into[start] = isUtcTime ? TAG.utcTime : TAG.generalizedTime;
  into[start + 1] = isUtcTime ? 13 : 15;
  const after = isUtcTime ? start + 2 : writePair(into, start + 2, Math.floor(time.year / 100));
  return writeFromYear(into, after, time);
}

/** `20270601120000Z`. */
export function generalizedTimeContent(instant: Instant): Bytes {
  const content = new Uint8Array(15);
  const time = civilTimeOf(instant);
  writeFromYear(content, writePair(content, 0, Math.floor(time.year / 100)), time);
  return content;
}

function writeFromYear(into: Uint8Array, start: number, { year, month, day, hour, minute, second }: CivilTime): number {
  let at = start;
  at = writePair(into, at, year % 100);
  at = writePair(into, at, month);
  at = writePair(into, at, day);
  at = writePair(into, at, hour);
  at = writePair(into, at, minute);
  at = writePair(into, at, second);
  into[at] = ZULU;
  return at + 1;
}

function writePair(into: Uint8Array, at: number, value: number): number {
  into[at] = 0x30 + Math.floor(value / 10);
  into[at + 1] = 0x30 + (value % 10);
  return at + 2;
}
