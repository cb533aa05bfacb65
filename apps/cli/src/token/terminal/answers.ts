import { Secret } from '@sallyport/platform/device';
import { TokenTrouble } from '../trouble.ts';
import type { ControllingTerminal } from './controlling-terminal.ts';
import type { LineReader } from './line-reader.ts';

/** Where answers come from. Undefined when there is none: the person gave up, or the input ended. */
export interface Answers {
  shown(question: string): Promise<string | undefined>;
  /** Without echo. */
  hidden(question: string): Promise<Secret<string> | undefined>;
  /** Whether a mistake can be put right by asking again. */
  readonly mayAskAgain: boolean;
}

/** A person at the terminal, opened with the first question. @throws TokenTrouble `no-terminal`. */
export function answersOfTerminal(open: () => ControllingTerminal | undefined): Answers {
  const terminal = (): ControllingTerminal => {
    const opened = open();
    if (opened === undefined) throw new TokenTrouble({ kind: 'no-terminal' });
    return opened;
  };
  return {
    mayAskAgain: true,
    shown: async (question) => terminal().ask(question, 'shown'),
    hidden: async (question) => secret(await terminal().ask(question, 'hidden')),
  };
}

/** Standard input: one line for each question, none of which is printed. */
export function answersOfInput(lines: LineReader): Answers {
  return {
    mayAskAgain: false,
    shown: () => lines.next(),
    hidden: async () => secret(await lines.next()),
  };
}

function secret(answer: string | undefined): Secret<string> | undefined {
  return answer === undefined ? undefined : new Secret(answer);
}
