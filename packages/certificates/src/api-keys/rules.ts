import { type Bytes, type Cryptography, fromHex, toHex } from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';
import { type Permission, type Role, type Scope, grants, parseScopes } from '../people/rules.ts';
import { type Refusal, refuse } from '../refusals.ts';

/**
 * Keys of programs. A key is 256 random bits, so a fast hash keeps it as well as a slow one would: a slow one is for what people choose, and here would only
 * cost each request its time.
 *
 *     made ──time──▶ expired
 *       └──revoke, by its maker or an administrator──▶ revoked
 *
 * It opens nothing either while its maker has no role, or has not been vouched for by the Federation for so long that nobody can say they still would be.
 */

/** `sallyport_key_`, the random octets, the first four octets of their SHA-256; in hexadecimal. */
const SHAPE = /^sallyport_key_([0-9a-f]{64})([0-9a-f]{8})$/;
const PREFIX = 'sallyport_key_';
export const KEY_OCTETS = 32;
/** Hexadecimal digits that people see: enough to tell keys apart, and 224 bits remain. */
const SHOWN_DIGITS = 8;

export const KEY_NAME_MAX_CHARACTERS = 60;
export const KEY_MAX_DAYS = 366;
export const KEYS_OF_A_PERSON = 50;
const DAY_MS = 86_400_000;
/** A quarter: whoever uses Certificate Services at all signs in more often. */
const MAKER_UNSEEN_DAYS = 92;

/** The check digits let a scanner tell a key from what only looks like one, without asking anybody. */
export function formatApiKey(octets: Bytes, { sha256 }: Pick<Cryptography, 'sha256'>): string {
  return PREFIX + toHex(octets) + checkDigits(octets, sha256);
}

/** Undefined for what no key of ours looks like. */
export function parseApiKey(text: string, { sha256 }: Pick<Cryptography, 'sha256'>): Bytes | undefined {
  const [, digits, check] = SHAPE.exec(text) ?? [];
  if (digits === undefined || check === undefined) return undefined;
  const octets = fromHex(digits);
  return checkDigits(octets, sha256) === check ? octets : undefined;
}

function checkDigits(octets: Bytes, sha256: Cryptography['sha256']): string {
  return toHex(sha256(octets)).slice(-8);
}

export function beginningOf(octets: Bytes): string {
  return PREFIX + toHex(octets).slice(0, SHOWN_DIGITS);
}

/** What somebody wants a key to be. */
export interface KeyWish {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly days: number;
}

export interface GoodKeyWish {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Instant;
}

type WishRefusal = Refusal<'api-key-name-refused' | 'scopes-refused' | 'api-key-days-refused'>;

export function judgeKeyWish(
  wish: KeyWish,
  { roles, now }: { readonly roles: readonly Role[]; readonly now: Instant },
): GoodKeyWish | WishRefusal {
  const name = wish.name.trim();
  if (name === '' || name.length > KEY_NAME_MAX_CHARACTERS) {
    return refuse('api-key-name-refused', String(name.length), { limit: KEY_NAME_MAX_CHARACTERS });
  }
  const scopes = parseScopes(wish.scopes);
  if (scopes === undefined || scopes.length === 0) return refuse('scopes-refused', scopes === undefined ? 'not of the list' : 'none');
  const beyond = scopes.filter((scope: Permission) => !grants(roles, scope));
  if (beyond.length > 0) return refuse('scopes-refused', `beyond the maker: ${beyond.join(' ')}`, { scopes: beyond });
  const { days } = wish;
  if (!Number.isSafeInteger(days) || days < 1 || days > KEY_MAX_DAYS) {
    return refuse('api-key-days-refused', String(days), { limit: KEY_MAX_DAYS });
  }
  return { name, scopes, expiresAt: now + days * DAY_MS };
}

/** A key that was found, with whose it is and where they are now. */
export interface FoundKey {
  readonly organisation_id: string;
  readonly expires_at: Instant;
  readonly revoked_at: Instant | null;
  readonly maker_organisation_id: string;
  readonly maker_seen_at: Instant;
}

/** Undefined when it opens what its scopes name. The reason is for the audit log alone. */
export function faultOfKey(key: FoundKey | undefined, now: Instant): string | undefined {
  if (key === undefined) return 'unknown';
  if (key.revoked_at !== null) return 'revoked';
  if (key.expires_at <= now) return 'expired';
  if (key.maker_organisation_id !== key.organisation_id) return 'its maker has left the organisation';
  if (key.maker_seen_at + MAKER_UNSEEN_DAYS * DAY_MS <= now) return 'its maker has not signed in for long';
  return undefined;
}
