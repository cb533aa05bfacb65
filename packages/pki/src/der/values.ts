import { type Instant, civilTimeOf, instantOf } from '../instant.ts';
import { type Bytes, latin1, utf8 } from '../octets.ts';
import { type DerElement, TAG } from './read-der.ts';

/** Values inside elements that `readDer` accepted. Each answers undefined for an element of another type or out of bounds. */

/** An object identifier in dotted form. */
export function objectIdentifier(element: DerElement | undefined): string | undefined {
  if (element?.tag !== TAG.objectIdentifier) return undefined;
  const parts: bigint[] = [];
  let value = 0n;
  for (const octet of element.content) {
    value = (value << 7n) | BigInt(octet & 0x7f);
    if (octet < 0x80) {
      parts.push(value);
      value = 0n;
    }
  }
  const [first = 0n, ...rest] = parts;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
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
export function instantIn(element: DerElement | undefined): Instant | undefined {
  if (element?.tag !== TAG.utcTime && element?.tag !== TAG.generalizedTime) return undefined;
  const yearDigits = element.tag === TAG.utcTime ? 2 : 4;
  const text = element.content.length === yearDigits + 11 ? latin1(element.content) : '';
  if (!/^[0-9]+Z$/.test(text)) return undefined;
  const written = Number(text.slice(0, yearDigits));
  const year = yearDigits === 4 ? written : written + (written >= 50 ? 1900 : 2000);
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = [0, 2, 4, 6, 8].map((at) =>
    Number(text.slice(yearDigits + at, yearDigits + at + 2)),
  );
  return instantOf({ year, month, day, hour, minute, second });
}

/** Tag and content of a moment, as RFC 5280 section 4.1.2.5 chooses between the two types. */
export function timeParts(instant: Instant): { readonly tag: number; readonly content: Bytes } {
  const time = civilTimeOf(instant);
  const rest = [time.month, time.day, time.hour, time.minute, time.second].map((part) => String(part).padStart(2, '0')).join('');
  const isUtcTime = time.year >= 1950 && time.year < 2050;
  const year = isUtcTime ? String(time.year % 100).padStart(2, '0') : String(time.year).padStart(4, '0');
  return { tag: isUtcTime ? TAG.utcTime : TAG.generalizedTime, content: utf8(`${year}${rest}Z`) };
}
