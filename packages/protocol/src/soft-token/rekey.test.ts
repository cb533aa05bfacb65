import { describe, expect, test } from 'vitest';
import type { TokenKeys } from '../activation-keys.ts';
import { FIRST_PIN, SECOND_PIN } from '../testing/demonstration-token.ts';
import { Killed } from '../testing/memory-token-storage.ts';
import { protectedScene } from '../testing/protected-scene.ts';
import { type Renewal, renewalFor } from '../testing/renewal.ts';
import { type TokenScene, lockByWrongPins, openWith, otpOf, sceneOf, tokenScene, unlockWith } from '../testing/token-scene.ts';
import { REKEY_COMMIT_MS, momentOf } from './device-moment.ts';
import { softToken } from './soft-token.ts';

/** Section 15, re-key, the device's last step: COMMIT of the new keys under the PIN that is still at hand. */

interface RekeyScene extends TokenScene {
  readonly renewal: Renewal;
  readonly oldKeys: TokenKeys;
}

async function rekeyScene(): Promise<RekeyScene> {
  const scene = await tokenScene();
  const { keys } = scene.activation;
  return { ...scene, renewal: await renewalFor(scene.activation), oldKeys: keys };
}

/** What the server expects of a token with these keys. */
function withKeys(scene: TokenScene, keys: TokenKeys): TokenScene {
  return sceneOf(scene, { ...scene.activation, keys });
}

async function rekey(scene: RekeyScene) {
  const vault = await openWith(scene.token);
  return vault.renew(scene.renewal.material, momentOf(scene.clock));
}

describe('no COMMIT happens', () => {
  test('once the PIN was forgotten: the vault goes on under the old keys', async () => {
    const scene = await rekeyScene();
    const vault = await openWith(scene.token);
    expect(vault.holdsPin).toBe(true);
    vault.forgetPin();
    expect(vault.holdsPin).toBe(false);
    const before = scene.storage.snapshot();
    expect(await vault.renew(scene.renewal.material, momentOf(scene.clock))).toEqual({ kind: 'pin-forgotten' });
    expect(scene.storage.snapshot()).toEqual(before);
    expect(await otpOf(vault)).toBe(await scene.expectedOtp());
  });

  test.each(['both clocks', 'the wall clock alone, after a sleep', 'the monotonic clock alone, the wall clock set back'])(
    'when the answer has been lying about too long by %s',
    async (clocks) => {
      const scene = await rekeyScene();
      const vault = await openWith(scene.token);
      const sentAt = momentOf(scene.clock);
      if (clocks === 'the wall clock alone, after a sleep') scene.clock.setWallClock(sentAt.wallMs + REKEY_COMMIT_MS + 1);
      else scene.clock.advance(REKEY_COMMIT_MS + 1);
      if (clocks.startsWith('the monotonic')) scene.clock.setWallClock(sentAt.wallMs - 86_400_000);
      expect(await vault.renew(scene.renewal.material, sentAt)).toEqual({ kind: 'too-late' });
      expect(await otpOf(await openWith(scene.token))).toBe(await scene.expectedOtp());
    },
  );

  test('when another window has locked the token, changed its PIN or renewed its keys meanwhile', async () => {
    const moves = [
      (scene: RekeyScene) => lockByWrongPins(scene.token),
      async (scene: RekeyScene) => (await openWith(scene.token)).changePin({ pin: SECOND_PIN, repeated: SECOND_PIN }),
      async (scene: RekeyScene) =>
        (await openWith(scene.token)).renew((await renewalFor(scene.activation, 7)).material, momentOf(scene.clock)),
    ];
    for (const move of moves) {
      const scene = await rekeyScene();
      const vault = await openWith(scene.token);
      await move(scene);
      const before = scene.storage.snapshot();
      expect(await vault.renew(scene.renewal.material, momentOf(scene.clock))).toMatchObject({ error: { code: 'VAULT_CLOSED' } });
      expect(scene.storage.snapshot()).toEqual(before);
    }
  });
});

test('the new keys serve, the PIN is the same, and nothing of the old keys opens or answers any more', async () => {
  const scene = await rekeyScene();
  // Its PIN Reset Code was shown, so that the PIN alone makes an epoch of its own first.
  const oldCode = await scene.unlockCode();
  const oldOtp = await scene.expectedOtp();
  const vault = await openWith(scene.token);
  const outcome = await vault.renew(scene.renewal.material, momentOf(scene.clock));
  if (outcome.kind !== 'open') expect.unreachable(outcome.kind);
  const after = withKeys(scene, scene.renewal.keys);
  expect([vault.isOpen, outcome.vault.isOpen, outcome.vault.holdsPin]).toEqual([false, true, false]);
  expect(outcome.vault.identity).toMatchObject({ epoch: 2, serial: 'ST-482-719-36' });
  expect(await otpOf(outcome.vault)).toBe(await after.expectedOtp());
  expect(await after.expectedOtp()).not.toBe(oldOtp);
  expect((await scene.token.enterUnlockCode(oldCode)).kind).toBe('wrong-code');
  expect(await otpOf(await openWith(scene.token, FIRST_PIN))).toBe(await after.expectedOtp());
  expect(await otpOf(await unlockWith(scene.token, await after.unlockCode(), SECOND_PIN))).toBe(await after.expectedOtp());
});

test('the material is wiped, whatever became of it', async () => {
  const scene = await rekeyScene();
  const { material } = scene.renewal;
  const vault = await openWith(scene.token);
  vault.forgetPin();
  await vault.renew(material, momentOf(scene.clock));
  expect(Object.values(material).every((part: Uint8Array) => part.every((octet) => octet === 0))).toBe(true);
});

