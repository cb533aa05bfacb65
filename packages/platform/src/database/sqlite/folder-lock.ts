import { DatabaseSync } from 'node:sqlite';
import { dirname } from 'node:path';
import { DatabaseUnusable } from '../errors.ts';

const SQLITE_BUSY = 5;

/**
 * One process for one SQLite file: two would gain nothing and stall each other's event loop for seconds. The lock is SQLite's own
 * on an empty file beside the database, held for as long as it is open: the operating system drops it when the process dies in
 * whatever way, so that nothing stale is ever left to clean up. (`locking_mode=EXCLUSIVE` on the database itself would also shut
 * out our own reading connection and `sallyport verify-audit`.)
 */
export function lockFolderOf(file: string): DatabaseSync {
  const lock = new DatabaseSync(`${file}-lock`, { timeout: 0 });
  try {
    lock.exec('pragma journal_mode = memory');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new DatabaseUnusable(
      'in-use',
      `The database in ${dirname(file)} is in use by another Sallyport process. ` +
        'An SQLite database belongs to one process: stop the other one, give this one a folder of its own, or use PostgreSQL for several processes.',
      error,
    );
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
