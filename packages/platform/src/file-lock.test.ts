import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryLockFile } from './file-lock.ts';
import { runChildScript } from './testing/child-script.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-lock-'));
  file = join(folder, 'lock');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const HOLDER = `
import { tryLockFile } from '${import.meta.dirname}/file-lock.ts';
const lock = tryLockFile(process.argv.at(-1));
console.log(lock ? 'held' : 'busy');
setInterval(() => undefined, 1000);
`;

test('what one process holds another does not get, until the holder is killed without a chance to let go', async () => {
  const holder = runChildScript(HOLDER, [file]);
  expect(await holder.nextLine()).toBe('held');
  expect(tryLockFile(file)).toBeUndefined();
  holder.process.kill('SIGKILL');
  await holder.restOfLines();
  const lock = tryLockFile(file);
  expect(lock).toBeDefined();
  lock?.close();
});

test('a second try in the same process is refused and does not take the lock away from the first', async () => {
  const lock = tryLockFile(file);
  expect(tryLockFile(file)).toBeUndefined();
  expect(await runChildScript(HOLDER, [file]).nextLine()).toBe('busy');
  lock?.close();
  const again = tryLockFile(file);
  expect(again).toBeDefined();
  again?.close();
});

test('the file is for its owner only and stays empty', () => {
  tryLockFile(file)?.close();
  const { mode, size } = statSync(file);
  expect([mode & 0o777, size]).toEqual([0o600, 0]);
});