test('a PIN that was just set can renew the keys too, and closing forgets it', async () => {
  const scene = await rekeyScene();
  await lockByWrongPins(scene.token);
  const vault = await unlockWith(scene.token, await scene.unlockCode(), SECOND_PIN);
  const outcome = await vault.renew(scene.renewal.material, momentOf(scene.clock));
  if (outcome.kind !== 'open') expect.unreachable(outcome.kind);
  expect(await otpOf(await openWith(scene.token, SECOND_PIN))).toBe(await withKeys(scene, scene.renewal.keys).expectedOtp());
  const closed = await openWith(scene.token, SECOND_PIN);
  closed.close();
  expect(closed.holdsPin).toBe(false);
});

/** The old keys whole or the new ones whole, by PIN and by unlock code; never neither, never a mixture. */
async function expectWhole(scene: RekeyScene): Promise<'old' | 'new'> {
  const token = await scene.restart();
  const vault = await openWith(token);
  const candidates = [
    ['old', withKeys(scene, scene.oldKeys)],
    ['new', withKeys(scene, scene.renewal.keys)],
  ] as const;
  const shown = await otpOf(vault);
  for (const [name, candidate] of candidates) {
    if (shown !== (await candidate.expectedOtp())) continue;
    expect(vault.identity.epoch).toBe(name === 'old' ? 0 : 1);
    expect(await scene.storage.epochsFound()).toEqual([vault.identity.epoch]);
    expect(await otpOf(await unlockWith(token, await candidate.unlockCode(), SECOND_PIN))).toBe(shown);
    return name;
  }
  return expect.unreachable('neither the old keys nor the new ones');
}

test('killed before any of its steps, and again before any step of the repair, the token has the old keys whole or the new ones', async () => {
  const rehearsal = await rekeyScene();
  const opened = await openWith(rehearsal.token);
  rehearsal.storage.revive();
  await opened.renew(rehearsal.renewal.material, momentOf(rehearsal.clock));
  const steps = rehearsal.storage.stepsTaken;
  const found: string[] = [];
  for (let step = 0; step < steps.length; step += 1) {
    const dying = async (): Promise<RekeyScene> => {
      const scene = await rekeyScene();
      const vault = await openWith(scene.token);
      scene.storage.killBefore(step);
      await expect(vault.renew(scene.renewal.material, momentOf(scene.clock))).rejects.toBeInstanceOf(Killed);
      return scene;
    };
    const scene = await dying();
    found.push(await expectWhole(scene));
    const repair = await dying();
    repair.storage.revive();
    await softToken(repair.ports).start();
    for (let repairStep = 0; repairStep < repair.storage.stepsTaken.length; repairStep += 1) {
      const again = await dying();
      again.storage.killBefore(repairStep);
      await expect(softToken(again.ports).start()).rejects.toBeInstanceOf(Killed);
      expect(await expectWhole(again)).toBe(found.at(-1));
    }
  }
  // Up to the one strict transaction the old keys, from it on the new ones.
  const commitPoint = steps.indexOf('core: written');
  expect(found).toEqual(steps.map((_, step) => (step <= commitPoint ? 'old' : 'new')));
  expect(await rekey(await rekeyScene())).toMatchObject({ kind: 'open' });
});

describe('of a token with an authenticator', () => {
  test('asks it nothing more than PIN entry did: one question was for the slot that opens and for the one to come', async () => {
    const scene = await protectedScene();
    const { keys } = scene.activation;
    const renewal = await renewalFor(scene.activation, 1);
    const vault = await openWith(scene.token);
    expect(scene.authenticator.asked.map(({ inputs }) => inputs.length)).toEqual([2]);
    const outcome = await vault.renew(renewal.material, momentOf(scene.clock));
    if (outcome.kind !== 'open') expect.unreachable(outcome.kind);
    expect(scene.authenticator.asked).toHaveLength(1);
    expect(await otpOf(outcome.vault)).toBe(await withKeys(scene, renewal.keys).expectedOtp());
    expect(outcome.vault.holdsPin).toBe(false);
    expect(await scene.token.status()).toMatchObject({ kind: 'closed', identity: { epoch: 2 }, protection: scene.protection });
    expect(await otpOf(await openWith(scene.token))).toBe(await withKeys(scene, renewal.keys).expectedOtp());
    expect(await withKeys(scene, renewal.keys).expectedOtp()).not.toBe(await withKeys(scene, keys).expectedOtp());
  });

  test('does not come about when it opens the token alone, or could: a second question comes from nowhere', async () => {
    const scene = await protectedScene({ opens: 'alone-too' });
    const { material } = await renewalFor(scene.activation, 1);
    for (const entry of [() => scene.token.enterByAuthenticator(), () => scene.token.enterPin(FIRST_PIN)]) {
      const outcome = await entry();
      if (outcome.kind !== 'open') expect.unreachable(outcome.kind);
      expect(outcome.vault.holdsPin).toBe(false);
      expect(await outcome.vault.renew(material, momentOf(scene.clock))).toEqual({ kind: 'pin-forgotten' });
      expect(scene.authenticator.asked.splice(0)).toMatchObject([{ inputs: [expect.anything()] }]);
    }
  });

  test('forgets what it said for the slots to come together with the PIN', async () => {
    const scene = await protectedScene();
    const vault = await openWith(scene.token);
    vault.forgetPin();
    expect(await vault.renew((await renewalFor(scene.activation, 1)).material, momentOf(scene.clock))).toEqual({ kind: 'pin-forgotten' });
  });
});
