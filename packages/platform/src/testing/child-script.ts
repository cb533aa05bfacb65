import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface ChildScript {
  readonly process: ChildProcess;
  /** The next line it prints; throws what it wrote to stderr when it ends without one. */
  nextLine(): Promise<string>;
  /** Every line still to come, once it has ended. */
  restOfLines(): Promise<string[]>;
}

/** Runs TypeScript in a process of its own, for what only several processes can show. It is killed after the test. */
export function runChildScript(code: string, args: readonly string[] = []): ChildScript {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code, '--', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'close');
  return {
    process: child,
    nextLine: async () => {
      const next = await lines.next();
      if (next.done !== true) return next.value;
      await ended;
      throw new Error(`The script ended without another line:\n${complaint}`);
    },
    restOfLines: async () => {
      const rest: string[] = [];
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) rest.push(next.value);
      await ended;
      return rest;
    },
  };
}
