import { activateForTest, FIRST_PIN, lockByWrongPins, openWith, SECOND_PIN, unlockWith, WRONG_PIN } from '@sallyport/protocol/testing';
import { describe, expect, test } from 'vitest';
import { expectWhole } from '../../testing/expect-whole.ts';
import { copyOf, filesIn, quickHome } from '../../testing/temporary-home.ts';
import { activatedScene, type FolderScene, folderScene, testMachine, testNewDevice } from '../../testing/test-machine.ts';
import { troubleOf } from '../trouble.ts';
import { type DurableFiles, durableFiles } from './durable-files.ts';

/** A disk that has room for so many writes and takes half of the next one, until somebody frees some space. */
class FillingDisk {
  readonly files: DurableFiles;
  #room: number;

  constructor(room: number) {
    this.#room = room;
    this.files = {
      ...durableFiles,
      write: async (path, octets) => {
        this.#room -= 1;
        if (this.#room >= 0) return durableFiles.write(path, octets);
        await durableFiles.write(path, octets.subarray(0, octets.length / 2));
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
      },
    };
  }

  free(): void {
    this.#room = Number.POSITIVE_INFINITY;
  }
}

interface Act {
  readonly name: string;
  readonly prepare: ((scene: FolderScene) => Promise<unknown>) | undefined;
  readonly act: (scene: FolderScene) => Promise<unknown>;
  readonly pins: readonly string[];
}

const acts: readonly Act[] = [
  { name: 'an activation', prepare: undefined, act: ({ ports }) => activateForTest(ports), pins: [FIRST_PIN] },
  {
    name: 'a new PIN',
    prepare: async () => Promise.resolve(),
    act: async ({ token }) => (await openWith(token)).changePin({ pin: SECOND_PIN, repeated: SECOND_PIN }),
    pins: [FIRST_PIN, SECOND_PIN],
  },
  { name: 'a wrong PIN', prepare: async () => Promise.resolve(), act: ({ token }) => token.enterPin(WRONG_PIN), pins: [FIRST_PIN] },
  {
    name: 'the wrong PIN that locks',
    prepare: async ({ token }) => {
      for (let attempt = 0; attempt < 4; attempt += 1) await token.enterPin(WRONG_PIN);
    },
    act: ({ token }) => token.enterPin(WRONG_PIN),
    pins: [FIRST_PIN],
  },
  {
    name: 'an unlock',
    prepare: ({ token }) => lockByWrongPins(token),
    act: async ({ token, unlockCode }) => unlockWith(token, await unlockCode(), SECOND_PIN),
    pins: [SECOND_PIN],
  },
];

describe.each(acts)('the disk runs full in $name', ({ prepare, act, pins }) => {
  test('at any of its writes: the trouble is named, and with room again the token works whole', { timeout: 60_000 }, async () => {
    const before = await quickHome();
    if (prepare) await prepare(await activatedScene(testMachine(before)));
    for (let room = 0; ; room += 1) {
      const home = prepare ? copyOf(before) : await quickHome();
      const disk = new FillingDisk(room);
      const scene = folderScene(testMachine(home, { files: disk.files }), prepare ? {} : { newDevice: testNewDevice() });
      const ending = await act(scene).catch((failure: unknown) => troubleOf(failure));
      await expectWhole(copyOf(home), pins);
      // The same process, without a restart: what it was about to do it can do now.
      disk.free();
      const isFull = typeof ending === 'object' && ending !== null && 'kind' in ending && ending.kind === 'disk-full';
      if (!isFull) break;
      await act(scene);
      await expectWhole(home, pins);
    }
  });
});

test('the disk that fills up between the last wrong PIN and the mark of LOCK keeps neither the erasable factor nor the PIN slot', async () => {
  const home = await quickHome();
  const { token } = await activatedScene(testMachine(home));
  for (let attempt = 0; attempt < 4; attempt += 1) await token.enterPin(WRONG_PIN);
  const full = folderScene(testMachine(home, { files: new FillingDisk(1).files }));
  await expect(full.token.enterPin(WRONG_PIN)).rejects.toMatchObject({ code: 'ENOSPC' });
  const names = [...(await filesIn(home)).keys()].map((path) => path.slice(path.lastIndexOf('/') + 1));
  expect(names.filter((name) => /^e-|\.slot$/.test(name))).toEqual([]);
  expect((await folderScene(testMachine(home)).token.enterPin(FIRST_PIN)).kind).toBe('locked');
  await expectWhole(home, []);
});

test('on a full disk a PIN is not looked at: an attempt that cannot be counted is not made', async () => {
  const home = await quickHome();
  await activatedScene(testMachine(home));
  let looked = 0;
  const machine = testMachine(home, { files: new FillingDisk(0).files });
  const { token } = folderScene({
    ...machine,
    argon2id: (input) => {
      looked += 1;
      return machine.argon2id(input);
    },
  });
  await expect(token.enterPin(FIRST_PIN)).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(looked).toBe(0);
});
