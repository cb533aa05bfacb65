import { concat, domain, u16, u64, u8 } from './bytes.ts';
import { asPinResetCode, type PinResetCode } from './codes.ts';
import { decimalDigits } from './decimal.ts';
import { hmacSha256 } from './key-schedule.ts';

/** The PIN Reset Code (sections 7 and 9): version, epoch modulo 100, r, and a MAC that only this token can make. */

export const PIN_RESET_CODE_VERSION = 1;
/** r, the reset random of an epoch, is drawn from 0 to 9999. */
export const RESET_RANDOM_LIMIT = 10_000;

export interface PinResetMacInput {
  /** `K_rmac` of the token. */
  readonly resetMacKey: Uint8Array;
  readonly tokenId: Uint8Array;
  readonly epoch: number;
  readonly r: number;
}

/** `prcMac`, 0 to 99999 (section 7, step 2). @throws RangeError when epoch or r is out of range. */
export function pinResetMac(input: PinResetMacInput): number {
  const { resetMacKey, tokenId, epoch, r } = input;
  demandResetRandom(r);
  const message = concat(domain('prc'), tokenId, u64(epoch), u8(PIN_RESET_CODE_VERSION), u16(r));
  return Number(decimalDigits(hmacSha256(resetMacKey, message).subarray(0, 8), 5));
}

/** The code a locked token shows; everything it needs is in the public header. */
export function pinResetCode(input: { epoch: number; r: number; mac: number }): PinResetCode {
  demandResetRandom(input.r);
  const epochDigits = String(input.epoch % 100).padStart(2, '0');
  const randomDigits = String(input.r).padStart(4, '0');
  const macDigits = String(input.mac).padStart(5, '0');
  return asPinResetCode(`${String(PIN_RESET_CODE_VERSION)}${epochDigits}${randomDigits}${macDigits}`);
}

export interface PinResetClaim {
  /** The last two digits of the epoch. */
  readonly epochMod100: number;
  readonly r: number;
  readonly mac: number;
}

/** What a well-formed PIN Reset Code claims; whether a token stands behind it is for `matchPinResetCode` to find. */
export function pinResetClaim(code: PinResetCode): PinResetClaim {
  return { epochMod100: Number(code.slice(1, 3)), r: Number(code.slice(3, 7)), mac: Number(code.slice(7, 12)) };
}

function demandResetRandom(r: number): void {
  if (!Number.isInteger(r) || r < 0 || r >= RESET_RANDOM_LIMIT) throw new RangeError(`r must be 0 to 9999, not ${String(r)}`);
}
