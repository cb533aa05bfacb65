import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import { listOf } from '../src/service-worker/offline-rules.ts';

const SERVICE_WORKER = 'service-worker.js';
const PLACEHOLDER = '__VERSION__';
/** Documents are cached under their addresses (see `offline-rules.ts`), not under their file names. */
const NOT_LISTED = new Set([SERVICE_WORKER, 'index.html', 'codes.html']);

/** Writes the list of everything the build made beside it, and into the service worker a version that changes when any octet of it changes. */
export function precache(): Plugin {
  let folder = '';
  return {
    name: 'sallyport:precache',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: async () => {
        const files = await filesIn(folder);
        const version = await versionOf(folder, files);
        const listed = files.filter((file) => !NOT_LISTED.has(file)).map((file) => `/${file}`);
        await writeFile(join(folder, listOf(version)), JSON.stringify(listed));
        const worker = join(folder, SERVICE_WORKER);
        await writeFile(worker, fillIn(await readFile(worker, 'utf8'), version));
      },
    },
  };
}

function fillIn(source: string, version: string): string {
  if (source.split(PLACEHOLDER).length !== 2) throw new Error(`The service worker must use ${PLACEHOLDER} exactly once.`);
  return source.replace(PLACEHOLDER, JSON.stringify(version));
}

async function versionOf(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(await readFile(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
