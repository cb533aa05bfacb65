import { expect, test } from 'vitest';
import { asUnlockCode, formatUnlockCode } from '../codes.ts';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN } from '../testing/demonstration-token.ts';
import { lockByWrongPins, tokenScene } from '../testing/token-scene.ts';

/** Whoever opens the token hears what was tried since it was opened last: it may have been somebody else. */

const NONE = { pins: 0, unlockCodes: 0 };
/** Well typed, and wrong. */
const WRONG_CODE = formatUnlockCode(asUnlockCode('1111222233334444'));

test('wrong PINs are told at the next opening, once, also after the app was started anew', async () => {
  const scene = await tokenScene();
  await scene.token.enterPin(WRONG_PIN);
  await scene.token.enterPin(WRONG_PIN);
  const restarted = await scene.restart();
  expect(await restarted.enterPin(FIRST_PIN)).toMatchObject({ kind: 'open', failed: { pins: 2, unlockCodes: 0 } });
  expect(await restarted.enterPin(FIRST_PIN)).toMatchObject({ kind: 'open', failed: NONE });
});

test('what is no PIN by the policy was no attempt', async () => {
  const { token } = await tokenScene();
  await token.enterPin('12');
  expect(await token.enterPin(FIRST_PIN)).toMatchObject({ kind: 'open', failed: NONE });
});

test('wrong unlock codes are told with the PIN that is remembered after all, once', async () => {
  const { token } = await tokenScene();
  await token.showResetCode();
  await token.enterUnlockCode(WRONG_CODE);
  await token.enterPin(WRONG_PIN);
  expect(await token.enterPin(FIRST_PIN)).toMatchObject({ kind: 'open', failed: { pins: 1, unlockCodes: 1 } });
  expect(await token.enterPin(FIRST_PIN)).toMatchObject({ kind: 'open', failed: NONE });
});

test('the right unlock code tells of those before it, and of the PINs that locked the token', async () => {
  const scene = await tokenScene();
  await lockByWrongPins(scene.token);
  await scene.token.enterUnlockCode(WRONG_CODE);
  const unlocked = await scene.token.enterUnlockCode(await scene.unlockCode());
  expect(unlocked).toMatchObject({ kind: 'must-set-pin', failed: { pins: 5, unlockCodes: 1 } });
  if (unlocked.kind !== 'must-set-pin') return;
  await unlocked.awaiting.setPin({ pin: SECOND_PIN, repeated: SECOND_PIN });
  expect(await scene.token.enterPin(SECOND_PIN)).toMatchObject({ kind: 'open', failed: NONE });
});
