import { closeSync, openSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { isatty, ReadStream, WriteStream } from 'node:tty';

/** The terminal this process belongs to, whatever its standard streams are tied to. */
export interface ControllingTerminal {
  /** A line as typed. Undefined when the person gave up: Ctrl-C, or Ctrl-D. */
  ask(question: string, echo: 'shown' | 'hidden'): Promise<string | undefined>;
  /** Sends it this text, control sequences and all. */
  readonly write: (text: string) => void;
  /** Gives it back as it was. */
  close(): void;
}

const PATH = '/dev/tty';

/** Undefined where there is none: a service, a pipeline without a person, a container without `-t`. */
export function openControllingTerminal(): ControllingTerminal | undefined {
  const streams = openStreams();
  return streams && terminalOver(streams);
}

interface Streams {
  readonly input: ReadStream;
  readonly output: WriteStream;
}

function openStreams(): Streams | undefined {
  // Windows has no such path; its console is behind the standard streams or nowhere.
  if (process.platform === 'win32') return isatty(0) && isatty(2) ? { input: new ReadStream(0), output: new WriteStream(2) } : undefined;
  let input: number;
  try {
    input = openSync(PATH, 'r');
  } catch {
    return undefined;
  }
  try {
    return { input: new ReadStream(input), output: new WriteStream(openSync(PATH, 'w')) };
  } catch {
    closeSync(input);
    return undefined;
  }
}

function terminalOver({ input, output }: Streams): ControllingTerminal {
  const screen = new Screen(output);
  const lines = createInterface({ input, output: screen, terminal: true, historySize: 0 });
  return {
    ask: (question, echo) => ask({ lines, screen, output }, question, echo),
    write: (text) => void output.write(text),
    close: () => {
      lines.close();
      input.destroy();
      output.destroy();
    },
  };
}

/** What the line editor draws, which is nothing while a secret is typed: not even how long it is. */
class Screen extends Writable {
  isHidden = false;
  readonly #output: WriteStream;

  constructor(output: WriteStream) {
    super();
    this.#output = output;
  }

  get columns(): number {
    return this.#output.columns;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (!this.isHidden) this.#output.write(chunk);
    done();
  }
}

function ask(
  on: { readonly lines: Interface; readonly screen: Screen; readonly output: WriteStream },
  question: string,
  echo: 'shown' | 'hidden',
): Promise<string | undefined> {
  const { lines, screen, output } = on;
  return new Promise((resolve) => {
    const settle = (answer: string | undefined): void => {
      lines.off('line', settle).off('SIGINT', giveUp).off('close', giveUp);
      lines.pause();
      screen.isHidden = false;
      // The line editor moved on only where it drew.
      if (echo === 'hidden' || answer === undefined) output.write('\n');
      resolve(answer);
    };
    const giveUp = (): void => {
      settle(undefined);
    };
    lines.once('line', settle).once('SIGINT', giveUp).once('close', giveUp);
    lines.resume();
    if (echo === 'hidden') output.write(question);
    screen.isHidden = echo === 'hidden';
    lines.setPrompt(echo === 'hidden' ? '' : question);
    lines.prompt();
  });
}
