import { printable } from '../../../token/terminal/printable.ts';
import { type CaVerb, EXIT_FAILED, readArguments } from '../verb.ts';
import { readRoot, readTranscriptFile, rootPath, transcriptPath } from './ceremony-folder.ts';
import { tellingTrouble } from './with-root.ts';

/** Needs no key: whoever has the folder, or a copy of the transcript and the root, can do it. */
export const verifyTranscript: CaVerb = {
  name: 'verify-transcript',
  synopsis: '--offline FOLDER [--head HASH]',
  prepare: (given) => {
    const text = { type: 'string' } as const;
    const written = readArguments(given, { offline: text, head: text });
    const { offline, head } = written?.values ?? {};
    if (offline === undefined || written?.positionals.length !== 0) return undefined;
    return () => tellingTrouble(() => run(offline, head));
  },
};

function run(path: string, expected: string | undefined): number {
  const transcript = readTranscriptFile(transcriptPath(path), readRoot(rootPath(path)));
  for (const entry of transcript.entries) {
    const about = entry.step === 'sign-list' ? `number ${String(entry.listNumber)}` : `${entry.serial} ${printable(entry.subject)}`;
    process.stdout.write(`${String(entry.number)}  ${entry.at}  ${entry.step}  ${about}\n`);
  }
  const { head } = transcript;
  if (expected !== undefined && expected !== head) {
    process.stderr.write(`It holds, but ends with ${head}: lines were cut off or added since the head you have was written down.\n`);
    return EXIT_FAILED;
  }
  process.stdout.write(`${String(transcript.entries.length)} lines hold, head ${head}\n`);
  return 0;
}
