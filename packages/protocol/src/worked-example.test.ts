import { expect, test } from 'vitest';
import { type Bytes, domain, fromHex, toHex, utf8 } from './bytes.ts';
import { formatPinResetCode, formatUnlockCode, parseUnlockCode } from './codes.ts';
import { type Header, PROFILE, PROFILE_P0, encodeHeader, headerHashOf, parseHeader } from './header.ts';
import { issuerIdOf } from './activation-keys.ts';
import { deriveRecoveryKeys, hkdfExpand, hkdfExtract } from './key-schedule.ts';
import type { MasterKey } from './master-key.ts';
import { pinResetCode, pinResetMac } from './pin-reset-code.ts';
import { SLOT_TYPE, type SlotFactors, type SlotType, buildSlot, openSlot } from './slot.ts';
import { realArgon2id, softwareDeviceFactor } from './testing/surroundings.ts';
import { WORKED_EXAMPLE as EXAMPLE } from './testing/vectors/worked-example.ts';
import { unlockCodeDigits } from './unlock-code.ts';
import { webCryptoAead } from './webcrypto.ts';

/** Section 19, byte for byte, with Argon2id at 64 MiB. */

const ports = { argon2id: realArgon2id, aead: webCryptoAead(crypto.subtle) };
const tokenId = fromHex(EXAMPLE.tokenId);
const binding = { headerHash: fromHex(EXAMPLE.headerHash), tokenId };
const factors: SlotFactors = { device: softwareDeviceFactor(fromHex(EXAMPLE.deviceKey)), erasable: fromHex(EXAMPLE.erasable) };
const keys = deriveRecoveryKeys({ recoveryKey: fromHex(EXAMPLE.recoveryKey), tokenId, serial: EXAMPLE.serial });

const header: Header = {
  profile: PROFILE_P0,
  issuerId: fromHex(EXAMPLE.issuerId),
  tokenId,
  epoch: EXAMPLE.epoch,
  resetRandom: EXAMPLE.resetRandom,
  resetMac: Number(EXAMPLE.pinResetCode.data.slice(7)),
  unlockDigits: EXAMPLE.unlockDigits,
  maxAttempts: EXAMPLE.maxAttempts,
  minPinLength: EXAMPLE.minPinLength,
  maxPinLength: EXAMPLE.maxPinLength,
  createdAt: EXAMPLE.createdAt,
  serial: EXAMPLE.serial,
  extensions: [],
};

function open(slot: Uint8Array, secret: string, change: Partial<SlotFactors> = {}): ReturnType<typeof openSlot> {
  return openSlot({ slot, secret: utf8(secret), factors: { ...factors, ...change }, binding }, ports);
}

interface SlotToBuild {
  readonly type: SlotType;
  readonly factors: number;
  readonly secret: string;
  readonly salt: string;
  readonly nonce: string;
}

async function build({ type, factors: factorBits, secret, salt, nonce }: SlotToBuild): Promise<string> {
  const built = await buildSlot(
    {
      head: { type, factors: factorBits, memoryKiB: EXAMPLE.memoryKiB, passes: EXAMPLE.passes, salt: fromHex(salt) },
      nonce: fromHex(nonce),
      masterKey: fromHex(EXAMPLE.masterKey),
      secret: utf8(secret),
      factors,
      binding,
    },
    ports,
  );
  return built.ok ? toHex(built.value.octets) : built.error.code;
}

/** The key itself never leaves a `MasterKey`; what it derives shows which one it is. */
function expectedVaultKey(): string {
  return toHex(hkdfExpand(hkdfExtract(new Uint8Array(16), fromHex(EXAMPLE.masterKey)), domain('vault-key'), 32));
}

function vaultKeyOf(masterKey: MasterKey): string {
  return toHex(masterKey.vaultKey(new Uint8Array(16)) ?? new Uint8Array(0));
}

function flipped(hex: string, octet: number): Bytes {
  const octets = fromHex(hex);
  octets[octet] = (octets[octet] ?? 0) ^ 1;
  return octets;
}

