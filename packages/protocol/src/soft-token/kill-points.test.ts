import { describe, expect, test } from 'vitest';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN, activateForTest, testActivation } from '../testing/demonstration-token.ts';
import { Killed } from '../testing/memory-token-storage.ts';
import { protectWith, protectedScene } from '../testing/protected-scene.ts';
import { SoftwareAuthenticator } from '../testing/software-authenticator.ts';
import { testDevice } from '../testing/surroundings.ts';
import { type TokenScene, lockByWrongPins, openWith, otpOf, sceneOf, tokenScene, unlockWith } from '../testing/token-scene.ts';
import { softToken } from './soft-token.ts';

/**
 * Section 18, invariant 3: the process dies before every single durable step of every act, and again before every step of the
 * repair that follows. Afterwards either the old epoch or the new one works completely, never neither, and nothing of another is left.
 */

interface Act {
  readonly name: string;
  readonly prepare: () => Promise<TokenScene>;
  readonly act: (scene: TokenScene) => Promise<unknown>;
  /** PINs of which exactly one must open afterwards, unless the token is locked; undefined where the token may not exist yet. */
  readonly pins: readonly string[];
}

const newPin = { pin: SECOND_PIN, repeated: SECOND_PIN };

async function emptyScene(): Promise<TokenScene> {
  return sceneOf(testDevice(), testActivation());
}

async function lockedScene(): Promise<TokenScene> {
  const scene = await tokenScene();
  await lockByWrongPins(scene.token);
  return scene;
}

async function oneAttemptLeft(prepare: () => Promise<TokenScene> = tokenScene): Promise<TokenScene> {
  const scene = await prepare();
  for (let attempt = 0; attempt < 4; attempt += 1) await scene.token.enterPin(WRONG_PIN);
  return scene;
}

async function resetShown(prepare: () => Promise<TokenScene> = tokenScene): Promise<TokenScene> {
  const scene = await prepare();
  await scene.token.showResetCode();
  return scene;
}

/** Protected already, so that the epochs before and after may differ in their slots. */
const aloneToo = (): Promise<TokenScene> => protectedScene({ opens: 'alone-too' });

/** Not yet protected. */
async function unprotected(): Promise<TokenScene> {
  return tokenScene('device', { prf: authenticator });
}

const authenticator = new SoftwareAuthenticator();
const protection = authenticator.register();

async function unlockAndSetPin({ token, unlockCode }: TokenScene): Promise<unknown> {
  return unlockWith(token, await unlockCode(), SECOND_PIN);
}

const acts: readonly Act[] = [
  { name: 'COMMIT of an activation', prepare: emptyScene, act: ({ ports }) => activateForTest(ports), pins: [FIRST_PIN] },
  {
    name: 'COMMIT of a new PIN',
    prepare: tokenScene,
    act: async ({ token }) => (await openWith(token)).changePin(newPin),
    pins: [FIRST_PIN, SECOND_PIN],
  },
  { name: 'LOCK by the last wrong PIN', prepare: () => oneAttemptLeft(), act: ({ token }) => token.enterPin(WRONG_PIN), pins: [FIRST_PIN] },
  { name: 'UNLOCK with a new PIN', prepare: lockedScene, act: unlockAndSetPin, pins: [SECOND_PIN] },
  {
    name: 'COMMIT by the PIN remembered after "I forgot my PIN"',
    prepare: () => resetShown(),
    act: ({ token }) => token.enterPin(FIRST_PIN),
    pins: [FIRST_PIN],
  },
  { name: 'UNLOCK after "I forgot my PIN"', prepare: tokenScene, act: unlockAndSetPin, pins: [FIRST_PIN, SECOND_PIN] },
  {
    name: 'COMMIT that adds an authenticator',
    prepare: unprotected,
    act: async ({ token }) => protectWith(await openWith(token), protection),
    pins: [FIRST_PIN],
  },
  {
    name: 'COMMIT that removes an authenticator which opened alone',
    prepare: aloneToo,
    act: async ({ token }) => protectWith(await openWith(token), { kind: 'pin' }),
    pins: [FIRST_PIN],
  },
  {
    name: 'COMMIT of a new PIN in profile P1',
    prepare: aloneToo,
    act: async ({ token }) => (await openWith(token)).changePin(newPin),
    pins: [FIRST_PIN, SECOND_PIN],
  },
  {
    name: 'LOCK by the last wrong PIN in profile P1',
    prepare: () => oneAttemptLeft(aloneToo),
    act: ({ token }) => token.enterPin(WRONG_PIN),
    pins: [FIRST_PIN],
  },
  {
    name: 'COMMIT by the PIN remembered after "I forgot my PIN" in profile P1',
    prepare: () => resetShown(aloneToo),
    act: ({ token }) => token.enterPin(FIRST_PIN),
    pins: [FIRST_PIN],
  },
  { name: 'UNLOCK in profile P1', prepare: aloneToo, act: unlockAndSetPin, pins: [FIRST_PIN, SECOND_PIN] },
];

