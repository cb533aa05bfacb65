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
import { Killed, MortalFiles } from '../../testing/mortal-files.ts';
import { expectWhole, expectWholeOrRemoved } from '../../testing/expect-whole.ts';
import { copyOf, filesIn, quickHome } from '../../testing/temporary-home.ts';
import { activatedScene, type FolderScene, folderScene, testMachine, testNewDevice } from '../../testing/test-machine.ts';
import { durableFiles } from './durable-files.ts';
import type { NewDevice } from './file-token-storage.ts';

/**
 * Section 18, invariant 3, over real files: the process dies before, and in the middle of, every single step it takes on the disk, and again in the
 * repair that follows. Afterwards either the old epoch or the new one works completely, never neither, and nothing of another is left.
 */

/** Thousands of acts on files, on a machine that may be busy. */
const PATIENCE = { timeout: 180_000 };

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

/** The act on a copy of the home, over this disk. */
async function perform(
  { act }: Act,
  before: string | undefined,
  files: MortalFiles,
): Promise<{ readonly home: string; readonly ending: unknown }> {
  const home = before === undefined ? await quickHome() : copyOf(before);
  const scene = folderScene(testMachine(home, { files }), before === undefined ? { newDevice: testNewDevice() } : {});
  const ending = await act(scene).catch((failure: unknown) => failure);
  return { home, ending };
}

interface Death {
  readonly step: number;
  readonly how: 'before' | 'half-way';
}

async function deathsOf(act: Act, before: string | undefined): Promise<readonly Death[]> {
  const files = new MortalFiles(durableFiles);
  await perform(act, before, files);
  return deathsAmong(files.stepsTaken);
}

/** Every step, and those that write octets twice: before it and in its middle. */
function deathsAmong(steps: readonly string[]): readonly Death[] {
  return steps.flatMap((name, step): readonly Death[] =>
    /^(?:over)?write /.test(name)
      ? [
          { step, how: 'before' },
          { step, how: 'half-way' },
        ]
      : [{ step, how: 'before' }],
  );
}

/** The home after the process died there. */
async function killedAt(act: Act, before: string | undefined, death: Death): Promise<string> {
  const { home, ending } = await perform(act, before, dyingAt(death));
  expect(ending).toBeInstanceOf(Killed);
  return home;
}

function dyingAt({ step, how }: Death): MortalFiles {
  const files = new MortalFiles(durableFiles);
  files.killAt(step, how);
  return files;
}

/** What a repair leaves behind, to the octet, and where one could die. */
async function repairOf(home: string): Promise<{ readonly left: ReadonlyMap<string, Buffer>; readonly deaths: readonly Death[] }> {
  const files = new MortalFiles(durableFiles);
  await findTokens(testMachine(home, { files }));
  return { left: await filesIn(home), deaths: deathsAmong(files.stepsTaken) };
}

describe.each(acts)('$name', (act) => {
  test('killed before or within any of its steps on the disk, the token works whole after a restart', PATIENCE, async () => {
    const before = await homeBefore(act);
    const deaths = await deathsOf(act, before);
    expect(deaths.length).toBeGreaterThan(5);
    const { judge = (home: string) => expectWhole(home, act.pins) } = act;
    for (const death of deaths) await judge(await killedAt(act, before, death));
  });

  test(
    'killed, and then killed again before or within any step of the repair, the next repair ends where an undisturbed one does',
    PATIENCE,
    async () => {
      const before = await homeBefore(act);
      for (const death of await deathsOf(act, before)) {
        const killed = await killedAt(act, before, death);
        const { left, deaths } = await repairOf(copyOf(killed));
        for (const again of deaths) {
          const home = copyOf(killed);
          await expect(findTokens(testMachine(home, { files: dyingAt(again) }))).rejects.toBeInstanceOf(Killed);
          expect((await repairOf(home)).left).toEqual(left);
        }
      }
    },
  );
});

async function stepsOf(
  act: (scene: FolderScene) => Promise<unknown>,
  given: { newDevice?: NewDevice; home: string },
): Promise<readonly string[]> {
  const files = new MortalFiles(durableFiles);
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
  const once = await repairOf(home);
  expect((await repairOf(home)).left).toEqual(once.left);
});
