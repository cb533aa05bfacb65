import type { Baton, Batons } from '../baton.ts';
import type { Connection } from '../connection.ts';

/** The row itself is the baton: its lock keeps the others waiting, in this process and in every other. */
export class LockedBatons implements Batons {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  take<State extends object>(baton: Baton<State>): Promise<State | undefined> {
    return this.#connection.first(baton.take, {});
  }

  async put<State extends object>(baton: Baton<State>, state: State): Promise<void> {
    await this.#connection.change(baton.put, state);
  }
}
