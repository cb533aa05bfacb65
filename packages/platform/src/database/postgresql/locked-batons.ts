import type { Baton, Batons } from '../baton.ts';
import type { Connection } from '../connection.ts';

/** The row itself is the baton: its lock keeps the others waiting, in this process and in every other. */
export class LockedBatons implements Batons {
  readonly #connection: Connection;
  readonly #writes: Promise<unknown>[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  take<State extends object>(baton: Baton<State>): Promise<State | undefined> {
    return this.#connection.first(baton.take, {});
  }

  /** Sent now and not awaited: one round trip less under the lock. */
  put<State extends object>(baton: Baton<State>, state: State): void {
    const write = this.#connection.change(baton.put, state);
    write.catch(() => undefined);
    this.#writes.push(write);
  }

  /** Before the commit. */
  async written(): Promise<void> {
    await Promise.all(this.#writes);
  }
}
