import { readSync } from 'node:fs';
import { Secret } from '@sallyport/platform';
import { openControllingTerminal } from '../../../token/terminal/controlling-terminal.ts';

/** Where the passphrase of a root's key comes from: never from the command line, which every process of a machine can read. */
export type PassphraseSource = { readonly kind: 'terminal' } | { readonly kind: 'descriptor'; readonly descriptor: number };

/** Undefined for what is no number of an open file. */
export function passphraseSource(descriptor: string | undefined): PassphraseSource | undefined {
  if (descriptor === undefined) return { kind: 'terminal' };
  return /^\d{1,4}$/.test(descriptor) ? { kind: 'descriptor', descriptor: Number(descriptor) } : undefined;
}

/** What guards a key for twenty years, wherever its file goes. */
const PASSPHRASE_MIN_CHARACTERS = 16;
const PASSPHRASE_MAX_OCTETS = 1024;

export type PassphraseTrouble = 'no-terminal' | 'given-up' | 'unreadable' | 'too-long' | 'too-short' | 'not-the-same';

/** For a key that is there. */
export function askPassphrase(source: PassphraseSource): Promise<Secret<string> | PassphraseTrouble> {
  return ask(source, ['Passphrase of the root: ']);
}

/** For a new key: at the terminal, twice. */
export async function choosePassphrase(source: PassphraseSource): Promise<Secret<string> | PassphraseTrouble> {
  const chosen = await ask(source, [`Passphrase for the root (at least ${String(PASSPHRASE_MIN_CHARACTERS)} characters): `, 'Once more: ']);
  if (typeof chosen === 'string') return chosen;
  return Array.from(chosen.reveal()).length < PASSPHRASE_MIN_CHARACTERS ? 'too-short' : chosen;
}

async function ask(source: PassphraseSource, questions: readonly string[]): Promise<Secret<string> | PassphraseTrouble> {
  if (source.kind === 'descriptor') return firstLineOf(source.descriptor);
  const terminal = openControllingTerminal();
  if (terminal === undefined) return 'no-terminal';
  try {
    const answers: string[] = [];
    for (const question of questions) {
      const answer = await terminal.ask(question, 'hidden');
      if (answer === undefined || answer === '') return 'given-up';
      answers.push(answer);
    }
    const [first = '', ...others] = answers;
    return others.every((other) => other === first) ? new Secret(first) : 'not-the-same';
  } finally {
    terminal.close();
  }
}

function firstLineOf(descriptor: number): Secret<string> | PassphraseTrouble {
  const octets = Buffer.alloc(PASSPHRASE_MAX_OCTETS + 1);
  let length = 0;
  try {
    while (length < octets.length) {
      const count = readSync(descriptor, octets, length, octets.length - length, null);
      if (count === 0) break;
      length += count;
    }
    if (length > PASSPHRASE_MAX_OCTETS) return 'too-long';
    const [line = ''] = octets.toString('utf8', 0, length).split(/\r?\n/, 1);
    return line === '' ? 'given-up' : new Secret(line);
  } catch {
    return 'unreadable';
  } finally {
    octets.fill(0);
  }
}

const SENTENCES: Readonly<Record<PassphraseTrouble, string>> = {
  'no-terminal': 'There is no terminal to ask for the passphrase at. Say where it can be read: --passphrase-fd NUMBER',
  'given-up': 'Without the passphrase nothing was done.',
  unreadable: 'The passphrase cannot be read from that file descriptor.',
  'too-long': `A passphrase has at most ${String(PASSPHRASE_MAX_OCTETS)} octets.`,
  'too-short': `A passphrase for a root has at least ${String(PASSPHRASE_MIN_CHARACTERS)} characters.`,
  'not-the-same': 'The two were not the same. Nothing was done.',
};

export function explainPassphrase(trouble: PassphraseTrouble): string {
  return SENTENCES[trouble];
}
