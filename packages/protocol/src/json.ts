import { type Bytes, fromBase64url, fromUtf8 } from './bytes.ts';

/** Reading JSON that came from outside: exactly the fields expected, each of the type and size expected. */

/** The object, when it has exactly these fields; an unknown field means a writer we do not understand. */
export function exactFields<Name extends string>(json: unknown, names: readonly Name[]): Record<Name, unknown> | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const keys = Object.keys(json);
  return keys.length === names.length && names.every((name) => keys.includes(name)) ? (json as Record<Name, unknown>) : undefined;
}

export function isTextWithin(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length <= maxLength;
}

/** A whole number from 0 to 2^53 - 1. Zero has no sign, though JSON can write one: what is written out again would not be what was read. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
}

export function isCountWithin(value: unknown, low: number, high: number): value is number {
  return isCount(value) && value >= low && value <= high;
}

/** Exactly this many octets out of base64url; undefined for anything else. */
export function octetsOf(value: unknown, length: number): Bytes | undefined {
  const octets = octetsWithin(value, length);
  return octets?.length === length ? octets : undefined;
}

/** At most this many octets out of base64url; undefined for anything else. */
export function octetsWithin(value: unknown, maxLength: number): Bytes | undefined {
  if (!isTextWithin(value, Math.ceil((maxLength * 4) / 3))) return undefined;
  try {
    return fromBase64url(value);
  } catch {
    return undefined;
  }
}

/** What this UTF-8 says as JSON; undefined for more octets than that, and for what is neither. */
export function jsonWithin(octets: Uint8Array, maxOctets: number): unknown {
  if (octets.length > maxOctets) return undefined;
  try {
    return JSON.parse(fromUtf8(octets));
  } catch {
    return undefined;
  }
}
