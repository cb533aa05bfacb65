import { type Base32Refusal, decodeBase32 } from './base32.ts';
import type { Bytes } from './bytes.ts';
import { isCount, isCountWithin } from './json.ts';
import type { OtpAlgorithm } from './key-schedule.ts';
import { type Result, ok, refuse } from './result.ts';

/** One account of somebody else's service, whose one-time passwords this token can make. Seconds for `period`. */
export interface OtpAccount {
  readonly issuer: string;
  readonly label: string;
  readonly otp: AccountOtp;
  readonly secret: Bytes;
}

export interface AccountOtp {
  readonly type: 'totp' | 'hotp';
  readonly algorithm: OtpAlgorithm;
  readonly digits: 6 | 7 | 8;
  readonly period: number;
  /** The counter of the next password; 0 for `totp`. */
  readonly counter: number;
}

/** What is wrong with something that should be an account. `what` of a type or an algorithm is as written, cut short. */
export type AccountRefusal =
  | { readonly code: 'ACCOUNT_TYPE'; readonly what: string }
  | { readonly code: 'ACCOUNT_ALGORITHM'; readonly what: string }
  | { readonly code: 'ACCOUNT_DIGITS' }
  | { readonly code: 'ACCOUNT_PERIOD' }
  | { readonly code: 'ACCOUNT_COUNTER' }
  | { readonly code: 'ACCOUNT_SECRET'; readonly problem: Base32Refusal }
  /** The issuer or the label is longer than `MAX_ACCOUNT_TEXT`. */
  | { readonly code: 'ACCOUNT_TEXT'; readonly field: 'issuer' | 'label' };

/** As a file or a link says it, nothing checked yet. What is undefined is taken at the default of the Key URI format. */
export interface AccountClaim {
  readonly issuer: unknown;
  readonly label: unknown;
  readonly type: unknown;
  readonly algorithm: unknown;
  readonly digits: unknown;
  readonly period: unknown;
  readonly counter: unknown;
  /** Base32 text, or the octets themselves. */
  readonly secret: unknown;
}

export const MAX_ACCOUNT_TEXT = 256;
export const MAX_ACCOUNT_SECRET_OCTETS = 128;
const MAX_PERIOD_SECONDS = 86_400;
const MAX_QUOTED_CHARACTERS = 32;

/** The account, or the first thing that is wrong with it. */
export function readAccount(claim: AccountClaim): Result<OtpAccount, AccountRefusal> {
  const type = lowerCase(claim.type);
  if (type !== 'totp' && type !== 'hotp') return refuse({ code: 'ACCOUNT_TYPE', what: quoted(claim.type) });
  const otp = readOtp(type, claim);
  if (!otp.ok) return otp;
  const secret = readSecret(claim.secret);
  if (!secret.ok) return refuse({ code: 'ACCOUNT_SECRET', problem: secret.error });
  const issuer = readText(claim.issuer);
  if (issuer === undefined) return refuse({ code: 'ACCOUNT_TEXT', field: 'issuer' });
  const label = readText(claim.label);
  if (label === undefined) return refuse({ code: 'ACCOUNT_TEXT', field: 'label' });
  return ok({ issuer, label, otp: otp.value, secret: secret.value });
}

/** Both spellings in use: `SHA256` of the Key URI format, `HmacSHA256` and `SHA-256` of other programs. */
export function readAlgorithm(name: unknown): OtpAlgorithm | undefined {
  if (typeof name !== 'string' || name.length > MAX_QUOTED_CHARACTERS) return undefined;
  const plain = name.toUpperCase().replace(/^HMAC[-_]?/, '');
  return (['SHA1', 'SHA256', 'SHA512'] as const).find((known) => plain.replace(/^SHA[-_]/, 'SHA') === known);
}

/**
 * One line: every run of white space and control characters is one space, and what is no character of Unicode is replaced. The controls
 * that turn the direction of writing around count among them: with them one service's name could be made to look like another's.
 */
export function tidyText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
}

function readOtp(type: 'totp' | 'hotp', claim: AccountClaim): Result<AccountOtp, AccountRefusal> {
  const algorithm = readAlgorithm(claim.algorithm ?? 'SHA1');
  if (algorithm === undefined) return refuse({ code: 'ACCOUNT_ALGORITHM', what: quoted(claim.algorithm) });
  const digits = claim.digits ?? 6;
  if (digits !== 6 && digits !== 7 && digits !== 8) return refuse({ code: 'ACCOUNT_DIGITS' });
  if (type === 'hotp') {
    const { counter } = claim;
    return isCount(counter) ? ok({ type, algorithm, digits, period: 30, counter }) : refuse({ code: 'ACCOUNT_COUNTER' });
  }
  const period = claim.period ?? 30;
  if (!isCountWithin(period, 1, MAX_PERIOD_SECONDS)) return refuse({ code: 'ACCOUNT_PERIOD' });
  return ok({ type, algorithm, digits, period, counter: 0 });
}

function readSecret(secret: unknown): Result<Bytes, Base32Refusal> {
  if (secret === undefined || secret === null) return refuse('empty');
  const octets = secret instanceof Uint8Array ? ok(new Uint8Array(secret)) : decodeBase32(typeof secret === 'string' ? secret : '?');
  if (!octets.ok) return octets;
  if (octets.value.length === 0) return refuse('empty');
  return octets.value.length > MAX_ACCOUNT_SECRET_OCTETS ? refuse('too-long') : octets;
}

function readText(text: unknown): string | undefined {
  const tidy = tidyText(typeof text === 'string' ? text : '');
  return tidy.length <= MAX_ACCOUNT_TEXT ? tidy : undefined;
}

function lowerCase(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_QUOTED_CHARACTERS).toLowerCase() : undefined;
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? tidyText(value.slice(0, MAX_QUOTED_CHARACTERS)) : '';
}
