import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { endOf, handOnSignals } from './child-process.ts';

/** The server is a program of its own; this process starts it, waits until it is ready, and hands signals on. Runs from `apps/cli/dist`. */

const SERVER = join(import.meta.dirname, '../../server/dist/main.js');

/**
 * A young generation of 4 MiB a half instead of 16: of the sizes tried, the smallest with which a busy server does not collect much more often.
 * And leave for the server to collect once what its start left behind.
 */
const RUNTIME_OPTIONS = ['--max-semi-space-size=4', '--expose-gc'];

/** Threads that hash passwords, as many as `createPasswordHasher` lets hash at once, and two for files. The runtime has four, whatever the cores, and takes another number at its start only. */
const POOL_THREADS = availableParallelism() + 3 + 2;

export interface ServerProcess {
  /** Resolves to true once the listeners are open, to false when the server ended before. */
  readonly ready: Promise<boolean>;
  readonly exitCode: Promise<number>;
}

export function startServer(environment: NodeJS.ProcessEnv): ServerProcess {
  const child = spawn(process.execPath, [...RUNTIME_OPTIONS, SERVER], {
    env: { UV_THREADPOOL_SIZE: String(POOL_THREADS), ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exitCode = endOf(child);
  const ready = Promise.race([
    new Promise<boolean>((resolve) => {
      child.once('message', () => {
        resolve(true);
      });
    }),
    exitCode.then(() => false),
  ]);
  handOnSignals(child);
  return { ready, exitCode };
}
