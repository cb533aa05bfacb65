import { type Bytes, concat, domain, u8, utf8 } from './bytes.ts';
import { type OtpAlgorithm, SEED_OCTETS, hkdfExpand, sha256 } from './key-schedule.ts';

/** Section 2: what is derived once, when a token is activated or its keys are renewed. */

export interface TokenKeys {
  /** The one-time-password key. */
  readonly seed: Bytes;
  /** Root of everything recovery: PIN Reset Code, unlock code, receipts. */
  readonly recoveryKey: Bytes;
  /** Authenticates API calls while the token is open. */
  readonly serverKey: Bytes;
}

const ALGORITHM_CODE = { SHA1: 1, SHA256: 2, SHA512: 3 } as const;

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
