import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** A program at a terminal of its own, and somebody in front of it. */
export interface PseudoTerminal {
  /** Waits until this is on the screen below what was seen before; answers what matched. @throws with the whole screen when the program ends first. */
  sees(words: RegExp): Promise<string>;
  type(line: string): void;
  /** Ctrl-C and the like. */
  press(control: string): void;
  /** Everything the terminal has shown. */
  screen(): string;
  exitCode(): Promise<number>;
}

const MOST_WAIT_MS = 60_000;

/** Runs it under `script` of util-linux, which every Linux has, or of the BSDs. It is killed after the test. */
export function runInTerminal(call: readonly string[], environment: NodeJS.ProcessEnv): PseudoTerminal {
  const quoted = call.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const command = `stty cols 100 rows 50; exec ${quoted}`;
  const args = process.platform === 'linux' ? ['-qefc', command, '/dev/null'] : ['-qe', '/dev/null', '/bin/sh', '-c', command];
  const child = spawn('script', args, { env: environment, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  let screen = '';
  let seen = 0;
  let isOver = false;
  let changed = (): void => undefined;
  const take = (chunk: Buffer): void => {
    screen += chunk.toString();
    changed();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  void ended.finally(() => {
    isOver = true;
    changed();
  });
  const wait = async (deadline: number): Promise<void> => {
    const timer = setTimeout(() => {
      changed();
    }, deadline - performance.now());
    await new Promise<void>((resolve) => {
      changed = resolve;
    });
    clearTimeout(timer);
  };
  return {
    sees: async (words) => {
      const deadline = performance.now() + MOST_WAIT_MS;
      for (;;) {
        const found = words.exec(screen.slice(seen));
        if (found) {
          seen += found.index + found[0].length;
          return found[1] ?? found[0];
        }
        if (isOver || performance.now() > deadline) throw new Error(`the terminal did not show ${String(words)}:\n${screen}`);
        await wait(deadline);
      }
    },
    type: (line) => void child.stdin.write(`${line}\r`),
    press: (control) => void child.stdin.write(control),
    screen: () => screen,
    exitCode: async () => {
      const [code] = (await ended) as [number | null];
      return code ?? -1;
    },
  };
}
