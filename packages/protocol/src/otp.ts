import { sha1 } from '@noble/hashes/legacy.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { u64 } from './bytes.ts';
import { normaliseDigits } from './digits.ts';
import type { OtpAlgorithm } from './key-schedule.ts';
import { type Result, ok, refuse } from './result.ts';

/**
 * HOTP (RFC 4226) and TOTP (RFC 6238). The key never comes here: a port makes the HMAC, so that the server uses
 * `node:crypto` in one synchronous call and the browser a non-extractable key in a worker. Both truncate in the one place.
 */

/** HMAC under the one-time-password key with its own hash: `node:crypto` with a KeyObject on the server. */
export type OtpMac = (message: Uint8Array) => Uint8Array;
/** The same behind a promise: WebCrypto with a non-extractable key. */
export type AsyncOtpMac = (message: Uint8Array) => Promise<Uint8Array>;

/** A one-time password as typed, reduced to its ASCII digits. */
export type OtpCode = string & { readonly brand: 'OtpCode' };

export interface OtpRefusal {
  readonly code: 'OTP_LENGTH' | 'OTP_CHARACTERS';
  readonly expected: number;
}

/** How long one password of a TOTP lasts and where counting begins, both in seconds (RFC 6238: X and T0). */
export interface TotpClock {
  readonly period: number;
  readonly t0: number;
}

/** RFC 4226 section 5.3: dynamic truncation, as decimal digits with leading zeros. */
export function truncate(mac: Uint8Array, digits: number): string {
  return String(truncatedNumber(mac, digits)).padStart(digits, '0');
}

/** The number that these digits write. */
function truncatedNumber(mac: Uint8Array, digits: number): number {
  const octet = (index: number) => mac[index] ?? 0;
  const offset = octet(mac.length - 1) & 0x0f;
  const binary = ((octet(offset) & 0x7f) << 24) | (octet(offset + 1) << 16) | (octet(offset + 2) << 8) | octet(offset + 3);
  return binary % 10 ** digits;
}

/** @throws RangeError when the counter is not an unsigned integer below 2^53. */
export function hotp(input: { mac: OtpMac; counter: number; digits: number }): string {
  return truncate(input.mac(u64(input.counter)), input.digits);
}

/** As `hotp`, through a key that answers later. */
export async function hotpAsync(input: { mac: AsyncOtpMac; counter: number; digits: number }): Promise<string> {
  return truncate(await input.mac(u64(input.counter)), input.digits);
}

/** RFC 6238 section 4.2: the time step, which is the HOTP counter of this moment. `now` in milliseconds; negative before T0. */
export function totpStep(clock: TotpClock, now: number): number {
  return Math.floor((now / 1000 - clock.t0) / clock.period);
}

/** The moments, in Unix milliseconds, between which this step's password is the one to show. */
export function totpWindow(clock: TotpClock, step: number): { readonly validFrom: number; readonly validUntil: number } {
  return { validFrom: (clock.t0 + step * clock.period) * 1000, validUntil: (clock.t0 + (step + 1) * clock.period) * 1000 };
}

/** Digits of any script, spaces allowed. Costs no attempt. */
export function parseOtpCode(text: string, digits: number): Result<OtpCode, OtpRefusal> {
  const typed = normaliseDigits(text);
  if (typed?.length !== digits) return refuse({ code: 'OTP_LENGTH', expected: digits });
  return typed.includes('?') ? refuse({ code: 'OTP_CHARACTERS', expected: digits }) : ok(typed as OtpCode);
}

export interface TotpCheck {
  readonly code: OtpCode;
  readonly mac: OtpMac;
  readonly clock: TotpClock;
  readonly now: number;
  /** The last step ever accepted from this token: it and everything before it is spent, for ever. */
  readonly lastStep: number | undefined;
  /** Steps tolerated on either side (RFC 6238 section 5.2 advises one). */
  readonly drift: number;
}

/**
 * The step to burn, or undefined when the code is wrong, outside the window or spent. Every step of the window is computed
 * whatever matches. The *latest* matching step is burnt: were two steps to share a code, burning the earlier would let it in twice.
 */
export function matchTotp(check: TotpCheck): number | undefined {
  const { drift, lastStep = -1 } = check;
  const current = totpStep(check.clock, check.now);
  let latest: number | undefined;
  for (let step = Math.max(current - drift, 0); step <= current + drift; step += 1) {
    if (isHotp(check, step) && step > lastStep) latest = step;
  }
  return latest;
}

export interface HotpCheck {
  readonly code: OtpCode;
  readonly mac: OtpMac;
  /** The lowest counter never accepted yet. */
  readonly nextCounter: number;
  /** How many further counters are tried (RFC 4226 section 7.4: s). */
  readonly lookAhead: number;
}

/**
 * The counter to burn (the next acceptable one is one higher), or undefined. RFC 4226 section 7.4: resynchronise forward only;
 * looking back would accept a replay. The *first* match is taken: skipping to a later one would leave the token behind.
 */
export function matchHotp(check: HotpCheck): number | undefined {
  const { nextCounter, lookAhead } = check;
  let first: number | undefined;
  for (let counter = nextCounter; counter <= nextCounter + lookAhead; counter += 1) {
    if (isHotp(check, counter)) first ??= counter;
  }
  return first;
}

/** Compares as numbers, so that the time taken tells nothing about the digits that are right. Its callers ask for every candidate, whichever matches. */
function isHotp({ code, mac }: { readonly code: OtpCode; readonly mac: OtpMac }, counter: number): boolean {
  return truncatedNumber(mac(u64(counter)), code.length) === Number(code);
}

const HASHES = { SHA1: sha1, SHA256: sha256, SHA512: sha512 } as const;

/** A key in plain memory, without the platform's cryptography: for the terminal and for tests. */
export function softwareOtpMac(algorithm: OtpAlgorithm, seed: Uint8Array): OtpMac {
  return (message) => hmac(HASHES[algorithm], seed, message);
}
