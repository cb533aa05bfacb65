import { join } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built soft token lies. */
    softTokenFolder: string;
  }
}

const APP = join(import.meta.dirname, '../..');

/** For `globalSetup` in vitest.config.ts: the app is built once for all that walk through it, as the product is. */
export async function setup(project: TestProject): Promise<void> {
  const outDir = join(APP, '.cache/test-dist');
  await build({ configFile: join(APP, 'vite.config.ts'), logLevel: 'error', build: { outDir, reportCompressedSize: false } });
  project.provide('softTokenFolder', outDir);
}
