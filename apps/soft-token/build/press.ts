import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { gzipAsync } from '@gfx/zopfli';
import { firstScreenOf } from './first-screen.ts';

/** What shrinks; pictures and fonts are pressed already. */
const SHRINKS = /\.(?:html|js|css|wasm|json|svg|webmanifest)$/;

/** By Zopfli: gzip as every browser reads it, four hundredths smaller than `gzip -9` makes it, and slow. */
export async function pressed(file: Uint8Array): Promise<Uint8Array> {
  return gzipAsync(file, { numiterations: 15 });
}

/** Writes `.gz` beside each file of the built app, for the server to send as it is. What the first screen needs is pressed hardest. */
export async function pressApp(folder: string): Promise<void> {
  const files = await builtFiles(folder);
  const first = new Set(firstScreenOf(files));
  for (const [path, file] of files) {
    if (SHRINKS.test(path))
      await writeFile(join(folder, `${path}.gz`), first.has(path) ? await pressed(file) : gzipSync(file, { level: 9 }));
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
