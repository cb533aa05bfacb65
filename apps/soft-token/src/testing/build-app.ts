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
  // What is tested is what is shipped: under the test runner's own word for it the bundler would make another app.
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    // In this order: the soft token's service worker keeps what lies there.
    for (const program of ['vite.codes.config.ts', 'vite.config.ts']) {
      await build({ configFile: join(APP, program), logLevel: 'error', build: { outDir, reportCompressedSize: false } });
    }
  } finally {
    if (environment === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = environment;
  }
  project.provide('softTokenFolder', outDir);
}
