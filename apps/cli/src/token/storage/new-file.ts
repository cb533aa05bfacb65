import { link, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../trouble.ts';
import { durableFiles } from './durable-files.ts';

/**
 * A file for its owner to take away: 0600, whole or not there, and never in place of another. Written beside, flushed, given its name only if
 * nothing has it, and the name flushed.
 */
export async function writeNewFile(path: string, text: string): Promise<'written' | 'there-already'> {
  const beside = `${path}.part`;
  await unlink(beside).catch(ignoreMissing);
  const file = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(beside, path);
  } catch (failure) {
    if (codeOf(failure) === 'EEXIST') return 'there-already';
    throw failure;
  } finally {
    await unlink(beside);
  }
  await durableFiles.syncFolder(dirname(path));
  return 'written';
}

function ignoreMissing(failure: unknown): void {
  if (codeOf(failure) !== 'ENOENT') throw failure;
}
