import type { NoParameters, Statement } from './statement.ts';

/**
 * A row that every work takes, changes and hands on, such as the end of a chain: while one work has it, no other does. On PostgreSQL
 * that is a lock on the row until the commit. On SQLite works run one after the other, so the row is read once and written once for all
 * works of a commit and handed on in memory between them; a work that is undone hands on what it took.
 *
 * Nothing but its statements may touch the row.
 */
export interface Baton<State extends object> {
  /** On PostgreSQL: locks the row until the commit and answers it: an UPDATE that changes nothing, RETURNING it. */
  readonly take: Statement<NoParameters, State>;
  /** On SQLite, where a round has the whole database already: answers the row. In the rounds of `bench/otp-store` this takes 5 µs, and `take` took 60 to 120. */
  readonly read: Statement<NoParameters, State>;
  readonly put: Statement<State, unknown>;
}

/** How the works of one engine hand their batons on. */
export interface Batons {
  /** Undefined when there is no such row. */
  take<State extends object>(baton: Baton<State>): Promise<State | undefined>;
  /** At once, so that nobody waits for it; what comes of it shows before the commit. */
  put<State extends object>(baton: Baton<State>, state: State): void;
}
