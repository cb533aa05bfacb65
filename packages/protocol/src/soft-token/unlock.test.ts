import { describe, expect, test } from 'vitest';
import { formatUnlockCode, asUnlockCode } from '../codes.ts';
import { FIRST_PIN, SECOND_PIN, testActivation, unlockCodeFor } from '../testing/demonstration-token.ts';
import { fastArgon2id, seededRandomness } from '../testing/surroundings.ts';
import { type TokenScene, lockByWrongPins, openWith, otpOf, tokenScene, unlockWith } from '../testing/token-scene.ts';
import { waitAfter } from './back-off.ts';
import type { SoftToken, UnlockOutcome } from './face.ts';
import { softToken } from './soft-token.ts';

/** Section 10. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Well typed, and wrong. */
const WRONG_CODE = formatUnlockCode(asUnlockCode('1111222233334444'));

async function lockedScene(): Promise<TokenScene> {
  const scene = await tokenScene();
  await lockByWrongPins(scene.token);
  return scene;
}

async function failTimes(token: SoftToken, times: number): Promise<UnlockOutcome> {
  let last: UnlockOutcome = { kind: 'revoked' };
  for (let attempt = 0; attempt < times; attempt += 1) last = await token.enterUnlockCode(WRONG_CODE);
  return last;
}

function refused(error: object): object {
  return { kind: 'refused', error };
}

describe('a code that is not this token’s code for this lock does not open', () => {
  test('well typed but invented', async () => {
    const { token } = await lockedScene();
    expect(await token.enterUnlockCode(WRONG_CODE)).toEqual({ kind: 'wrong-code', waitSeconds: 0 });
  });

  test('of another token', async () => {
    const scene = await lockedScene();
    const other = testActivation({ tokenId: seededRandomness('another token').bytes(16) });
    const status = await scene.token.status();
    if (status.kind !== 'locked') expect.unreachable(status.kind);
    const code = unlockCodeFor({ ...other, pinResetCode: status.reset.pinResetCode, unlockDigits: 16 });
    expect((await scene.token.enterUnlockCode(code)).kind).toBe('wrong-code');
  });

  test('of an earlier lock of the same token', async () => {
    const scene = await lockedScene();
    const old = await scene.unlockCode();
    await unlockWith(scene.token, old, SECOND_PIN);
    await lockByWrongPins(scene.token);
    expect((await scene.token.enterUnlockCode(old)).kind).toBe('wrong-code');
    expect((await scene.token.enterUnlockCode(await scene.unlockCode())).kind).toBe('must-set-pin');
  });
});

describe('typing errors cost nothing, not even a wait', () => {
  test.each([
    ['too short', '23993 52760 82889', { code: 'CODE_LENGTH', expected: 20, typed: 15 }],
    ['one wrong digit', WRONG_CODE.replace('1', '2'), { code: 'CODE_TYPO', groups: [1] }],
    ['letters', WRONG_CODE.replace('1', 'l'), { code: 'CODE_TYPO', groups: [1] }],
    ['the PIN Reset Code itself', '10751 83150 83728', { code: 'CODE_WRONG_KIND', kind: 'pin-reset' }],
  ])('%s', async (_, typed, error) => {
    const { token, storage } = await lockedScene();
    storage.killBefore(0);
    expect(await token.enterUnlockCode(typed)).toEqual(refused(error));
    expect(storage.stepsTaken).toEqual([]);
  });
});

