import { existsSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { momentOf } from '@sallyport/protocol';
import {
  FIRST_PIN,
  openWith,
  openVaultWith,
  renewalFor,
  SECOND_PIN,
  testActivation,
  twoAccounts,
  unlockWith,
  WRONG_PIN,
  fastArgon2id,
} from '@sallyport/protocol/testing';
import { removeToken, reportRemoval } from '@sallyport/token-client';
import { personalVaultHere } from '../token/personal/personal-vault-here.ts';
import { removable } from '../token/device-token.ts';
import type { DurableFiles } from '../token/storage/durable-files.ts';
import { durableFiles } from '../token/storage/durable-files.ts';
import { codeOf } from '../token/trouble.ts';
import { activatedScene, type FolderScene, folderScene, type TestMachine, testMachine } from './test-machine.ts';

/**
 * A process of its own over the files of a token, for what only processes can show: races, a kill that nobody can catch, a disk that is
 * full. Told by its arguments what to do; says what happened line by line.
 */

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const newPin = { pin: SECOND_PIN, repeated: SECOND_PIN };

const ACTS: Readonly<Record<string, (scene: FolderScene) => Promise<unknown>>> = {
  'change-pin': async ({ token }) => (await openWith(token)).changePin(newPin),
  'wrong-pin': ({ token }) => token.enterPin(WRONG_PIN),
  unlock: async ({ token, unlockCode }) => unlockWith(token, await unlockCode(), SECOND_PIN),
  renew: async ({ token, clock }) => {
    const vault = await openWith(token);
    const { material } = await renewalFor(testActivation());
    return vault.renew(material, momentOf(clock));
  },
  remove: async ({ device }) => {
    await removeToken(removable(device));
    await reportRemoval(removable(device), () => Promise.resolve({ kind: 'ok', json: undefined }));
  },
};

/** Wrong PINs, as many as asked, at the same moment as others; `looked` for each that was really looked at. */
async function race(home: string, tries: number): Promise<void> {
  const machine = testMachine(home, {
    argon2id: async (input) => {
      say('looked');
      // Long enough that another process would slip in if it could.
      await sleep(20);
      return fastArgon2id(input);
    },
  });
  const { token } = folderScene(machine);
  say('ready');
  while (!existsSync(join(home, '..', 'go'))) await sleep(2);
  for (let count = 0; count < tries; count += 1) say((await token.enterPin(WRONG_PIN)).kind);
}

/** Opens, waits for the others, and renews the keys by an exchange of its own. */
async function raceToRenew(home: string, exchange: number): Promise<void> {
  const { token, clock } = folderScene(testMachine(home));
  const vault = await openWith(token);
  const { material } = await renewalFor(testActivation(), exchange);
  say('ready');
  while (!existsSync(join(home, '..', 'go'))) await sleep(2);
  const outcome = await vault.renew(material, momentOf(clock));
  say(outcome.kind === 'refused' ? outcome.error.code : outcome.kind);
}

/** Does the act and stops for ever before this step on the disk: whoever sent it kills it there. */
async function stopAt(home: string, name: string, step: number): Promise<void> {
  let taken = 0;
  const files = steppedFiles(async () => {
    taken += 1;
    if (taken <= step) return;
    say('stopped');
    await sleep(600_000);
  });
  const machine = testMachine(home, { files });
  if (name === 'personal') await addToPersonal(machine);
  else await ACTS[name]?.(folderScene(machine));
  say('done');
}

async function addToPersonal(machine: TestMachine): Promise<void> {
  const { vault } = personalVaultHere(machine);
  await vault.start();
  const open = await openVaultWith(vault);
  await open.change((contents) => ({ ...contents, accounts: twoAccounts() }));
}

function steppedFiles(before: () => Promise<void>): DurableFiles {
  const stepped = (name: 'makeFolder' | 'truncate' | 'remove' | 'removeFolder' | 'syncFolder') => async (path: string) => {
    await before();
    await durableFiles[name](path);
  };
  const writing = (name: 'write' | 'overwrite') => async (path: string, octets: Uint8Array) => {
    await before();
    await durableFiles[name](path, octets);
  };
  return {
    ...durableFiles,
    makeFolder: stepped('makeFolder'),
    truncate: stepped('truncate'),
    remove: stepped('remove'),
    removeFolder: stepped('removeFolder'),
    syncFolder: stepped('syncFolder'),
    write: writing('write'),
    overwrite: writing('overwrite'),
    rename: async (from, to) => {
      await before();
      await durableFiles.rename(from, to);
    },
  };
}

/** On a small disk of its own: activated, filled to the last octet, tried, freed, tried again. */
async function fillDisk(home: string): Promise<void> {
  const scene = await activatedScene(testMachine(home));
  const filler = join(home, '..', 'filler');
  fill(filler);
  const { remove: _, renew: _renew, ...others } = ACTS;
  for (const [name, act] of Object.entries(others)) say(`${name} on a full disk: ${await endingOf(() => act(scene))}`);
  unlinkSync(filler);
  const again = folderScene(testMachine(home));
  const status = await again.token.start();
  say(`after: ${status.kind}${status.kind === 'closed' ? `, ${String(status.attemptsLeft)} attempts` : ''}`);
  say(`first PIN: ${(await again.token.enterPin(FIRST_PIN)).kind}`);
  say(`change-pin: ${await endingOf(() => ACTS['change-pin']?.(again))}`);
  say(`second PIN: ${(await again.token.enterPin(SECOND_PIN)).kind}`);
}

function fill(path: string): void {
  for (let size = 1 << 20; size >= 1; size /= 2) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(Math.floor(size)), { flag: 'a' });
    } catch (failure) {
      if (codeOf(failure) !== 'ENOSPC') throw failure;
    }
  }
}

async function endingOf(act: () => Promise<unknown> | undefined): Promise<string> {
  try {
    await act();
    return 'done';
  } catch (failure) {
    return codeOf(failure) ?? String(failure);
  }
}

const [what, home = '', argument = '', step = '0'] = process.argv.slice(2);
if (what === 'race-to-renew') await raceToRenew(home, Number(argument));
if (what === 'race') await race(home, Number(argument));
if (what === 'stop-at') await stopAt(home, argument, Number(step));
if (what === 'fill-disk') await fillDisk(home);
