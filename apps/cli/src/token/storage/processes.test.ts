import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundledProgram } from '@sallyport/platform/testing';
import { FIRST_PIN, lockByWrongPins, openVaultWith, renewalFor, SECOND_PIN, testActivation, WRONG_PIN } from '@sallyport/protocol/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { expectWhole, expectWholeOrRemoved } from '../../testing/expect-whole.ts';
import { perform } from '../../testing/scripted-surroundings.ts';
import { copyOf, temporaryHome } from '../../testing/temporary-home.ts';
import { personalVaultHere } from '../personal/personal-vault-here.ts';
import { activatedScene, type FolderScene, folderScene, testMachine } from '../../testing/test-machine.ts';

/** Real processes over the files of one token. What becomes of it after every single step is shown in kill-points.test.ts; here a kill that nobody can catch confirms it at some. */

const tokenProcess = bundledProgram(join(import.meta.dirname, '../../testing/token-process.ts'));
const PATIENCE = { timeout: 180_000 };

interface TokenProcess {
  readonly lines: AsyncIterator<string>;
  readonly all: () => Promise<readonly string[]>;
  readonly kill: () => Promise<void>;
}

function start(args: readonly string[], program = process.execPath): TokenProcess {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    lines,
    all: async () => {
      const said: string[] = [];
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) said.push(next.value);
      await ended;
      if (child.exitCode !== 0) throw new Error(`the process ended with ${String(child.exitCode ?? child.signalCode)}:\n${complaint}`);
      return said;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

test('five processes that race get five attempts together (section 18, invariant 4)', PATIENCE, async () => {
  const home = await temporaryHome();
  await activatedScene(testMachine(home));
  const processes = Array.from({ length: 5 }, () => start([tokenProcess(), 'race', home, '5']));
  for (const { lines } of processes) expect((await lines.next()).value).toBe('ready');
  await writeFile(join(home, '../go'), '');
  const said = (await Promise.all(processes.map(({ all }) => all()))).flat();
  const count = (line: string): number => said.filter((other) => other === line).length;
  expect({ looked: count('looked'), wrong: count('wrong-pin'), locked: count('locked') }).toEqual({ looked: 5, wrong: 4, locked: 21 });
  expect((await folderScene(testMachine(home)).token.start()).kind).toBe('locked');
});

/** Whole, under the keys of the activation or of one of these exchanges. */
async function expectKeysOf(home: string, exchanges: readonly number[]): Promise<void> {
  const renewals = await Promise.all(exchanges.map((exchange) => renewalFor(testActivation(), exchange)));
  await expectWhole(home, [FIRST_PIN], [testActivation(), ...renewals.map(({ keys }) => testActivation({ keys }))]);
}

test('of two processes that renew the keys at once one commits, and the other hears that the token has moved on', PATIENCE, async () => {
  const home = await temporaryHome();
  await activatedScene(testMachine(home));
  const processes = [1, 2].map((exchange) => start([tokenProcess(), 'race-to-renew', home, String(exchange)]));
  for (const { lines } of processes) expect((await lines.next()).value).toBe('ready');
  await writeFile(join(home, '../go'), '');
  const said = (await Promise.all(processes.map(({ all }) => all()))).flat();
  expect(said.toSorted()).toEqual(['VAULT_CLOSED', 'open']);
  await expectKeysOf(home, [1, 2]);
});

test('a process killed with SIGKILL while it adds to a personal vault leaves the old list or the new one, whole', PATIENCE, async () => {
  const before = await temporaryHome();
  expect((await perform(['personal', 'set-up'], testMachine(before), { typed: [FIRST_PIN, FIRST_PIN] })).exit).toBe(0);
  for (let step = 0; ; step += 3) {
    const home = copyOf(before);
    const child = start([tokenProcess(), 'stop-at', home, 'personal', String(step)]);
    const { value } = (await child.lines.next()) as { readonly value: string | undefined };
    await child.kill();
    const { vault } = personalVaultHere(testMachine(home));
    expect(await vault.start()).toMatchObject({ kind: 'closed' });
    const { accounts } = (await openVaultWith(vault)).facts;
    expect([0, 2]).toContain(accounts.length);
    if (value === 'done') break;
    expect(value).toBe('stopped');
  }
});

interface Sample {
  readonly act: string;
  readonly prepare: (scene: FolderScene) => Promise<unknown>;
  readonly pins: readonly string[];
  readonly judge?: (home: string, pins: readonly string[]) => Promise<void>;
}

const SAMPLES: readonly Sample[] = [
  { act: 'change-pin', prepare: () => Promise.resolve(), pins: [FIRST_PIN, SECOND_PIN] },
  {
    act: 'wrong-pin',
    prepare: async ({ token }) => {
      for (let attempt = 0; attempt < 4; attempt += 1) await token.enterPin(WRONG_PIN);
    },
    pins: [FIRST_PIN],
  },
  { act: 'unlock', prepare: ({ token }) => lockByWrongPins(token), pins: [SECOND_PIN] },
  { act: 'renew', prepare: () => Promise.resolve(), pins: [FIRST_PIN], judge: (home) => expectKeysOf(home, [0]) },
  { act: 'remove', prepare: () => Promise.resolve(), pins: [FIRST_PIN], judge: expectWholeOrRemoved },
];

describe.each(SAMPLES)('a process killed with SIGKILL in $act', ({ act, prepare, pins, judge = expectWhole }) => {
  test('leaves a token that works whole, or is gone, and no lock behind', PATIENCE, async () => {
    const before = await temporaryHome();
    await prepare(await activatedScene(testMachine(before)));
    for (let step = 0; ; step += 5) {
      const home = copyOf(before);
      const child = start([tokenProcess(), 'stop-at', home, act, String(step)]);
      const { value } = (await child.lines.next()) as { readonly value: string | undefined };
      await child.kill();
      await judge(home, pins);
      if (value === 'done') break;
      expect(value).toBe('stopped');
    }
  });
});

test('a disk that is full to the last octet costs no attempt, no PIN and no epoch', PATIENCE, async () => {
  const place = await mkdtemp(join(tmpdir(), 'sallyport-small-disk-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  // A mount of its own in a namespace of its own: as root or not, nothing outside sees it and nothing stays.
  const script = 'mount -t tmpfs -o size=256k tmpfs "$0" && exec "$@"';
  const inside = ['sh', '-c', script, place, process.execPath, tokenProcess(), 'fill-disk', join(place, 'home')];
  const said = await start(['--user', '--map-root-user', '--mount', ...inside], 'unshare').all();
  expect(said).toEqual([
    'change-pin on a full disk: ENOSPC',
    'wrong-pin on a full disk: ENOSPC',
    'unlock on a full disk: ENOSPC',
    'after: closed, 5 attempts',
    'first PIN: open',
    'change-pin: done',
    'second PIN: open',
  ]);
});