describe('back-off', () => {
  test('doubles from 30 seconds after the fifth failure and stops at a quarter of an hour', () => {
    expect([0, 4, 5, 6, 7, 8, 9, 10, 11, 255].map(waitAfter)).toEqual(
      [0, 0, 30, 60, 120, 240, 480, 900, 900, 900].map((seconds) => seconds * SECOND),
    );
  });

  test('refuses the right code too while it lasts, and takes it afterwards', async () => {
    const scene = await lockedScene();
    expect(await failTimes(scene.token, 5)).toEqual({ kind: 'wrong-code', waitSeconds: 30 });
    const code = await scene.unlockCode();
    expect(await scene.token.enterUnlockCode(code)).toEqual(refused({ code: 'BACKOFF', seconds: 30 }));
    scene.clock.advance(29 * SECOND);
    expect(await scene.token.status()).toMatchObject({ kind: 'locked', reset: { waitSeconds: 1 } });
    expect(await scene.token.enterUnlockCode(code)).toEqual(refused({ code: 'BACKOFF', seconds: 1 }));
    scene.clock.advance(SECOND);
    expect((await scene.token.enterUnlockCode(code)).kind).toBe('must-set-pin');
  });

  test('looks at no code while it lasts: nothing is hashed', async () => {
    const scene = await lockedScene();
    await failTimes(scene.token, 5);
    const watched = softToken({ ...scene.ports, argon2id: () => expect.unreachable('Argon2id was run') });
    expect(await watched.enterUnlockCode(WRONG_CODE)).toEqual(refused({ code: 'BACKOFF', seconds: 30 }));
  });

  test('is not shortened by setting the clock of the device forward while the app runs', async () => {
    const scene = await lockedScene();
    await failTimes(scene.token, 5);
    scene.clock.setWallClock(scene.clock.now() + 24 * 60 * MINUTE);
    expect(await scene.token.enterUnlockCode(WRONG_CODE)).toEqual(refused({ code: 'BACKOFF', seconds: 30 }));
  });

  test('goes on by the stored time when the app was closed meanwhile', async () => {
    const scene = await lockedScene();
    await failTimes(scene.token, 5);
    scene.clock.advance(10 * SECOND);
    const restarted = await scene.restart();
    expect(await restarted.enterUnlockCode(WRONG_CODE)).toEqual(refused({ code: 'BACKOFF', seconds: 20 }));
    scene.clock.advance(20 * SECOND);
    expect(await restarted.enterUnlockCode(WRONG_CODE)).toEqual({ kind: 'wrong-code', waitSeconds: 60 });
  });

  test('never lasts longer than itself when the clock was set back', async () => {
    const scene = await lockedScene();
    await failTimes(scene.token, 5);
    scene.clock.setWallClock(0);
    const restarted = await scene.restart();
    expect(await restarted.enterUnlockCode(WRONG_CODE)).toEqual(refused({ code: 'BACKOFF', seconds: 30 }));
    scene.clock.advance(30 * SECOND);
    expect((await restarted.enterUnlockCode(await scene.unlockCode())).kind).toBe('must-set-pin');
  });

  test('counts consecutive failures only: a new epoch starts afresh', async () => {
    const scene = await lockedScene();
    await failTimes(scene.token, 4);
    await unlockWith(scene.token, await scene.unlockCode(), SECOND_PIN);
    await lockByWrongPins(scene.token);
    expect(await failTimes(scene.token, 4)).toEqual({ kind: 'wrong-code', waitSeconds: 0 });
  });

  test('is spent before the code is looked at', async () => {
    const scene = await lockedScene();
    let failuresWhileHashing: unknown;
    const watched = softToken({
      ...scene.ports,
      argon2id: async (input) => {
        failuresWhileHashing = (await scene.storage.readCore())?.state[3];
        return fastArgon2id(input);
      },
    });
    await watched.enterUnlockCode(await scene.unlockCode());
    expect(failuresWhileHashing).toBe(1);
  });
});

