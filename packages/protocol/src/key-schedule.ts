import { extract, expand } from '@noble/hashes/hkdf.js';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, domain, u8, utf8 } from './bytes.ts';

/** Section 2: identifiers and keys. */

export type OtpAlgorithm = 'SHA1' | 'SHA256' | 'SHA512';

export const SEED_OCTETS = { SHA1: 20, SHA256: 32, SHA512: 64 } as const;
const ALGORITHM_CODE = { SHA1: 1, SHA256: 2, SHA512: 3 } as const;

export interface TokenKeys {
  /** The one-time-password key. */
  readonly seed: Bytes;
  /** Root of everything recovery: PIN Reset Code, unlock code, receipts. */
  readonly recoveryKey: Bytes;
  /** Authenticates API calls while the token is open. */
  readonly serverKey: Bytes;
}

export interface RecoveryKeys {
  readonly resetMacKey: Bytes;
  readonly unlockKey: Bytes;
  readonly receiptKey: Bytes;
}

export function sha256(octets: Uint8Array): Bytes {
  return nobleSha256(octets);
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Bytes {
  return nobleHmac(nobleSha256, key, message);
}

/** RFC 5869 with SHA-256. */
export function hkdfExtract(salt: Uint8Array, inputKey: Uint8Array): Bytes {
  return extract(nobleSha256, inputKey, salt);
}

/** RFC 5869 with SHA-256. */
export function hkdfExpand(pseudorandomKey: Uint8Array, info: Uint8Array, length: number): Bytes {
  return expand(nobleSha256, pseudorandomKey, info, length);
}

/** The first 16 octets of `H(DS("issuer") || origin)`. */
export function issuerIdOf(origin: string): Bytes {
  return sha256(concat(domain('issuer'), utf8(origin))).slice(0, 16);
}

export function deriveTokenKeys(input: { activationKey: Uint8Array; tokenId: Uint8Array; algorithm: OtpAlgorithm }): TokenKeys {
  const { activationKey, tokenId, algorithm } = input;
  return {
    seed: hkdfExpand(activationKey, concat(domain('otp-seed'), u8(ALGORITHM_CODE[algorithm]), tokenId), SEED_OCTETS[algorithm]),
    recoveryKey: hkdfExpand(activationKey, concat(domain('krec'), tokenId), 32),
    serverKey: hkdfExpand(activationKey, concat(domain('ksrv'), tokenId), 32),
  };
}

export function deriveRecoveryKeys(input: { recoveryKey: Uint8Array; tokenId: Uint8Array; serial: string }): RecoveryKeys {
  const root = hkdfExtract(concat(input.tokenId, utf8(input.serial)), input.recoveryKey);
  return {
    resetMacKey: hkdfExpand(root, domain('reset-mac'), 32),
    unlockKey: hkdfExpand(root, domain('unlock'), 32),
    receiptKey: hkdfExpand(root, domain('receipt'), 32),
  };
}
