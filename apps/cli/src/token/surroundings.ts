import type { PostJson } from '@sallyport/token-client';
import type { Machine } from './device-token.ts';
import type { RunTool } from './run-tool.ts';
import type { Answers } from './terminal/answers.ts';
import type { Waiting } from './terminal/waiting.ts';

/** Everything from outside that the verbs of `sallyport token` act on. `main.ts` brings the real ones. */
export interface Surroundings {
  readonly machine: Machine;
  /** Standard output: only what a script may take for the answer. */
  readonly out: Voice;
  /** Standard error: what is said to a person. */
  readonly err: Voice;
  readonly terminal: Answers;
  readonly input: Answers;
  /** Control sequences to the terminal; undefined where there is none. */
  readonly writeToTerminal: () => ((text: string) => void) | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly runTool: RunTool;
  readonly server: (given: { readonly origin: string; readonly patienceMs: number }) => PostJson;
  readonly beginWaiting: () => Waiting;
}

export interface Voice {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns: number;
}

export function say(voice: Voice, ...lines: readonly string[]): void {
  voice.write(lines.map((line) => `${line}\n`).join(''));
}
