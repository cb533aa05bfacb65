import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A home of its own on a real disk, removed after the test. */
export async function temporaryHome(parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, 'sallyport-token-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'home');
}

/** In memory where there is such a file system: for tests that die and start again thousands of times, and lose nothing that a flush would have kept. */
export function quickHome(): Promise<string> {
  return temporaryHome(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
}

/** A copy of the home as it is, as a thief or a power cut would leave it; it is removed with what it was copied from. At once, as thousands are made. */
export function copyOf(home: string): string {
  const copy = join(mkdtempSync(join(home, '../copy-')), 'home');
  copyFolder(home, copy);
  return copy;
}

/** With who may look into it: `cpSync` makes folders that everybody may. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to, { mode: statSync(from).mode });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const copy = entry.isDirectory() ? copyFolder : copyFileSync;
    copy(join(from, entry.name), join(to, entry.name));
  }
}

/** The same for two homes only when both hold the same folders and files, to the octet, and the same people may look into them. */
export function fingerprintOf(home: string): string {
  const hash = createHash('sha256').update(String(statSync(home).mode));
  const entries = readdirSync(home, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name));
  for (const path of entries.sort()) {
    const standing = statSync(path);
    const octets = standing.isFile() ? readFileSync(path) : Buffer.alloc(0);
    hash.update(JSON.stringify([path, standing.mode, octets.length])).update(octets);
  }
  return hash.digest('hex');
}

/** Every file of a folder by its path in it. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [file.slice(folder.length + 1), await readFile(file)] as const)));
}
