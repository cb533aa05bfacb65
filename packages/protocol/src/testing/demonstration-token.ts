import { parsePinResetCode, formatUnlockCode, type UnlockDigits } from '../codes.ts';
import { type TokenKeys, deriveTokenKeys } from '../activation-keys.ts';
import { deriveRecoveryKeys } from '../key-schedule.ts';
import { pinResetClaim } from '../pin-reset-code.ts';
import type { TokenPorts } from '../ports.ts';
import type { Activation } from '../soft-token/face.ts';
import type { OpenVault } from '../soft-token/open-vault.ts';
import { softToken } from '../soft-token/soft-token.ts';
import { unlockCodeDigits } from '../unlock-code.ts';
import { seededRandomness } from './surroundings.ts';

/** PINs no rule objects to. */
export const FIRST_PIN = '482915';
export const SECOND_PIN = '730264';
export const WRONG_PIN = '604817';

/** What an activation hands to the token; its keys are fresh copies each time, as the token's caller wipes them. */
export function testActivation(change: Partial<Activation> = {}): Activation {
  const random = seededRandomness('issuer');
  const tokenId = random.bytes(16);
  return {
    tokenId,
    serial: 'ST-482-719-36',
    origin: 'https://token.example',
    keys: deriveTokenKeys({ activationKey: random.bytes(32), tokenId, algorithm: 'SHA256' }),
    otp: { type: 'totp', algorithm: 'SHA256', digits: 6, period: 30, t0: 0, counter: 0, suite: undefined },
    policy: { maxAttempts: 5, minPinLength: 6, maxPinLength: 12, unlockDigits: 16, prfOnlyAllowed: false },
    issuer: 'Northwind Harbour Authority',
    label: 'Ada Quay',
    portal: 'https://self.example',
    issuerKey: undefined,
    skewMs: 0,
    ...change,
  };
}

/** Activates and leaves the vault open. @throws Error when the token refuses, which is a broken test. */
export async function activateForTest(ports: TokenPorts, activation = testActivation(), pin = FIRST_PIN): Promise<OpenVault> {
  const prepared = await softToken(ports).activate(activation);
  if (prepared.kind !== 'set-pin') throw new Error(`activation refused: ${prepared.error.code}`);
  const opened = await prepared.awaiting.setPin({ pin, repeated: pin });
  if (opened.kind !== 'open') throw new Error(`PIN refused: ${opened.error.code}`);
  return opened.vault;
}

/** The portal's half in one line: the unlock code for the PIN Reset Code shown, for epochs below 100. @throws Error when it is not one. */
export function unlockCodeFor(input: {
  readonly pinResetCode: string;
  readonly keys: Pick<TokenKeys, 'recoveryKey'>;
  readonly tokenId: Uint8Array;
  readonly serial: string;
  readonly unlockDigits: UnlockDigits;
}): string {
  const code = parsePinResetCode(input.pinResetCode);
  if (!code.ok) throw new Error(`not a PIN Reset Code: ${code.error.code}`);
  const { epochMod100, r } = pinResetClaim(code.value);
  const { unlockKey } = deriveRecoveryKeys({ recoveryKey: input.keys.recoveryKey, tokenId: input.tokenId, serial: input.serial });
  return formatUnlockCode(unlockCodeDigits({ unlockKey, tokenId: input.tokenId, epoch: epochMod100, r, n: input.unlockDigits }));
}
