import { dirname } from 'node:path';
import { type FileLock, tryLockFile } from '../../file-lock.ts';
import { DatabaseUnusable } from '../errors.ts';

/**
 * One server for one SQLite file: two would gain nothing and stall each other's event loop for seconds. Commands of a moment write beside it (`access: 'beside'`) without
 * this lock: what keeps transactions apart is SQLite's own. The lock stands on an empty
 * file beside the database, held for as long as it is open. (`locking_mode=EXCLUSIVE` on the database itself would also shut
 * out our own reading connection and `sallyport verify-audit`.)
 */
export function lockFolderOf(file: string): FileLock {
  const lock = tryLockFile(`${file}-lock`);
  if (lock) return lock;
  throw new DatabaseUnusable(
    'in-use',
    `The database in ${dirname(file)} is in use by another Sallyport process. ` +
      'An SQLite database belongs to one process: stop the other one, give this one a folder of its own, or use PostgreSQL for several processes.',
  );
}
