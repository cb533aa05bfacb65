import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Attack, Order, Raid } from './attack.ts';

/** The attacking process, as the benchmark commands it. */
export class SecondClient {
  readonly #process: ChildProcess;
  readonly raids: Raid[] = [];

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  static async prepare(attack: Attack): Promise<SecondClient> {
    const client = new SecondClient(fork(fileURLToPath(new URL('attacker.ts', import.meta.url))));
    await client.#order({ kind: 'prepare', attack });
    return client;
  }

  /** Does this while the attack goes on. */
  async attackDuring<Result>(work: () => Promise<Result>): Promise<Result> {
    const ended = this.#order({ kind: 'begin' });
    try {
      return await work();
    } finally {
      this.#process.send({ kind: 'end' } satisfies Order);
      this.raids.push((await ended) as Raid);
    }
  }

  stop(): void {
    this.#process.kill();
  }

  /** @throws Error when the process ends instead of answering. */
  async #order(order: Order): Promise<unknown> {
    this.#process.send(order);
    const exited = once(this.#process, 'exit').then(() => {
      throw new Error('the second client ended');
    });
    const [report] = (await Promise.race([once(this.#process, 'message'), exited])) as [unknown];
    return report;
  }
}
