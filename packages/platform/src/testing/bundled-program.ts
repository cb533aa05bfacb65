import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

const BUNDLE = 'program.mjs';

/**
 * For tests that start a program of ours many times: from a few files instead of hundreds it starts in a third of the time. Call it outside the tests, with the file in which
 * the program begins; it is ready when the first of them runs, and gone after the last. What it needs of others is found from where it lies, within its package.
 */
export function bundledProgram(entry: string): () => string {
  const kept = join(entry.slice(0, entry.lastIndexOf('/src/')), '.cache');
  let folder = '';
  beforeAll(async () => {
    // It takes a tenth of a second to load, and few of those who load this file bundle anything.
    const { build } = await import('vite');
    await mkdir(kept, { recursive: true });
    folder = await mkdtemp(join(kept, 'program-'));
    await build({
      configFile: false,
      publicDir: false,
      logLevel: 'error',
      ssr: { target: 'node', external: true, noExternal: [/^@sallyport\//] },
      build: { ssr: entry, target: 'node24', outDir: folder, minify: false, rolldownOptions: { output: { entryFileNames: BUNDLE } } },
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => join(folder, BUNDLE);
}
