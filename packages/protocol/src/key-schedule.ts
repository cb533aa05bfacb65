import { extract, expand } from '@noble/hashes/hkdf.js';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, domain, utf8 } from './bytes.ts';

/** Section 2: identifiers and keys. */

export type OtpAlgorithm = 'SHA1' | 'SHA256' | 'SHA512';

export const SEED_OCTETS = { SHA1: 20, SHA256: 32, SHA512: 64 } as const;

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

export function deriveRecoveryKeys(input: { recoveryKey: Uint8Array; tokenId: Uint8Array; serial: string }): RecoveryKeys {
  const root = hkdfExtract(concat(input.tokenId, utf8(input.serial)), input.recoveryKey);
  return {
    resetMacKey: hkdfExpand(root, domain('reset-mac'), 32),
    unlockKey: hkdfExpand(root, domain('unlock'), 32),
    receiptKey: hkdfExpand(root, domain('receipt'), 32),
  };
}
