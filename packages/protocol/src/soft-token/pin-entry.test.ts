import { describe, expect, test } from 'vitest';
import { headerHashOf } from '../header.ts';
import { readStateRecord } from '../state-record.ts';
import { FIRST_PIN, WRONG_PIN } from '../testing/demonstration-token.ts';
import { Killed } from '../testing/memory-token-storage.ts';
import { busyMutex, fastArgon2id } from '../testing/surroundings.ts';
import { type TokenScene, lockByWrongPins, openWith, otpOf, sceneOf, tokenScene } from '../testing/token-scene.ts';
import { softToken } from './soft-token.ts';

/** Section 8. */

async function pinFailures({ storage, ports }: TokenScene): Promise<number> {
  const core = (await storage.readCore()) ?? expect.unreachable('no token');
  const state = await readStateRecord(core.state, headerHashOf(core.header), ports.deviceFactor);
  return state.ok ? state.value.pinFailures : expect.unreachable(state.error.code);
}

describe('five wrong PINs', () => {
  test('count down, lock, and leave neither E nor PIN slot', async () => {
    const { token, storage } = await tokenScene();
    for (const attemptsLeft of [4, 3, 2, 1]) expect(await token.enterPin(WRONG_PIN)).toEqual({ kind: 'wrong-pin', attemptsLeft });
    expect(await token.enterPin(WRONG_PIN)).toMatchObject({ kind: 'locked' });
    expect(await storage.epochsFound()).toEqual([]);
  });

  test('make the right PIN worthless', async () => {
    const { token } = await tokenScene();
    await lockByWrongPins(token);
    expect((await token.enterPin(FIRST_PIN)).kind).toBe('locked');
  });

  test('are counted together when five windows guess at the same moment (invariant 4)', async () => {
    let hashed = 0;
    const scene = await tokenScene('five windows', {
      argon2id: (input) => {
        hashed += 1;
        return fastArgon2id(input);
      },
    });
    hashed = 0;
    const windows = Array.from({ length: 5 }, () => softToken(scene.ports));
    const guesses = windows.flatMap((window, index) => [window.enterPin(WRONG_PIN), window.enterPin(`60481${String(index)}`)]);
    const outcomes = await Promise.all(guesses);
    expect(hashed).toBe(5);
    expect(outcomes.map((outcome) => (outcome.kind === 'wrong-pin' ? outcome.attemptsLeft : outcome.kind))).toEqual([
      ...[4, 3, 2, 1],
      ...Array.from({ length: 6 }, () => 'locked'),
    ]);
  });

  test('are as many as the policy says, also when it says three', async () => {
    const { activation } = await tokenScene();
    const policy = { ...activation.policy, maxAttempts: 3 };
    const { token } = await tokenScene('three attempts', {}, { ...activation, policy });
    expect(await token.enterPin(WRONG_PIN)).toEqual({ kind: 'wrong-pin', attemptsLeft: 2 });
    expect(await token.enterPin(WRONG_PIN)).toEqual({ kind: 'wrong-pin', attemptsLeft: 1 });
    expect((await token.enterPin(WRONG_PIN)).kind).toBe('locked');
  });
});

describe('an attempt is spent before the PIN is looked at', () => {
  test('so that the count on disk already has it while the hash runs', async () => {
    const scene = await tokenScene();
    let countedWhileHashing = -1;
    const watched = softToken({
      ...scene.ports,
      argon2id: async (input) => {
        countedWhileHashing = await pinFailures(scene);
        return fastArgon2id(input);
      },
    });
    expect((await watched.enterPin(FIRST_PIN)).kind).toBe('open');
    expect(countedWhileHashing).toBe(1);
    expect(await pinFailures(scene)).toBe(0);
  });

  test('so that pulling the plug after the hash does not give it back', async () => {
    const scene = await tokenScene();
    scene.storage.killBefore(1);
    await expect(scene.token.enterPin(FIRST_PIN)).rejects.toBeInstanceOf(Killed);
    const restarted = await scene.restart();
    expect(await restarted.status()).toMatchObject({ kind: 'closed', attemptsLeft: 4 });
  });

  test('and when it cannot be written down, the PIN is not tried at all', async () => {
    let hashed = 0;
    const scene = await tokenScene('no write', {
      argon2id: (input) => {
        hashed += 1;
        return fastArgon2id(input);
      },
    });
    hashed = 0;
    scene.storage.killBefore(0);
    await expect(scene.token.enterPin(FIRST_PIN)).rejects.toBeInstanceOf(Killed);
    expect(hashed).toBe(0);
  });
});

describe('nothing is spent', () => {
  test.each(['', '48291', '4829153706482', '48291a', 'hunter2'])('on "%s", which is no PIN by this policy', async (typed) => {
    const { token } = await tokenScene();
    expect(await token.enterPin(typed)).toMatchObject({ kind: 'refused', error: { code: 'PIN_POLICY' } });
    expect(await token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
  });

  test('while another window holds the token', async () => {
    const scene = await tokenScene();
    const blocked = softToken({ ...scene.ports, mutex: busyMutex });
    expect(await blocked.enterPin(WRONG_PIN)).toEqual({ kind: 'refused', error: { code: 'LOCK_BUSY' } });
    expect(await pinFailures(scene)).toBe(0);
  });

  test('by looking at the status, which tells no PIN Reset Code', async () => {
    const { token, storage } = await tokenScene();
    storage.killBefore(0);
    expect(await token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5, reset: undefined });
    expect(storage.stepsTaken).toEqual([]);
  });
});

