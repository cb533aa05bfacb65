import { utf8 } from '../bytes.ts';
import type { OtpAccount } from '../otp-account.ts';
import type { OpenPersonalVault } from '../personal-vault/open-personal-vault.ts';
import type { PersonalVault } from '../personal-vault/face.ts';
import type { AccountId, PersonalAccount, PersonalContents } from '../personal-vault/personal-contents.ts';
import { personalVault } from '../personal-vault/personal-vault.ts';
import type { TokenPorts } from '../ports.ts';
import { FIRST_PIN, WRONG_PIN } from './demonstration-token.ts';
import { type TestDevice, testDevice } from './surroundings.ts';

export const PERSONAL_POLICY = { maxAttempts: 5, minPinLength: 6, maxPinLength: 16 } as const;

/** RFC 4226 appendix D and RFC 6238 appendix B: one secret, whose passwords everybody can look up. */
const RFC_SECRET = '12345678901234567890';

export const TIME_BASED = 'AAAAAAAAAAE' as AccountId;
export const COUNTER_BASED = 'AAAAAAAAAAI' as AccountId;

export function personalAccount(id: AccountId, change: Partial<PersonalAccount> = {}): PersonalAccount {
  const account: OtpAccount = {
    issuer: 'Harbour Library',
    label: 'ada@quay.example',
    otp: { type: 'totp', algorithm: 'SHA1', digits: 8, period: 30, counter: 0 },
    secret: utf8(RFC_SECRET),
  };
  return { ...account, id, isPinned: false, usedAt: 0, isDeleted: false, ...change };
}

/** One account of each kind. */
export function twoAccounts(): readonly PersonalAccount[] {
  const counterBased = { type: 'hotp', algorithm: 'SHA1', digits: 6, period: 30, counter: 0 } as const;
  return [personalAccount(TIME_BASED), personalAccount(COUNTER_BASED, { issuer: 'Tide Office', otp: counterBased })];
}

/** A personal vault with two accounts on a device of its own, closed. */
export interface PersonalScene extends TestDevice {
  readonly vault: PersonalVault;
  readonly recoveryKey: string;
  /** The app starts anew over the same storage, with its start-up repair. */
  restart(): Promise<PersonalVault>;
}

export async function personalScene(seed = 'device', change: Partial<TokenPorts> = {}): Promise<PersonalScene> {
  const device = testDevice(seed, change);
  const open = await createForTest(device.ports);
  const recoveryKey = await keyOf(open);
  await open.change((contents) => ({ ...contents, accounts: twoAccounts() }));
  open.close();
  return sceneOfVault(device, recoveryKey);
}

export function sceneOfVault(device: TestDevice, recoveryKey: string): PersonalScene {
  return {
    ...device,
    recoveryKey,
    vault: personalVault(device.ports),
    async restart() {
      device.storage.revive();
      const restarted = personalVault(device.ports);
      await restarted.start();
      return restarted;
    },
  };
}

/** Creates a vault and leaves it open. @throws Error when it is refused, which is a broken test. */
export async function createForTest(ports: TokenPorts, pin = FIRST_PIN): Promise<OpenPersonalVault> {
  const created = await personalVault(ports).create(PERSONAL_POLICY);
  if (created.kind !== 'set-pin') throw new Error(`the vault was refused: ${created.error.code}`);
  const opened = await created.awaiting.setPin({ pin, repeated: pin });
  if (opened.kind !== 'open') throw new Error(`the PIN was refused: ${opened.error.code}`);
  return opened.vault;
}

/** The recovery key as it is shown, or a broken test. */
export async function keyOf(open: OpenPersonalVault): Promise<string> {
  const shown = await open.recoveryKey();
  if (shown.kind !== 'recovery-key') throw new Error(`no recovery key is shown: ${shown.kind}`);
  return shown.text;
}

/** The open vault, or a broken test. */
export async function openVaultWith(vault: PersonalVault, pin = FIRST_PIN): Promise<OpenPersonalVault> {
  const outcome = await vault.enterPin(pin);
  if (outcome.kind !== 'open') throw new Error(`the PIN did not open: ${outcome.kind}`);
  return outcome.vault;
}

/** Recovery key, new PIN, and the vault it opens. */
export async function recoverWith(vault: PersonalVault, input: { readonly key: string; readonly pin: string }): Promise<OpenPersonalVault> {
  const recovered = await vault.enterRecoveryKey(input.key);
  if (recovered.kind !== 'must-set-pin') throw new Error(`the recovery key did not open: ${recovered.kind}`);
  const outcome = await recovered.awaiting.setPin({ pin: input.pin, repeated: input.pin });
  if (outcome.kind !== 'open') throw new Error(`the new PIN was refused: ${outcome.error.code}`);
  return outcome.vault;
}

/** Wrong PINs until the vault is locked. */
export async function lockVault(vault: PersonalVault): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if ((await vault.enterPin(WRONG_PIN)).kind === 'locked') return;
  }
  throw new Error('the vault did not lock');
}

/** Digits of the time-based account at this moment, or a broken test. */
export async function passwordIn(open: OpenPersonalVault): Promise<string> {
  const shown = await open.passwords();
  if (shown.kind !== 'passwords') throw new Error(`no passwords: ${shown.error.code}`);
  return shown.passwords.find(({ id }) => id === TIME_BASED)?.digits ?? '';
}

/** A list with one account more. */
export function withOneMore(account: PersonalAccount): (contents: PersonalContents) => PersonalContents {
  return (contents) => ({ ...contents, accounts: [...contents.accounts, account] });
}
