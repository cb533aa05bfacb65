import { concat, domain, u16, u64, u8 } from './bytes.ts';
import { asUnlockCode, type UnlockCode, type UnlockDigits } from './codes.ts';
import { decimalDigits } from './decimal.ts';
import { hmacSha256 } from './key-schedule.ts';

/** The unlock code (section 7, step 3): what the server computes from the recovery key, and what opens the recovery slot. */

export interface UnlockCodeInput {
  /** `K_unl` of the token. */
  readonly unlockKey: Uint8Array;
  readonly tokenId: Uint8Array;
  readonly epoch: number;
  readonly r: number;
  /** N, how many data digits the token was made with. */
  readonly n: UnlockDigits;
}

/**
 * The N data digits without check digits. They are the password of the recovery slot: `utf8(digits)`.
 * `formatUnlockCode` writes them as a person types them.
 */
export function unlockCodeDigits(input: UnlockCodeInput): UnlockCode {
  const message = concat(domain('unl'), input.tokenId, u64(input.epoch), u16(input.r), u8(input.n));
  return asUnlockCode(decimalDigits(hmacSha256(input.unlockKey, message).subarray(0, 16), input.n));
}
