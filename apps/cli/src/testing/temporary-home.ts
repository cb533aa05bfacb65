import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A home of its own on a real disk, removed after the test. */
export async function temporaryHome(parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, 'sallyport-token-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'home');
}

/** In memory where there is such a file system: for tests that die and start again thousands of times, and lose nothing that a flush would have kept. */
export function quickHome(): Promise<string> {
  return temporaryHome(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
}

/** A copy of the home as it is, as a thief or a power cut would leave it. */
export async function copyOf(home: string): Promise<string> {
  const copy = await temporaryHome(join(home, '../..'));
  await cp(home, copy, { recursive: true });
  return copy;
}

/** Every file of a folder by its path in it. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [file.slice(folder.length + 1), await readFile(file)] as const)));
}