async function stepsOf({ prepare, act }: Act): Promise<readonly string[]> {
  const scene = await prepare();
  scene.storage.revive();
  await act(scene);
  return scene.storage.stepsTaken;
}

/** The scene after the process died before this step of the act. */
async function killedAt({ prepare, act }: Act, step: number): Promise<TokenScene> {
  const scene = await prepare();
  scene.storage.killBefore(step);
  await expect(act(scene)).rejects.toBeInstanceOf(Killed);
  return scene;
}

/** One of the PINs opens and makes the right one-time passwords, or the unlock code does; nothing else is left on the device. */
async function expectWhole(scene: TokenScene, pins: readonly string[]): Promise<void> {
  const token = await scene.restart();
  const status = await token.status();
  if (status.kind === 'empty') {
    expect(await scene.storage.epochsFound()).toEqual([]);
    expect(await otpOf(await activateForTest(scene.ports))).toBe(await scene.expectedOtp());
    return;
  }
  if (status.kind !== 'closed' && status.kind !== 'locked') expect.unreachable(status.kind);
  expect(await scene.storage.epochsFound()).toEqual(status.kind === 'locked' ? [] : [status.identity.epoch]);
  if (status.kind === 'closed') await expectOnePinOpens(scene, pins);
  // The authenticator alone opens exactly those that say so, and none that is locked.
  const isProtected = status.kind === 'closed' && status.reset === undefined && status.protection.kind === 'pin-and-authenticator';
  const opensAlone = isProtected && status.protection.opensAlone;
  expect((await token.enterByAuthenticator()).kind === 'open').toBe(opensAlone);
  // The recovery slot is of the same epoch as everything else, whichever that is; and it leads to a working token.
  const vault = await unlockWith(token, await scene.unlockCode(), '918273');
  expect(await otpOf(vault)).toBe(await scene.expectedOtp());
  expect((await token.enterPin('918273')).kind).toBe('open');
  expect(await scene.storage.epochsFound()).toEqual([status.identity.epoch + 1]);
}

async function expectOnePinOpens(scene: TokenScene, pins: readonly string[]): Promise<void> {
  // One at a time on a fresh copy, as a wrong one may be the last attempt.
  const before = scene.storage.snapshot();
  let opened = 0;
  for (const pin of pins) {
    scene.storage.restore(before);
    const outcome = await softToken(scene.ports).enterPin(pin);
    if (outcome.kind !== 'open') continue;
    opened += 1;
    expect(await otpOf(outcome.vault)).toBe(await scene.expectedOtp());
  }
  expect(opened).toBe(1);
  scene.storage.restore(before);
}

describe.each(acts)('$name', (act) => {
  test('killed before any of its steps, the token works whole after a restart', async () => {
    const steps = await stepsOf(act);
    expect(steps.length).toBeGreaterThan(1);
    for (let step = 0; step < steps.length; step += 1) await expectWhole(await killedAt(act, step), act.pins);
  });

  test('killed, and then killed again before any step of the repair, it still does', async () => {
    const { length } = await stepsOf(act);
    for (let step = 0; step < length; step += 1) {
      const scene = await killedAt(act, step);
      const left = scene.storage.snapshot();
      scene.storage.revive();
      await softToken(scene.ports).start();
      const repair = scene.storage.stepsTaken;
      for (let repairStep = 0; repairStep < repair.length; repairStep += 1) {
        scene.storage.restore(left);
        scene.storage.killBefore(repairStep);
        await expect(softToken(scene.ports).start()).rejects.toBeInstanceOf(Killed);
        await expectWhole(scene, act.pins);
      }
    }
  });
});

test('COMMIT writes E, then the PIN slot, then the four records at once, and only then destroys the old epoch (section 7)', async () => {
  const { token, storage } = await tokenScene();
  const vault = await openWith(token);
  storage.revive();
  await vault.changePin(newPin);
  expect(storage.stepsTaken).toEqual([
    'E 1: created',
    'E 1: half written',
    'E 1: written',
    'PIN slot 1: written',
    'core: written',
    'E 0: overwritten with noise',
    'E 0: overwritten with zeros',
    'E 0: truncated',
    'E 0: removed',
    'PIN slot 0: removed',
  ]);
});

test('the right unlock code alone changes nothing durable: the state record is octet for octet as before', async () => {
  const { token, storage, unlockCode } = await lockedScene();
  const before = storage.snapshot();
  const unlocked = await token.enterUnlockCode(await unlockCode());
  expect(unlocked.kind).toBe('must-set-pin');
  expect(storage.snapshot()).toEqual(before);
});

test('start-up repair twice is start-up repair once', async () => {
  const { token, storage } = await lockedScene();
  await token.start();
  const once = storage.snapshot();
  expect(await token.start()).toMatchObject({ kind: 'locked' });
  expect(storage.snapshot()).toEqual(once);
});
