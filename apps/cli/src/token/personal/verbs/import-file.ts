import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type OpenPersonalVault, wipeAccounts } from '@sallyport/protocol/personal-vault';
import { type ImportFile, MAX_IMPORT_OCTETS } from '@sallyport/token-client/imports';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { say, type Surroundings } from '../../surroundings.ts';
import type { Answers } from '../../terminal/answers.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { words } from '../../token.messages.ts';
import { codeOf } from '../../trouble.ts';
import { withPersonal } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';
import { type FileReading, readExportFile } from '../read-export-file.ts';
import { compareAccounts, saveAccounts } from '../save-accounts.ts';
import { tellDuplicates, tellReading } from '../tell-reading.ts';
import { tellNotWritten } from '../tell-not-written.ts';

type Read = Extract<FileReading, { kind: 'read' }>;

/** All that is new in a file, in one write. Everything in it is taken or named. */
export const importFile: TokenVerb<'import'> = {
  name: 'import',
  synopsis: 'FILE [--look] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['look', 'pin-stdin']);
    const path = asked?.first;
    if (!asked || path === undefined) return 'usage';
    const file = await readBounded(path);
    if (file === undefined) {
      say(surroundings.err, personalWords('file-missing'));
      return EXIT.usage;
    }
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return withPersonal(pins, surroundings, async ({ vault }, answers) => {
      const read = await readAsking(file, answers, surroundings);
      if ('exit' in read) return read.exit;
      tellReading(read, surroundings.err);
      const { accounts } = read.reading;
      try {
        return await (asked.flags.has('look') ? look(vault, read, surroundings) : take(vault, read, surroundings));
      } finally {
        wipeAccounts(accounts);
      }
    });
  },
};

/** One octet more than any export has, so that its reader says that it is too large. Undefined for what is no file of this user's. */
async function readBounded(path: string): Promise<ImportFile | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(Math.min(MAX_IMPORT_OCTETS + 1, Math.max(1, (await file.stat()).size)));
      let length = 0;
      for (let taken = 1; taken > 0 && length < buffer.length; length += taken) {
        taken = (await file.read(buffer, length, buffer.length - length)).bytesRead;
      }
      return { name: basename(path), octets: new Uint8Array(buffer.buffer, 0, length) };
    } finally {
      await file.close();
    }
  } catch (failure) {
    if (codeOf(failure) === undefined) throw failure;
    return undefined;
  }
}

/** Asks for what seals the file, at a terminal again and again. */
async function readAsking(file: ImportFile, answers: Answers, { err }: Surroundings): Promise<Read | { readonly exit: ExitCode }> {
  let reading = await readExportFile(file);
  while (reading.kind === 'needs-password' || reading.kind === 'needs-recovery-key') {
    if (reading.isWrong) {
      say(err, personalWords(reading.kind === 'needs-password' ? 'file-password-wrong' : 'file-key-wrong'));
      if (!answers.mayAskAgain) return { exit: EXIT.failed };
    }
    const question =
      reading.kind === 'needs-password' ? personalWords('ask-file-password') : personalWords('ask-file-key', { serial: reading.serial });
    const secret = await answers.hidden(question);
    if (secret === undefined || secret.reveal() === '') {
      say(err, words('stopped'));
      return { exit: EXIT.failed };
    }
    reading = await readExportFile(file, secret.reveal());
  }
  if (reading.kind === 'read') return reading;
  say(err, personalWords(`problem-${reading.because}`));
  return { exit: EXIT.usage };
}

async function look(vault: OpenPersonalVault, { reading }: Read, { err }: Surroundings): Promise<ExitCode> {
  const compared = await compareAccounts(vault, reading.accounts);
  if (compared.kind === 'refused') return tellNotWritten(compared.error, err);
  tellDuplicates(compared.duplicates, err);
  say(err, personalWords('import-look', { count: compared.fresh.length }));
  return EXIT.ok;
}

async function take(vault: OpenPersonalVault, { reading }: Read, { err, machine }: Surroundings): Promise<ExitCode> {
  const compared = await compareAccounts(vault, reading.accounts);
  if (compared.kind === 'refused') return tellNotWritten(compared.error, err);
  tellDuplicates(compared.duplicates, err);
  const saved =
    compared.fresh.length === 0 ? { kind: 'saved' as const, count: 0 } : await saveAccounts(vault, reading.accounts, machine.randomness);
  if (saved.kind === 'refused') return tellNotWritten(saved.error, err);
  say(err, personalWords('import-added', { count: saved.count }), personalWords('import-waste'));
  return EXIT.ok;
}