test('issuer id and recovery keys are those of the page', () => {
  expect(toHex(issuerIdOf(EXAMPLE.origin))).toBe(EXAMPLE.issuerId);
  expect(toHex(keys.resetMacKey)).toBe(EXAMPLE.resetMacKey);
  expect(toHex(keys.unlockKey)).toBe(EXAMPLE.unlockKey);
  expect(toHex(keys.receiptKey)).toBe(EXAMPLE.receiptKey);
});

test('both codes are those of the page', () => {
  const { epoch, resetRandom: r, unlockDigits: n } = EXAMPLE;
  const code = pinResetCode({ epoch, r, mac: pinResetMac({ resetMacKey: keys.resetMacKey, tokenId, epoch, r }) });
  expect([code, formatPinResetCode(code)]).toEqual([EXAMPLE.pinResetCode.data, EXAMPLE.pinResetCode.shown]);
  const unlock = unlockCodeDigits({ unlockKey: keys.unlockKey, tokenId, epoch, r, n });
  expect([unlock, formatUnlockCode(unlock)]).toEqual([EXAMPLE.unlockCode.data, EXAMPLE.unlockCode.shown]);
});

test('the header is built to the octet, hashed, and read back', () => {
  const octets = encodeHeader(header);
  expect(octets.ok && toHex(octets.value)).toBe(EXAMPLE.header);
  expect(toHex(headerHashOf(fromHex(EXAMPLE.header)))).toBe(EXAMPLE.headerHash);
  expect(parseHeader(fromHex(EXAMPLE.header))).toEqual({ ok: true, value: header });
});

test('both slots are built to the octet', async () => {
  const { pin, recovery, unlockCode } = EXAMPLE;
  expect(await build({ ...pin, type: SLOT_TYPE.pin, factors: PROFILE_P0, secret: pin.typed })).toBe(pin.slot);
  expect(await build({ ...recovery, type: SLOT_TYPE.recovery, factors: PROFILE.device, secret: unlockCode.data })).toBe(recovery.slot);
});

test('both slots of the page open to the same master key', async () => {
  for (const [slot, secret] of [
    [EXAMPLE.pin.slot, EXAMPLE.pin.typed],
    [EXAMPLE.recovery.slot, EXAMPLE.unlockCode.data],
  ] as const) {
    const opened = await open(fromHex(slot), secret);
    expect(opened.ok && vaultKeyOf(opened.value)).toBe(expectedVaultKey());
  }
});

test('a wrong PIN, a destroyed E and another device are all WRONG_SECRET', async () => {
  const wrong = { ok: false, error: { code: 'WRONG_SECRET' } };
  const otherDevice = softwareDeviceFactor(flipped(EXAMPLE.deviceKey, 0));
  expect(await open(fromHex(EXAMPLE.pin.slot), '482916')).toEqual(wrong);
  expect(await open(fromHex(EXAMPLE.pin.slot), EXAMPLE.pin.typed, { erasable: undefined })).toEqual(wrong);
  expect(await open(fromHex(EXAMPLE.pin.slot), EXAMPLE.pin.typed, { erasable: new Uint8Array(32) })).toEqual(wrong);
  expect(await open(fromHex(EXAMPLE.recovery.slot), EXAMPLE.unlockCode.data, { device: otherDevice })).toEqual(wrong);
});

test('a flipped bit of the ciphertext is SLOT_DAMAGED', async () => {
  expect(await open(flipped(EXAMPLE.pin.slot, 76), EXAMPLE.pin.typed)).toEqual({ ok: false, error: { code: 'SLOT_DAMAGED' } });
});

test('transposed digits, swapped groups and the PIN Reset Code itself are refused before anything is tried', () => {
  const refusal = (text: string): unknown => {
    const parsed = parseUnlockCode(text, 16);
    return parsed.ok ? 'accepted' : parsed.error;
  };
  expect(refusal('32993 52760 82889 93071')).toEqual({ code: 'CODE_TYPO', groups: [1] });
  expect(refusal('52760 23993 82889 93071')).toEqual({ code: 'CODE_TYPO', groups: [1, 2] });
  expect(refusal(EXAMPLE.pinResetCode.shown)).toEqual({ code: 'CODE_WRONG_KIND', kind: 'pin-reset' });
});
