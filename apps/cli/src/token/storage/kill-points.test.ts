import { momentOf } from '@sallyport/protocol';
import {
  activateForTest,
  FIRST_PIN,
  lockByWrongPins,
  openWith,
  renewalFor,
  SECOND_PIN,
  testActivation,
  unlockWith,
  WRONG_PIN,
} from '@sallyport/protocol/testing';
import { removeToken, reportRemoval } from '@sallyport/token-client';
import { describe, expect, test } from 'vitest';
import { findTokens, removable } from '../device-token.ts';
import { MortalFiles } from '../../testing/mortal-files.ts';
import { expectWhole, expectWholeOrRemoved } from '../../testing/expect-whole.ts';
import { copyOf, filesIn, quickHome } from '../../testing/temporary-home.ts';
import { activatedScene, type FolderScene, folderScene, testMachine, testNewDevice } from '../../testing/test-machine.ts';
import { type DurableFiles, durableFiles } from './durable-files.ts';
import type { NewDevice } from './file-token-storage.ts';

/**
 * Section 18, invariant 3, over real files: the process dies before, and in the middle of, every single step it takes on the disk, and again in the
 * repair that follows. Afterwards either the old epoch or the new one works completely, never neither, and nothing of another is left.
 */

interface Act {
  readonly name: string;
  /** From an activated token, closed; undefined for the act that activates it. */
  readonly prepare: ((scene: FolderScene) => Promise<unknown>) | undefined;
  readonly act: (scene: FolderScene) => Promise<unknown>;
  /** PINs of which exactly one must open afterwards, unless the token is locked or was never there. */
  readonly pins: readonly string[];
  /** What a restart must find; a whole token where nothing else is said. */
  readonly judge?: (home: string) => Promise<void>;
}

const newPin = { pin: SECOND_PIN, repeated: SECOND_PIN };

async function leaveOneAttempt({ token }: FolderScene): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt += 1) await token.enterPin(WRONG_PIN);
}

const acts: readonly Act[] = [
  { name: 'COMMIT of an activation', prepare: undefined, act: ({ ports }) => activateForTest(ports), pins: [FIRST_PIN] },
  {
    name: 'COMMIT of a new PIN',
    prepare: async () => Promise.resolve(),
    act: async ({ token }) => (await openWith(token)).changePin(newPin),
    pins: [FIRST_PIN, SECOND_PIN],
  },
  {
    name: 'COMMIT under the same PIN after "I forgot my PIN"',
    prepare: ({ token }) => token.showResetCode(),
    act: ({ token }) => token.enterPin(FIRST_PIN),
    pins: [FIRST_PIN],
  },
  { name: 'LOCK by the last wrong PIN', prepare: leaveOneAttempt, act: ({ token }) => token.enterPin(WRONG_PIN), pins: [FIRST_PIN] },
  {
    name: 'UNLOCK with a new PIN',
    prepare: ({ token }) => lockByWrongPins(token),
    act: async ({ token, unlockCode }) => unlockWith(token, await unlockCode(), SECOND_PIN),
    pins: [SECOND_PIN],
  },
  {
    name: 'UNLOCK after "I forgot my PIN"',
    prepare: ({ token }) => token.showResetCode(),
    act: async ({ token, unlockCode }) => unlockWith(token, await unlockCode(), SECOND_PIN),
    pins: [FIRST_PIN, SECOND_PIN],
  },
  {
    name: 'COMMIT of new keys',
    prepare: async () => Promise.resolve(),
    act: async ({ token, clock }) => {
      const vault = await openWith(token);
      const { material } = await renewalFor(testActivation());
      return vault.renew(material, momentOf(clock));
    },
    pins: [FIRST_PIN],
    judge: async (home) => {
      const { keys } = await renewalFor(testActivation());
      await expectWhole(home, [FIRST_PIN], [testActivation(), testActivation({ keys })]);
    },
  },
  {
    name: 'a removal, and the report of it',
    prepare: async () => Promise.resolve(),
    act: async ({ device }) => {
      await removeToken(removable(device));
      await reportRemoval(removable(device), () => Promise.resolve({ kind: 'ok', json: undefined }));
    },
    pins: [FIRST_PIN],
    judge: (home) => expectWholeOrRemoved(home, [FIRST_PIN]),
  },
];

