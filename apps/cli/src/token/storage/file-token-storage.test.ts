import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { revocationMessage } from '@sallyport/protocol';
import {
  FIRST_PIN,
  lockByWrongPins,
  openWith,
  otpOf,
  SECOND_PIN,
  testActivation,
  unlockWith,
  WRONG_PIN,
} from '@sallyport/protocol/testing';
import { describe, expect, test } from 'vitest';
import { copyOf, filesIn, quickHome } from '../../testing/temporary-home.ts';
import { activatedScene, type FolderScene, folderScene, testMachine } from '../../testing/test-machine.ts';
import { findTokens, startToken } from '../device-token.ts';
import { homeLock } from './home-lock.ts';
import { durableFiles } from './durable-files.ts';
import { pathsOf } from './names.ts';

const scene = async (): Promise<FolderScene> => activatedScene(testMachine(await quickHome()));
const pathsIn = ({ machine, device }: FolderScene): ReturnType<typeof pathsOf> => pathsOf(machine.home, device.key);

async function placesOf(home: string, secret: Uint8Array): Promise<readonly string[]> {
  const found = [...(await filesIn(home))].filter(([, octets]) => octets.includes(Buffer.from(secret)));
  return found.map(([path]) => path.slice(path.lastIndexOf('/') + 1));
}

describe('after LOCK', () => {
  test('no file of the home holds E, the seed or another key of the vault; before, E is in one file alone', async () => {
    const token = await scene();
    const { home } = token.machine;
    const erasable = await readFile(pathsIn(token).erasable(0));
    const { seed, recoveryKey, serverKey } = testActivation().keys;
    expect(await placesOf(home, erasable)).toEqual(['e-0.key']);
    await lockByWrongPins(token.token);
    for (const secret of [erasable, seed, recoveryKey, serverKey]) expect(await placesOf(home, secret)).toEqual([]);
  });

  test('E is gone from its own blocks, not only from the folder: a second name for the same file shows none of it', async () => {
    const token = await scene();
    const other = join(token.machine.home, '../other-name');
    await link(pathsIn(token).erasable(0), other);
    await lockByWrongPins(token.token);
    expect(await readFile(other)).toHaveLength(0);
  });

  test('the right PIN with the PIN slot and the device key put back opens nothing: E is missing (section 18, invariant 2)', async () => {
    const token = await scene();
    const before = copyOf(token.machine.home);
    await lockByWrongPins(token.token);
    const slot = pathsIn(token).pinSlot(0);
    await durableFiles.write(slot, await readFile(slot.replace(token.machine.home, before)));
    // And the whole vault file of before the lock, with its untouched counter.
    await durableFiles.write(pathsIn(token).vault, await readFile(pathsIn(token).vault.replace(token.machine.home, before)));
    const thief = folderScene(testMachine(token.machine.home));
    expect((await thief.token.enterPin(FIRST_PIN)).kind).toBe('locked');
    expect(await startToken(thief.device)).toMatchObject({ kind: 'locked' });
  });

  test('a copy of the whole home taken before opens with the right PIN: the honest limit of profile P0 (section 18, invariant 7)', async () => {
    const token = await scene();
    const before = copyOf(token.machine.home);
    await lockByWrongPins(token.token);
    expect((await folderScene(testMachine(before)).token.enterPin(FIRST_PIN)).kind).toBe('open');
  });
});

describe('the counter of wrong PINs', () => {
  test('cannot be reset by deleting a file: whatever is deleted, there are no attempts more', async () => {
    const token = await scene();
    for (let attempt = 0; attempt < 4; attempt += 1) await token.token.enterPin(WRONG_PIN);
    for (const path of (await filesIn(token.machine.home)).keys()) {
      const home = copyOf(token.machine.home);
      await rm(join(home, path));
      const thief = folderScene(testMachine(home));
      const status = await thief.token.status();
      if (status.kind === 'closed') expect(status.attemptsLeft, path).toBe(1);
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const outcome = await thief.token.enterPin(WRONG_PIN);
        expect(['locked', 'refused'], path).toContain(outcome.kind);
      }
    }
  });

  test('cannot be written by hand: a changed state counts as locked', async () => {
    const token = await scene();
    for (let attempt = 0; attempt < 4; attempt += 1) await token.token.enterPin(WRONG_PIN);
    const { vault } = pathsIn(token);
    const octets = await readFile(vault);
    octets[octets.length - 50] = 0;
    await writeFile(vault, octets);
    expect(await folderScene(testMachine(token.machine.home)).token.enterPin(FIRST_PIN)).toMatchObject({ kind: 'locked' });
  });
});

