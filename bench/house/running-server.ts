import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from '@sallyport/platform/testing';
import type { Settings } from './temporary-installation.ts';

/** The built server as `sallyport serve` runs it: a process of its own, which logs to a file as it would under a supervisor. */
export interface RunningServer {
  readonly certificateServices: string;
  readonly federation: string;
  readonly selfAdministration: string;
  readonly softToken: string;
  readonly revocation: string;
  readonly stop: () => Promise<void>;
}

const COMMAND_LINE = join(import.meta.dirname, '../../apps/cli/dist/sallyport.js');
const LISTENERS = 6;
const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** @throws Error with what the server said when it does not start. */
export async function startServer({
  settings,
  logFile,
}: {
  readonly settings: Settings;
  readonly logFile: string;
}): Promise<RunningServer> {
  const basePort = await freePorts(LISTENERS);
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [COMMAND_LINE, 'serve'], {
    env: { ...surroundings(), ...settings, SALLYPORT_BASE_PORT: String(basePort) },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const giveUpAt = performance.now() + READY_WITHIN_MS;
  while (!(await saysReady(logFile))) {
    if (child.exitCode !== null || performance.now() > giveUpAt) {
      await stop();
      throw new Error(`the server did not start:\n${await readFile(logFile, 'utf8')}`);
    }
    await wait(LOOK_EVERY_MS);
  }
  const origin = (offset: number): string => `http://localhost:${String(basePort + offset)}`;
  return {
    certificateServices: origin(0),
    federation: origin(1),
    selfAdministration: origin(2),
    softToken: origin(3),
    revocation: origin(5),
    stop,
  };
}

/** What this process was started with, without the settings of an installation that is somebody's. */
function surroundings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SALLYPORT_')));
}

async function saysReady(logFile: string): Promise<boolean> {
  return (await readFile(logFile, 'utf8')).includes('"msg":"ready"');
}
