import { setTimeout as sleep } from 'node:timers/promises';

/** In milliseconds: short beside anything a person waits for, long beside what a signal costs. */
const TURN_MS = 12;

/**
 * A CPU so many times slower, for a whole group of processes with all their threads: stopped for most of every turn. Chromium's own throttle slows a
 * page's thread and no other ("only supported for pages, not workers"), and the key derivation runs in a worker. What was late in one turn is made
 * good in the next.
 */
export class SlowProcesses {
  readonly #group: number;
  readonly #times: number;
  readonly #over: Promise<void>;
  #isOver = false;

  /** `leader`: the process whose id is its group's too; `times`: 4 gives the group a quarter of the time. */
  constructor({ leader, times }: { readonly leader: number; readonly times: number }) {
    this.#group = -leader;
    this.#times = times;
    this.#over = this.#takeTurns();
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#over;
  }

  async #takeTurns(): Promise<void> {
    const began = performance.now();
    let ranMs = 0;
    while (!this.#isOver) {
      const goesOn = performance.now();
      process.kill(this.#group, 'SIGCONT');
      await sleep(TURN_MS / this.#times);
      process.kill(this.#group, 'SIGSTOP');
      ranMs += performance.now() - goesOn;
      await sleep(Math.max(0, ranMs * this.#times - (performance.now() - began)));
    }
    process.kill(this.#group, 'SIGCONT');
  }
}
