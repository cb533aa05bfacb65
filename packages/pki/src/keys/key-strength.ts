import { toHex } from '../octets.ts';
import type { Digests } from '../ports.ts';
import { closePrimes } from './close-primes.ts';
import type { PublicKey, RsaPublicKey } from './public-key.ts';
import { hasRocaFingerprint } from './roca.ts';

/** What a profile takes. A kind that is left out is refused. */
export interface KeyPolicy {
  readonly rsaMinimumBits?: number;
  readonly rsaMaximumBits?: number;
  readonly curves: readonly ('P-256' | 'P-384' | 'P-521')[];
  readonly ed25519: 'accepted' | 'refused';
}

export type KeyWeakness =
  | { readonly code: 'key-kind-not-accepted' }
  | { readonly code: 'key-too-short'; readonly bits: number; readonly minimum: number }
  | { readonly code: 'key-too-long'; readonly bits: number; readonly maximum: number }
  /** Baseline Requirements 6.1.6: odd, from 2^16 + 1 to 2^256 - 1. */
  | { readonly code: 'key-exponent' }
  /** Even, divisible by a small prime, or of a length that is not a whole number of octets. */
  | { readonly code: 'key-modulus' }
  /** CVE-2017-15361: made by a library whose primes all have one form. */
  | { readonly code: 'key-roca' }
  /** Two primes so near each other that Fermat's method of 1643 finds them. */
  | { readonly code: 'key-close-primes' };

/**
 * Keys that others know and that must never be certified, by the SHA-256 of their SubjectPublicKeyInfo in hexadecimal: those of certificates
 * revoked for key compromise, and lists an operator brings, such as that of Debian's broken generator (CVE-2008-0166).
 */
export interface BlockedKeys {
  has(spkiSha256: string): boolean;
}

export function isBlocked(key: PublicKey, blocked: BlockedKeys, digests: Digests): boolean {
  return blocked.has(toHex(digests.sha256(key.spki)));
}

/** The product of the odd primes below 752 (Baseline Requirements 6.1.6 asks that the modulus has no factor smaller than that). */
const SMALL_PRIMES = oddPrimesBelow(752).reduce((product, prime) => product * prime, 1n);

/** Every weakness of a key, cheapest test first; an empty list for a good one. Lists of blocked keys are `isBlocked`'s. */
export function weaknessesOf(key: PublicKey, policy: KeyPolicy): readonly KeyWeakness[] {
  switch (key.kind) {
    case 'rsa':
      return rsaWeaknesses(key, policy);
    case 'ec':
      return policy.curves.includes(key.curve) ? [] : [{ code: 'key-kind-not-accepted' }];
    case 'ed25519':
      return policy.ed25519 === 'accepted' ? [] : [{ code: 'key-kind-not-accepted' }];
  }
}

function rsaWeaknesses(key: RsaPublicKey, policy: KeyPolicy): readonly KeyWeakness[] {
  const { modulus, modulusBits: bits, exponent } = key;
  const { rsaMinimumBits: minimum, rsaMaximumBits: maximum = 8192 } = policy;
  if (minimum === undefined) return [{ code: 'key-kind-not-accepted' }];
  // A key of a foolish length is not worth the work of the other tests.
  if (bits > maximum) return [{ code: 'key-too-long', bits, maximum }];
  const found: KeyWeakness[] = bits < minimum ? [{ code: 'key-too-short', bits, minimum }] : [];
  if (exponent % 2n === 0n || exponent < 65_537n || exponent >= 2n ** 256n) found.push({ code: 'key-exponent' });
  if (bits % 8 !== 0 || modulus % 2n === 0n || greatestCommonDivisor(modulus, SMALL_PRIMES) !== 1n) found.push({ code: 'key-modulus' });
  if (hasRocaFingerprint(modulus)) found.push({ code: 'key-roca' });
  if (closePrimes(modulus) !== undefined) found.push({ code: 'key-close-primes' });
  return found;
}

function oddPrimesBelow(limit: number): readonly bigint[] {
  const primes: number[] = [];
  for (let candidate = 3; candidate < limit; candidate += 2) if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes.map(BigInt);
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [larger, smaller] = [left, right];
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
