import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built soft token lies. */
    softTokenFolder: string;
  }
}

const APP = join(import.meta.dirname, '../..');
const BUILD = join(APP, '../../tools/build-if-changed.mjs');

/**
 * For `globalSetup` in vitest.config.ts: what is walked through is what is shipped, built only when its sources changed since it was built last.
 * @throws Error when it cannot be built; what the build said stands above it.
 */
export function setup(project: TestProject): void {
  // Under the test runner's own word for it the bundler would make another app.
  const { NODE_ENV: _, ...environment } = process.env;
  const { status } = spawnSync(process.execPath, [BUILD], { env: environment, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed.');
  project.provide('softTokenFolder', join(APP, 'dist'));
}
