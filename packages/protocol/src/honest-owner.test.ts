import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUnlockCode, parsePinResetCode } from './codes.ts';
import { deriveRecoveryKeys } from './key-schedule.ts';
import { judgeConfirmation, judgeReceipt } from './portal-confirmation.ts';
import { judgeUnlockRequest } from './portal.ts';
import type { OpenVault } from './soft-token/open-vault.ts';
import { FIRST_PIN, WRONG_PIN } from './testing/demonstration-token.ts';
import { type TokenScene, lockByWrongPins, tokenScene } from './testing/token-scene.ts';
import { type TokenRecord, UNLOCK_POLICY, pendingRecord } from './token-record.ts';
import { unlockCodeDigits } from './unlock-code.ts';

/**
 * Sections 7 to 11 together: one owner, one token, one portal, and everything they may do in any order, also giving an unlock up half-way, and
 * with a network or without one. However it went, the PIN Reset Code that the token shows now is one the portal accepts: nobody honest is told
 * that it is old, or that there is a copy.
 */
class Owner {
  readonly #scene: TokenScene;
  #record: TokenRecord;
  #vault: OpenVault | undefined;
  #unlockCode: string | undefined;
  readonly #policy = { ...UNLOCK_POLICY, reissue: Number.MAX_SAFE_INTEGER };

  constructor(scene: TokenScene) {
    this.#scene = scene;
    this.#record = { ...pendingRecord(new Uint8Array(scene.activation.tokenId)), state: { kind: 'ACTIVE' } };
  }

  readonly acts = {
    'enter a wrong PIN': () => this.#scene.token.enterPin(WRONG_PIN),
    'enter the PIN': async () => {
      const outcome = await this.#scene.token.enterPin(FIRST_PIN);
      if (outcome.kind === 'open') this.#vault = outcome.vault;
    },
    lock: () => lockByWrongPins(this.#scene.token),
    'ask for an unlock code': () => this.askForUnlockCode(),
    unlock: async () => {
      const unlocked = await this.#scene.token.enterUnlockCode(this.#unlockCode ?? '');
      if (unlocked.kind !== 'must-set-pin') return;
      const outcome = await unlocked.awaiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN });
      if (outcome.kind === 'open') this.#vault = outcome.vault;
    },
    'begin to unlock and give up': async () => {
      const unlocked = await this.#scene.token.enterUnlockCode(this.#unlockCode ?? '');
      if (unlocked.kind === 'must-set-pin') unlocked.awaiting.abandon();
    },
    'confirm by one-time password': async () => {
      if ((await this.#vault?.oneTimePassword())?.kind !== 'one-time-password') return;
      const confirmed = judgeConfirmation({ ...this.#moment(), session: 's1', otp: 'right', triesLeft: 2 });
      if (confirmed.kind === 'confirmed') this.#record = confirmed.next;
    },
    'send a receipt': async () => {
      const receipt = await this.#vault?.receipt(1);
      if (receipt?.kind !== 'receipt') return;
      const judged = judgeReceipt({ ...this.#moment(), epoch: receipt.epoch });
      if (judged.kind === 'confirmed' || judged.kind === 'noted') this.#record = judged.next;
    },
    restart: () => this.#scene.restart(),
  } as const;

  async askForUnlockCode(): Promise<void> {
    const status = await this.#scene.token.showResetCode();
    if ((status.kind !== 'closed' && status.kind !== 'locked') || !status.reset) expect.unreachable(status.kind);
    const code = parsePinResetCode(status.reset.pinResetCode);
    if (!code.ok) expect.unreachable();
    const { keys, tokenId, serial, policy } = this.#scene.activation;
    const { resetMacKey, unlockKey } = deriveRecoveryKeys({ recoveryKey: keys.recoveryKey, tokenId, serial });
    const tokens = [{ record: this.#record, resetMacKey }];
    const judged = judgeUnlockRequest({ ...this.#moment(), code: code.value, tokens, session: 's1', actor: 'owner' });
    if (judged.kind !== 'issue') expect.fail(judged.refusal.code);
    this.#record = judged.next;
    const { epoch, r } = judged;
    this.#unlockCode = formatUnlockCode(unlockCodeDigits({ unlockKey, tokenId, epoch, r, n: policy.unlockDigits }));
  }

  #moment() {
    return { record: this.#record, policy: this.#policy, now: this.#scene.clock.now() };
  }
}

test('whatever an honest owner does, the PIN Reset Code shown now is never called old, forked or unknown', async () => {
  const names = Object.keys(new Owner(await tokenScene()).acts) as (keyof Owner['acts'])[];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...names), { maxLength: 40 }), async (script) => {
      const owner = new Owner(await tokenScene());
      for (const name of script) await owner.acts[name]();
      await owner.askForUnlockCode();
    }),
    { numRuns: 200 },
  );
});

test('a PIN remembered after the unlock code was out, and the unlock confirmed with it: the next lock can be unlocked', async () => {
  const owner = new Owner(await tokenScene());
  await owner.askForUnlockCode();
  await owner.acts['enter the PIN']();
  await owner.acts['confirm by one-time password']();
  await owner.acts.lock();
  await owner.askForUnlockCode();
});
