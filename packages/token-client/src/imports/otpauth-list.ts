import { type EntryReading, leaveOut, report, takeUri } from './entries.ts';
import { type MigrationImage, batchesOf, isMigration, readMigration } from './google-migration.ts';
import type { ImportFormatName, ImportResult } from './import-file.ts';
import type { ImportFormat } from './import-format.ts';

/**
 * A text with one URI on each line: `otpauth://` as most programs can write it (Ente's plain export among them), and
 * `otpauth-migration://` of Google's QR codes, one line an image, in any order.
 */
export const OTPAUTH_LIST: ImportFormat = {
  format: 'otpauth-list',
  // No line break among the spaces: a text of nothing but line breaks would be looked through once for each of them.
  recognises: ({ text }) => text !== undefined && /^[ \t]*otpauth(?:-migration)?:\/\//im.test(text),
  read({ text = '' }) {
    const lines = linesOf(text);
    return readUriLines(lines.every(isMigration) ? 'google-migration' : 'otpauth-list', text);
  },
};

/** A line that is no URI counts as an entry too: it may be all that is left of one. */
export function readUriLines(format: ImportFormatName, text: string): ImportResult {
  const lines = linesOf(text);
  const images = imagesOf(lines.filter(isMigration));
  const uris = lines.filter((line) => !isMigration(line));
  const scanned = images.filter((image) => image !== 'damaged').toSorted((left, right) => left.index - right.index);
  const broken: readonly EntryReading[] = images.filter((image) => image === 'damaged').map(() => leaveOut('malformed'));
  const items: readonly (string | EntryReading)[] = [...uris, ...scanned.flatMap((image) => image.entries), ...broken];
  return report({ format, items, read: (item) => (typeof item === 'string' ? takeUri(item) : item), batches: batchesOf(scanned) });
}

/** An image scanned twice is one. */
function imagesOf(lines: readonly string[]): readonly (MigrationImage | 'damaged')[] {
  return [...new Set(lines)].map(readMigration);
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
