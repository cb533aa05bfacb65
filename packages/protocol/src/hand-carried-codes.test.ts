import { describe, expect, test } from 'vitest';
import { fromHex } from './bytes.ts';
import { type UnlockDigits, formatPinResetCode, formatUnlockCode, parsePinResetCode } from './codes.ts';
import { deriveRecoveryKeys } from './key-schedule.ts';
import { pinResetClaim, pinResetCode, pinResetMac } from './pin-reset-code.ts';
import { readVectors } from './testing/read-vectors.ts';
import { unlockCodeDigits } from './unlock-code.ts';

interface PinResetVector {
  readonly tokenId: string;
  readonly serial: string;
  readonly kRec: string;
  readonly epoch: string;
  readonly r: number;
  readonly code: string;
}

const pinResetVectors = readVectors<readonly PinResetVector[]>('prc');
const unlockVectors = readVectors<readonly (PinResetVector & { readonly n: UnlockDigits })[]>('unl');

function keysOf(vector: PinResetVector): ReturnType<typeof deriveRecoveryKeys> & { tokenId: Uint8Array; epoch: number; r: number } {
  const tokenId = fromHex(vector.tokenId);
  const keys = deriveRecoveryKeys({ recoveryKey: fromHex(vector.kRec), tokenId, serial: vector.serial });
  return { ...keys, tokenId, epoch: Number(vector.epoch), r: vector.r };
}

test('the first vector of each file is the worked example of section 19', () => {
  expect(pinResetVectors[0]).toMatchObject({ serial: 'ST-482-719-36', epoch: '7', r: 5831, code: '10751 83150 83728' });
  expect(unlockVectors[0]).toMatchObject({ serial: 'ST-482-719-36', epoch: '7', r: 5831, n: 16, code: '23993 52760 82889 93071' });
});

test.each(pinResetVectors)('PIN Reset Code of epoch $epoch, r $r, serial $serial', (vector) => {
  const { epoch, r, ...keys } = keysOf(vector);
  const code = pinResetCode({ epoch, r, mac: pinResetMac({ ...keys, epoch, r }) });
  expect(formatPinResetCode(code)).toBe(vector.code);
  const parsed = parsePinResetCode(vector.code);
  expect(parsed.ok && pinResetClaim(parsed.value)).toEqual({ epochMod100: epoch % 100, r, mac: Number(code.slice(7)) });
});

test.each(unlockVectors)('unlock code of $n digits, epoch $epoch, r $r, serial $serial', (vector) => {
  expect(formatUnlockCode(unlockCodeDigits({ ...keysOf(vector), n: vector.n }))).toBe(vector.code);
});

describe('a lock that cannot be is not given a code', () => {
  const keys = keysOf(pinResetVectors[0] ?? expect.fail('no vectors'));

  test.each([-1, 10_000, 0.5, Number.NaN])('r of %s', (r) => {
    expect(() => pinResetMac({ ...keys, r })).toThrow(RangeError);
    expect(() => pinResetCode({ epoch: 7, r, mac: 0 })).toThrow(RangeError);
  });

  test.each([-1, 0.5, 2 ** 53, Number.NaN])('epoch %s', (epoch) => {
    expect(() => pinResetMac({ ...keys, epoch })).toThrow(RangeError);
    expect(() => unlockCodeDigits({ ...keys, epoch, n: 16 })).toThrow(RangeError);
  });

  test.each([-1, 100_000])('MAC of %s', (mac) => {
    expect(() => pinResetCode({ epoch: 7, r: 0, mac })).toThrow(RangeError);
  });
});

test('every input of the unlock code changes it', () => {
  const keys = keysOf(pinResetVectors[0] ?? expect.fail('no vectors'));
  const code = unlockCodeDigits({ ...keys, n: 16 });
  const others: readonly string[] = [
    unlockCodeDigits({ ...keys, n: 16, epoch: 8 }),
    unlockCodeDigits({ ...keys, n: 16, r: 5832 }),
    unlockCodeDigits({ ...keys, n: 16, tokenId: new Uint8Array(16) }),
    unlockCodeDigits({ ...keys, n: 16, unlockKey: keys.resetMacKey }),
    // N is authenticated too: a longer code does not end in a shorter one.
    unlockCodeDigits({ ...keys, n: 20 }).slice(-16),
    unlockCodeDigits({ ...keys, n: 20 }).slice(0, 16),
  ];
  expect(others).not.toContain(code);
});
