/** The disk of the database is full. What the caller wanted is undone whole, and works again once there is room. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

/** SQLITE_FULL and, of a file that cannot grow, SQLITE_IOERR_SHMSIZE: https://www.sqlite.org/rescode.html. */
const SQLITE_CODES: ReadonlySet<unknown> = new Set([13, 4874]);
/** disk_full, PostgreSQL appendix A. */
const POSTGRESQL_STATE = '53100';

/** An error of an engine that means no room, as `NoRoom`; every other as it is. */
export function namedNoRoom(error: unknown): unknown {
  const { code, errcode } = error instanceof Error ? (error as Error & { readonly code?: unknown; readonly errcode?: unknown }) : {};
  if (code !== POSTGRESQL_STATE && !(code === 'ERR_SQLITE_ERROR' && SQLITE_CODES.has(errcode))) return error;
  return new NoRoom('The disk of the database is full: nothing of this was kept. Make room, and it works again by itself.', {
    cause: error,
  });
}