describe('"I forgot my PIN"', () => {
  test('is written down before the code is shown, uses up no attempt and destroys nothing', async () => {
    const { token, storage } = await tokenScene();
    await token.enterPin(WRONG_PIN);
    storage.revive();
    expect(await token.showResetCode()).toMatchObject({ kind: 'closed', attemptsLeft: 4, reset: { unlockCodeLength: 20, waitSeconds: 0 } });
    expect(storage.stepsTaken).toEqual(['state: written']);
    expect(await token.showResetCode()).toEqual(await token.status());
    expect(storage.stepsTaken).toHaveLength(1);
    storage.killBefore(0);
    const unwritable = await tokenScene();
    unwritable.storage.killBefore(0);
    await expect(unwritable.token.showResetCode()).rejects.toBeInstanceOf(Killed);
  });

  test('gives no attempt back: wrong PINs before and after it are counted together', async () => {
    const { token } = await tokenScene();
    for (const attemptsLeft of [4, 3]) expect(await token.enterPin(WRONG_PIN)).toEqual({ kind: 'wrong-pin', attemptsLeft });
    await token.showResetCode();
    for (const attemptsLeft of [2, 1]) expect(await token.enterPin(WRONG_PIN)).toEqual({ kind: 'wrong-pin', attemptsLeft });
    expect((await token.enterPin(WRONG_PIN)).kind).toBe('locked');
  });

  test('and then the right PIN after all: a new epoch under the same PIN, and the unlock code that may be about is worthless', async () => {
    const scene = await tokenScene();
    const unlockCode = await scene.unlockCode();
    const before = await scene.token.status();
    const opened = await scene.token.enterPin(FIRST_PIN);
    expect(opened).toMatchObject({ kind: 'open', committed: true, vault: { identity: { epoch: 1 } } });
    expect(await scene.token.enterUnlockCode(unlockCode)).toMatchObject({ kind: 'wrong-code' });
    expect(await scene.token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5, reset: undefined });
    expect(await scene.token.showResetCode()).not.toEqual(before);
    const again = await scene.token.enterPin(FIRST_PIN);
    expect(again).toMatchObject({ kind: 'open', committed: true });
    expect(await scene.token.enterPin(FIRST_PIN)).toMatchObject({ kind: 'open', committed: false });
  });

  test('a disk too full for the new epoch costs no attempt', async () => {
    const scene = await tokenScene();
    await scene.token.showResetCode();
    // Spent and given back: two writes of the state record; the third step begins the COMMIT.
    scene.storage.killBefore(2);
    await expect(scene.token.enterPin(FIRST_PIN)).rejects.toBeInstanceOf(Killed);
    const restarted = await scene.restart();
    expect(await restarted.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
    expect(await restarted.enterPin(FIRST_PIN)).toMatchObject({ kind: 'open', committed: true });
  });
});

describe('the right PIN', () => {
  test('opens, shows the one-time password the server expects, and clears the count', async () => {
    const scene = await tokenScene();
    await scene.token.enterPin(WRONG_PIN);
    await scene.token.enterPin(WRONG_PIN);
    const vault = await openWith(scene.token);
    expect(await otpOf(vault)).toBe(await scene.expectedOtp());
    expect(await pinFailures(scene)).toBe(0);
  });

  test('typed in digits of another script, with spaces, is the right PIN', async () => {
    const { token } = await tokenScene();
    expect((await token.enterPin(' ４８２ ９１５ ')).kind).toBe('open');
  });
});

describe('what cannot be opened any more leads to the unlock code', () => {
  test('a missing E or PIN slot locks at once, without spending anything', async () => {
    for (const lose of ['destroyErasableFactor', 'destroyPinSlot'] as const) {
      const { token, storage } = await tokenScene();
      await storage[lose](0);
      expect((await token.enterPin(FIRST_PIN)).kind).toBe('locked');
      expect(await storage.epochsFound()).toEqual([]);
    }
  });

  test('a damaged PIN slot says so, and locks with the last attempt', async () => {
    const { token, storage } = await tokenScene();
    const slot = (await storage.readPinSlot(0)) ?? expect.unreachable();
    slot[123] = (slot[123] ?? 0) ^ 1;
    await storage.writePinSlot(0, slot);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect(await token.enterPin(FIRST_PIN)).toEqual({ kind: 'refused', error: { code: 'SLOT_DAMAGED' } });
    }
    expect((await token.enterPin(FIRST_PIN)).kind).toBe('locked');
  });

  test('no token at all is told as evicted', async () => {
    const { activation, ...device } = await tokenScene();
    device.storage.restore({ core: undefined, gravestone: undefined, pinSlots: new Map(), erasableFactors: new Map() });
    expect(await sceneOf(device, activation).token.enterPin(FIRST_PIN)).toEqual({ kind: 'refused', error: { code: 'STORAGE_EVICTED' } });
  });
});
