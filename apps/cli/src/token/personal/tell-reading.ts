import type { EntryName, NotKept, NotKeptPart } from '@sallyport/token-client/imports';
import { say, type Voice } from '../surroundings.ts';
import { accountName } from './name-accounts.ts';
import { personalWords } from './personal.messages.ts';
import type { FileReading } from './read-export-file.ts';

/** What is in a file, and everything of it that is not taken: nothing is dropped in silence. */
export function tellReading({ reading, format }: Extract<FileReading, { kind: 'read' }>, err: Voice): void {
  const { accounts, leftOut, notKept, batches } = reading;
  say(err, personalWords('import-read', { format: personalWords(`format-${format}`), count: accounts.length + leftOut.length }));
  for (const { images, missing } of batches) {
    if (missing.length === 0) continue;
    const pictures = new Intl.ListFormat('en').format(missing.map(String));
    say(err, personalWords('import-missing-images', { count: missing.length, images: pictures, all: images }));
  }
  for (const { entry, because } of leftOut) {
    const { position } = entry;
    say(err, personalWords('import-left-out', { position, name: accountName(entry), why: personalWords(`left-out-${because}`) }));
  }
  for (const { entry, parts } of byEntry(notKept)) {
    const what = new Intl.ListFormat('en').format(parts.map((part) => personalWords(`not-kept-${part}`)));
    say(err, personalWords('not-kept', { name: accountName(entry), what }));
  }
}

export function tellDuplicates(duplicates: readonly { readonly issuer: string; readonly label: string }[], err: Voice): void {
  for (const account of duplicates) say(err, personalWords('import-duplicate', { name: accountName(account) }));
}

/** One line an entry. */
function byEntry(notKept: readonly NotKept[]): readonly { readonly entry: EntryName; readonly parts: readonly NotKeptPart[] }[] {
  const positions = [...new Set(notKept.map(({ entry }) => entry.position))];
  return positions.flatMap((position) => {
    const ofIt = notKept.filter(({ entry }) => entry.position === position);
    const [first] = ofIt;
    return first === undefined ? [] : [{ entry: first.entry, parts: ofIt.map(({ what }) => what) }];
  });
}