/** As the act finds it; undefined where there is nothing yet. */
async function homeBefore({ prepare }: Act): Promise<string | undefined> {
  if (!prepare) return undefined;
  const home = await quickHome();
  await prepare(await activatedScene(testMachine(home)));
  return home;
}

/** The act, over a disk that keeps what each death within it would leave. */
async function deathsOf({ act }: Act, before: string | undefined): Promise<MortalFiles> {
  const home = before === undefined ? await quickHome() : copyOf(before);
  const files = new MortalFiles(durableFiles, home);
  await act(folderScene(testMachine(home, { files }), before === undefined ? { newDevice: testNewDevice() } : {}));
  return files;
}

/** What a repair leaves behind, to the octet. */
async function repaired(home: string, files: DurableFiles = durableFiles): Promise<ReadonlyMap<string, Buffer>> {
  await findTokens(testMachine(home, { files }));
  return filesIn(home);
}

describe.each(acts)('$name', (act) => {
  test('killed before or within any of its steps on the disk, the token works whole after a restart', async () => {
    const { deaths, stepsTaken, homesLeft } = await deathsOf(act, await homeBefore(act));
    expect(deaths).toBeGreaterThan(stepsTaken.length);
    expect(homesLeft.length).toBeGreaterThan(5);
    const { judge = (home: string) => expectWhole(home, act.pins) } = act;
    for (const home of homesLeft) await judge(home);
  });

  test('killed, and then killed again before or within any step of the repair, the next repair ends where an undisturbed one does', async () => {
    const { homesLeft } = await deathsOf(act, await homeBefore(act));
    for (const killed of homesLeft) {
      const files = new MortalFiles(durableFiles, killed);
      const undisturbed = await repaired(killed, files);
      for (const again of files.homesLeft) expect(await repaired(again)).toEqual(undisturbed);
    }
  });
});

async function stepsOf(
  act: (scene: FolderScene) => Promise<unknown>,
  given: { newDevice?: NewDevice; home: string },
): Promise<readonly string[]> {
  const files = new MortalFiles(durableFiles, given.home);
  await act(folderScene(testMachine(given.home, { files }), given));
  return files.stepsTaken;
}

test('COMMIT writes and flushes E, then the PIN slot, then one file whose rename is the commit point, and only then destroys the old epoch', async () => {
  const home = await quickHome();
  const { token, device } = await activatedScene(testMachine(home));
  await openWith(token);
  const steps = await stepsOf(async (scene) => (await openWith(scene.token)).changePin(newPin), { home });
  const folder = device.key;
  expect(steps.slice(steps.indexOf('write e-1.key')).filter((step) => step !== 'makeFolder home')).toEqual([
    'write e-1.key',
    `syncFolder ${folder}`,
    'write pin-1.slot',
    `syncFolder ${folder}`,
    'write vault.bin.new',
    'rename vault.bin.new',
    `syncFolder ${folder}`,
    'overwrite e-0.key',
    'overwrite e-0.key',
    'truncate e-0.key',
    'remove e-0.key',
    `syncFolder ${folder}`,
    'remove pin-0.slot',
    `syncFolder ${folder}`,
  ]);
});

test('the keys of the device are on the disk before the first vault is', async () => {
  const steps = await stepsOf(({ ports }) => activateForTest(ports), { home: await quickHome(), newDevice: testNewDevice() });
  expect(steps.filter((step) => step.startsWith('rename'))).toEqual(['rename device.key.new', 'rename vault.bin.new']);
});

test('start-up repair twice is start-up repair once', async () => {
  const home = await quickHome();
  await lockByWrongPins((await activatedScene(testMachine(home))).token);
  const once = await repaired(home);
  expect(await repaired(home)).toEqual(once);
});