test('files of another token in this one’s folder open nothing', async () => {
  const mine = await scene();
  const other = await activatedScene(
    testMachine(await quickHome()),
    testActivation({ tokenId: new Uint8Array(16).fill(5), serial: 'ST-111-111-11' }),
  );
  await rm(pathsIn(mine).device);
  await durableFiles.write(pathsIn(mine).device, await readFile(pathsIn(other).device));
  expect((await folderScene(testMachine(mine.machine.home)).token.enterPin(FIRST_PIN)).kind).not.toBe('open');
});

test('a vault file that is not one is told, and nothing is activated over it', async () => {
  const token = await scene();
  await writeFile(pathsIn(token).vault, 'not a vault');
  const machine = testMachine(token.machine.home);
  expect(await findTokens(machine)).toMatchObject([{ status: { kind: 'trouble', trouble: { kind: 'unreadable' } } }]);
  await expect(folderScene(machine).token.activate(testActivation())).rejects.toMatchObject({ trouble: { kind: 'unreadable' } });
  expect(await readFile(pathsIn(token).vault, 'utf8')).toBe('not a vault');
});

describe('a revoked token', () => {
  async function revoked(): Promise<FolderScene> {
    const token = await scene();
    const vault = await openWith(token.token);
    const mac = await vault.serverMac(revocationMessage(token.device.tokenId));
    if (mac.kind !== 'mac') throw new Error(mac.error.code);
    expect((await vault.revoke(mac)).kind).toBe('revoked');
    return token;
  }

  test('leaves its gravestone and nothing else', async () => {
    const { machine, device } = await revoked();
    expect([...(await filesIn(join(machine.home, device.key))).keys()]).toEqual(['vault.bin']);
    expect(await findTokens(testMachine(machine.home))).toMatchObject([
      { status: { kind: 'revoked', identity: { serial: 'ST-482-719-36' } } },
    ]);
  });

  test('whose burial was cut off after the gravestone loses its device key at the next start', async () => {
    const alive = await scene();
    const device = await readFile(pathsIn(alive).device);
    const token = await revoked();
    await durableFiles.write(pathsIn(token).device, device);
    await findTokens(testMachine(token.machine.home));
    expect([...(await filesIn(join(token.machine.home, token.device.key))).keys()]).toEqual(['vault.bin']);
  });
});

test('a removed token leaves no file but the lock, and its place can be activated anew', async () => {
  const token = await scene();
  await token.device.storage.clear();
  expect([...(await filesIn(token.machine.home)).keys()]).toEqual(['lock']);
  expect((await activatedScene(testMachine(token.machine.home))).device.key).toBe(token.device.key);
});

test('whoever cannot have the lock in time is told, and has not run', async () => {
  const token = await scene();
  const { home } = token.machine;
  let hasRun = false;
  const waiting = await homeLock(home, durableFiles).exclusively(async () => ({
    inner: await homeLock(home, durableFiles, 50).exclusively(() => {
      hasRun = true;
      return Promise.resolve({});
    }),
  }));
  expect([waiting, hasRun]).toEqual([{ inner: undefined }, false]);
});

test('epochs go on over many PINs and unlocks, and one-time passwords stay right', async () => {
  const token = await scene();
  let pin = FIRST_PIN;
  for (const next of [SECOND_PIN, FIRST_PIN, SECOND_PIN]) {
    const changed = await (await openWith(token.token, pin)).changePin({ pin: next, repeated: next });
    expect(changed.kind).toBe('open');
    pin = next;
    await lockByWrongPins(token.token);
    const vault = await unlockWith(token.token, await token.unlockCode(), pin);
    expect(await otpOf(vault)).toBe(await token.expectedOtp());
  }
  expect(await token.token.status()).toMatchObject({ kind: 'closed', identity: { epoch: 6 } });
});
