import type { Baton, Batons } from '../baton.ts';
import type { Connection } from '../connection.ts';

/**
 * The batons of one round of the group commit. They live no longer than the round: the next one reads its rows anew, so that nothing
 * in memory can differ from what was committed.
 */
export class RoundBatons implements Batons {
  readonly #connection: Connection;
  readonly #states = new Map<object, object>();
  readonly #writes = new Map<object, () => Promise<number>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  forWork(): WorkBatons {
    return new WorkBatons(this);
  }

  take<State extends object>(baton: Baton<State>): Promise<State | undefined> {
    const handedOn = this.#states.get(baton) as State | undefined;
    return handedOn ? Promise.resolve(handedOn) : this.#read(baton);
  }

  put<State extends object>(baton: Baton<State>, state: State): void {
    this.#states.set(baton, state);
    this.#writes.set(baton, () => this.#connection.change(baton.put, state));
  }

  /** Before the commit of the round. */
  async writeAll(): Promise<void> {
    for (const write of this.#writes.values()) await write();
  }

  async #read<State extends object>(baton: Baton<State>): Promise<State | undefined> {
    const state = await this.#connection.first(baton.read, {});
    if (state) this.#states.set(baton, state);
    return state;
  }
}

/** What one work has put down; it is handed on only when the work is kept. */
export class WorkBatons implements Batons {
  readonly #round: RoundBatons;
  readonly #put = new Map<object, { readonly state: object; readonly handOn: () => void }>();

  constructor(round: RoundBatons) {
    this.#round = round;
  }

  take<State extends object>(baton: Baton<State>): Promise<State | undefined> {
    const own = this.#put.get(baton)?.state as State | undefined;
    return own ? Promise.resolve(own) : this.#round.take(baton);
  }

  put<State extends object>(baton: Baton<State>, state: State): void {
    const handOn = () => {
      this.#round.put(baton, state);
    };
    this.#put.set(baton, { state, handOn });
  }

  keep(): void {
    for (const { handOn } of this.#put.values()) handOn();
  }
}
