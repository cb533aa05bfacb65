import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

const BUNDLE = 'program.mjs';

/**
 * For tests that start a program of ours many times: from a few files instead of hundreds it starts in a third of the time. Call it outside the tests, with the file in which
 * the program begins; it is ready when the first of them runs, and gone after the last. It is bundled as its package is for those who install it, and lies within that package,
 * from where what it needs of others is found.
 */
export function bundledProgram(entry: string): () => string {
  const home = entry.slice(0, entry.lastIndexOf('/src/'));
  const kept = join(home, '.cache');
  let folder = '';
  beforeAll(async () => {
    // It takes a tenth of a second to load, and few of those who load this file bundle anything.
    const { build } = await import('vite');
    await mkdir(kept, { recursive: true });
    folder = await mkdtemp(join(kept, 'program-'));
    await build({
      configFile: join(home, 'vite.config.ts'),
      logLevel: 'error',
      build: { ssr: entry, outDir: folder, rolldownOptions: { output: { entryFileNames: BUNDLE } } },
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => join(folder, BUNDLE);
}
