import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Command } from '../usage.ts';

/** What a command answers, and what it prints. */
export interface CommandRun {
  readonly exit: number;
  readonly says: string;
}

/** An installation of its own for one test, and its terminal. */
export async function commandWorld(): Promise<{ run(command: Command, given: readonly string[]): Promise<CommandRun> }> {
  let printed = '';
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-command-'));
  vi.stubEnv('SALLYPORT_DATA', folder);
  vi.stubEnv('SALLYPORT_ISSUER_NAME', 'Northwind Harbour Authority');
  vi.stubEnv('SALLYPORT_SUPPORT_FILE', join(import.meta.dirname, '../../demonstration/support.json'));
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  }
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    run: async (command, given) => {
      printed = '';
      return { exit: await command.run(given), says: printed };
    },
  };
}