describe('the right code', () => {
  test('opens nothing by itself: what it gives knows only how to set a PIN', async () => {
    const scene = await lockedScene();
    const unlocked = await scene.token.enterUnlockCode(await scene.unlockCode());
    if (unlocked.kind !== 'must-set-pin') expect.unreachable(unlocked.kind);
    expect(Object.keys(unlocked.awaiting).sort()).toEqual(['abandon', 'setPin']);
    expect((await scene.token.status()).kind).toBe('locked');
  });

  test('demands a PIN by the rules, as often as it takes', async () => {
    const scene = await lockedScene();
    const unlocked = await scene.token.enterUnlockCode(await scene.unlockCode());
    if (unlocked.kind !== 'must-set-pin') expect.unreachable(unlocked.kind);
    const { setPin } = unlocked.awaiting;
    expect(await setPin({ pin: '123456', repeated: '123456' })).toEqual(refused({ code: 'PIN_POLICY', reason: 'run' }));
    expect(await setPin({ pin: SECOND_PIN, repeated: FIRST_PIN })).toEqual(refused({ code: 'PIN_POLICY', reason: 'entries-differ' }));
    expect((await setPin({ pin: SECOND_PIN, repeated: SECOND_PIN })).kind).toBe('open');
    expect(await setPin({ pin: FIRST_PIN, repeated: FIRST_PIN })).toEqual(refused({ code: 'VAULT_CLOSED' }));
  });

  test('works again when the app died before a PIN was set', async () => {
    const scene = await lockedScene();
    const code = await scene.unlockCode();
    expect((await scene.token.enterUnlockCode(code)).kind).toBe('must-set-pin');
    const restarted = await scene.restart();
    expect((await restarted.status()).kind).toBe('locked');
    expect(await otpOf(await unlockWith(restarted, code, SECOND_PIN))).toBe(await scene.expectedOtp());
  });

  test('given up, cannot be used to set a PIN later', async () => {
    const scene = await lockedScene();
    const unlocked = await scene.token.enterUnlockCode(await scene.unlockCode());
    if (unlocked.kind !== 'must-set-pin') expect.unreachable(unlocked.kind);
    unlocked.awaiting.abandon();
    expect(await unlocked.awaiting.setPin({ pin: SECOND_PIN, repeated: SECOND_PIN })).toEqual(refused({ code: 'VAULT_CLOSED' }));
    expect((await scene.token.status()).kind).toBe('locked');
  });

  test('used in two windows sets one PIN', async () => {
    const scene = await lockedScene();
    const code = await scene.unlockCode();
    const first = await scene.token.enterUnlockCode(code);
    const second = await softToken(scene.ports).enterUnlockCode(code);
    if (first.kind !== 'must-set-pin' || second.kind !== 'must-set-pin') expect.unreachable();
    const outcomes = await Promise.all([
      first.awaiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN }),
      second.awaiting.setPin({ pin: SECOND_PIN, repeated: SECOND_PIN }),
    ]);
    expect(outcomes).toMatchObject([{ kind: 'open' }, refused({ code: 'VAULT_CLOSED' })]);
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('open');
  });
});

describe('"I forgot my PIN" destroys nothing', () => {
  test('the PIN keeps working until an unlock commits', async () => {
    const scene = await tokenScene();
    await unlockWith(scene.token, await scene.unlockCode(), SECOND_PIN);
    expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('wrong-pin');
    await openWith(scene.token, SECOND_PIN);
  });

  test('an unlock begun with the code and given up for the remembered PIN leaves the code worthless', async () => {
    const scene = await tokenScene();
    const code = await scene.unlockCode();
    const unlocked = await scene.token.enterUnlockCode(code);
    if (unlocked.kind !== 'must-set-pin') expect.unreachable(unlocked.kind);
    (await openWith(scene.token, FIRST_PIN)).close();
    expect(await unlocked.awaiting.setPin({ pin: SECOND_PIN, repeated: SECOND_PIN })).toEqual(refused({ code: 'VAULT_CLOSED' }));
    expect((await scene.token.enterUnlockCode(code)).kind).toBe('wrong-code');
    await openWith(scene.token, FIRST_PIN);
  });

  test('wrong unlock codes leave the PIN and its attempts alone', async () => {
    const { token } = await tokenScene();
    await failTimes(token, 7);
    expect(await token.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
    expect((await token.enterPin(FIRST_PIN)).kind).toBe('open');
  });
});
