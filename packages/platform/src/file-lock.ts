import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/** Held until it is closed, or until the process ends in whatever way. */
export interface FileLock {
  close(): void;
}

/**
 * Mutual exclusion between processes: SQLite's own lock on an empty file. The operating system drops it when the process dies, so that nothing
 * stale is ever left to clean up, and on a network file system it holds between machines too; a file with a process number in it does
 * neither. The file stays empty and is never removed: whoever waits for it must wait for the same one.
 *
 * Undefined when somebody else holds it, this process included.
 *
 * @throws when the file cannot be made, or its file system has no locks: better no work than two at the same time.
 */
export function tryLockFile(file: string): FileLock | undefined {
  makePrivately(file);
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('pragma journal_mode = memory');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** Never opens one that is there: closing it again would drop the lock this process may hold on it (POSIX). */
function makePrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
