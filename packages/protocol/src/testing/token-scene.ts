import { hotpAsync, totpStep } from '../otp.ts';
import type { Result } from '../result.ts';
import type { DeviceError } from '../device-errors.ts';
import type { Activation, SoftToken } from '../soft-token/face.ts';
import type { OpenVault } from '../soft-token/open-vault.ts';
import { softToken } from '../soft-token/soft-token.ts';
import type { TokenPorts } from '../ports.ts';
import { FIRST_PIN, WRONG_PIN, activateForTest, testActivation, unlockCodeFor } from './demonstration-token.ts';
import { type TestDevice, testDevice } from './surroundings.ts';

/** An activated token on a device of its own, closed, and the few things every test does with one. */
export interface TokenScene extends TestDevice {
  readonly activation: Activation;
  readonly token: SoftToken;
  /** The app starts anew over the same storage, with its start-up repair. */
  restart(): Promise<SoftToken>;
  /** The portal's answer to the PIN Reset Code shown now. */
  unlockCode(): Promise<string>;
  /** The one-time password that the server expects at this moment, from the seed itself. */
  expectedOtp(): Promise<string>;
}

export async function tokenScene(seed = 'device', change: Partial<TokenPorts> = {}, activation = testActivation()): Promise<TokenScene> {
  const device = testDevice(seed, change);
  const vault = await activateForTest(device.ports, activation);
  vault.close();
  return sceneOf(device, activation);
}

/** The same for a device that may be at any point of its life. */
export function sceneOf(device: TestDevice, activation: Activation): TokenScene {
  const token = softToken(device.ports);
  return {
    ...device,
    activation,
    token,
    async restart() {
      device.storage.revive();
      const restarted = softToken(device.ports);
      await restarted.start();
      return restarted;
    },
    async unlockCode() {
      const status = await token.showResetCode();
      if ((status.kind !== 'closed' && status.kind !== 'locked') || !status.reset)
        throw new Error(`no PIN Reset Code while ${status.kind}`);
      return unlockCodeFor({ ...activation, pinResetCode: status.reset.pinResetCode, unlockDigits: status.policy.unlockDigits });
    },
    async expectedOtp() {
      const { otp, keys, skewMs = 0 } = activation;
      const key = await device.ports.otpKeys.hold({ seed: keys.seed, algorithm: otp.algorithm });
      return hotpAsync({ mac: (message) => key.mac(message), counter: totpStep(otp, device.clock.now() + skewMs), digits: otp.digits });
    },
  };
}

/** Wrong PINs until the token is locked. */
export async function lockByWrongPins(token: SoftToken): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if ((await token.enterPin(WRONG_PIN)).kind === 'locked') return;
  }
  throw new Error('the token did not lock');
}

/** The vault, or a broken test. */
export async function openWith(token: SoftToken, pin = FIRST_PIN): Promise<OpenVault> {
  const outcome = await token.enterPin(pin);
  if (outcome.kind !== 'open') throw new Error(`the PIN did not open: ${outcome.kind}`);
  return outcome.vault;
}

/** The digits shown, or a broken test. */
export async function otpOf(vault: OpenVault): Promise<string> {
  const shown = await vault.oneTimePassword();
  if (shown.kind !== 'one-time-password') throw new Error(`no one-time password: ${shown.error.code}`);
  return shown.digits;
}

/** Unlock code, new PIN, and the vault it opens. */
export async function unlockWith(token: SoftToken, code: string, pin: string): Promise<OpenVault> {
  const unlocked = await token.enterUnlockCode(code);
  if (unlocked.kind !== 'must-set-pin') throw new Error(`the unlock code did not open: ${unlocked.kind}`);
  const outcome = await unlocked.awaiting.setPin({ pin, repeated: pin });
  if (outcome.kind !== 'open') throw new Error(`the new PIN was refused: ${outcome.error.code}`);
  return outcome.vault;
}

/** The value of a result, or a broken test. */
export function valueOf<Value>(result: Result<Value, DeviceError>): Value {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
