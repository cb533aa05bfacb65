import { fork } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { firstScreenOf } from './first-screen.ts';

/** What shrinks; pictures and fonts are pressed already. */
const SHRINKS = /\.(?:html|js|css|wasm|json|svg|webmanifest)$/;

const PRESS = fileURLToPath(new URL('./press-process.ts', import.meta.url));

/**
 * By Zopfli: gzip as every browser reads it, four hundredths smaller than `gzip -9` makes it, and slow.
 * @throws Error when the process that presses ends without an answer.
 */
export function pressed(files: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  const press = fork(PRESS, { execArgv: [], serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    press.once('message', (answer) => {
      resolve(answer as Uint8Array[]);
    });
    press.once('error', reject);
    press.once('exit', (code) => {
      reject(new Error(`The press ended with ${String(code)} and pressed nothing.`));
    });
    press.send(files);
  });
}

/** Writes `.gz` beside each file of the built app, for the server to send as it is. What the first screen needs is pressed hardest. */
export async function pressApp(folder: string): Promise<void> {
  const files = await builtFiles(folder);
  const first = firstScreenOf(files);
  const small = await pressed(first.map((path) => files.get(path) ?? new Uint8Array()));
  const hardest = new Map(first.map((path, place) => [path, small[place]]));
  for (const [path, file] of files) {
    if (SHRINKS.test(path)) await writeFile(join(folder, `${path}.gz`), hardest.get(path) ?? gzipSync(file, { level: 9 }));
  }
}

/** Every file of a build under its path from the root of the site. */
export async function builtFiles(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(paths.map(async (path) => [`/${relative(folder, path).split(sep).join('/')}`, await readFile(path)] as const)),
  );
}
