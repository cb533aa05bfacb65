import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { COMMAND_LINE } from './command-line.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Data of a demonstration that was filled and has not been started. */
    filledFolder: string;
  }
}

/** For `globalSetup` in vitest.config.ts, after the build: the people and their certificates are the same in every demonstration, and are made once. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-filled-'));
  const environment = { ...process.env, SALLYPORT_DATA: folder };
  execFileSync(process.execPath, [COMMAND_LINE, 'fill-demonstration'], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  project.provide('filledFolder', folder);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
