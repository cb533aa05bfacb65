import { Secret } from '@sallyport/platform/device';
import type { ApiAnswer } from '@sallyport/token-client';
import type { Machine } from '../token/device-token.ts';
import { toolRunner } from '../token/run-tool.ts';
import type { Surroundings } from '../token/surroundings.ts';
import type { Answers } from '../token/terminal/answers.ts';
import type { Waiting } from '../token/terminal/waiting.ts';
import { TokenTrouble } from '../token/trouble.ts';
import { runTokenCommand } from '../token/token-command.ts';

export interface Script {
  /** What is typed at the terminal, in order; undefined where there is no terminal. */
  readonly typed?: readonly string[];
  /** The lines of standard input. */
  readonly input?: readonly string[];
  readonly outIsTerminal?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  /** What the token API answers; offline unless told. */
  readonly answer?: (path: string, body: object) => ApiAnswer | Promise<ApiAnswer>;
  readonly pause?: Waiting['pause'];
}

export interface Performance {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** Control sequences sent to the terminal. */
  readonly terminal: string;
  readonly posted: readonly (readonly [string, object])[];
  /** Answers that nobody asked for. */
  readonly unused: readonly string[];
}

/** One call of `sallyport token`, with a scripted person in front of it. */
export async function perform(given: readonly string[], machine: Machine, script: Script = {}): Promise<Performance> {
  const said = { out: '', err: '', terminal: '' };
  const posted: [string, object][] = [];
  const typed = script.typed && [...script.typed];
  const input = [...(script.input ?? [])];
  const voice = (stream: 'out' | 'err') => ({
    write: (text: string) => {
      said[stream] += text;
    },
    isTerminal: stream === 'out' && script.outIsTerminal === true,
    columns: 80,
  });
  const surroundings: Surroundings = {
    machine,
    out: voice('out'),
    err: voice('err'),
    terminal: answersOf(typed, 'terminal'),
    input: answersOf(input, 'input'),
    writeToTerminal: () =>
      typed &&
      ((text) => {
        said.terminal += text;
      }),
    environment: script.environment ?? {},
    platform: script.platform ?? 'linux',
    runTool: toolRunner(script.environment ?? {}),
    server: () => async (path, body) => {
      posted.push([path, body]);
      return (await script.answer?.(path, body)) ?? { kind: 'offline' };
    },
    beginWaiting: () => ({ pause: script.pause ?? (() => Promise.resolve('interrupted')), end: () => undefined }),
  };
  const exit = await runTokenCommand(given, surroundings);
  return { exit, ...said, posted, unused: [...(typed ?? []), ...input] };
}

function answersOf(lines: string[] | undefined, from: 'terminal' | 'input'): Answers {
  const next = (): string | undefined => {
    if (!lines) throw new TokenTrouble({ kind: 'no-terminal' });
    return lines.shift();
  };
  return {
    mayAskAgain: from === 'terminal',
    shown: async () => next(),
    hidden: async () => {
      const line = next();
      return line === undefined ? undefined : new Secret(line);
    },
  };
}
