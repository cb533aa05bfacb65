import { clearImmediate, setImmediate } from 'node:timers';
import type { Batons } from '../baton.ts';
import { ForeignAwait } from '../errors.ts';
import { namedNoRoom } from '../no-room.ts';
import { WorkTransaction } from '../work-transaction.ts';
import { RoundBatons } from './round-batons.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/**
 * Many callers, one fsync. Works wait in a queue; each round takes what has gathered and runs
 *
 *     BEGIN IMMEDIATE
 *       work, work, work …
 *       UPDATE …                           the batons that the works handed on
 *     COMMIT                               one fsync for all of them
 *
 * and only then tells the callers. When a work throws, which only mistakes and broken disks do, the round is undone and run once more:
 *
 *       SAVEPOINT work … RELEASE work      a work that succeeds
 *       SAVEPOINT work … ROLLBACK TO work  a work that throws: only its own changes are undone
 *
 * Savepoints from the first would have SQLite copy every page that a work touches: 4 of the 62 µs that a one-time password cost.
 *
 * Rounds start in the check phase of the event loop, after whoever was answered in the last one has had the chance to queue again.
 */
const MOST_WORKS_IN_A_ROUND = 256;

type Work<Schema, Result> = (transaction: WorkTransaction<Schema>) => Promise<Result>;

/** A work in the queue, and the caller who waits for it. */
interface Waiting<Schema> {
  readonly work: Work<Schema, unknown>;
  /** With what the work itself has answered. */
  readonly succeed: (result: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** A work that succeeded, and the caller who hears of it after the commit. */
interface Kept<Schema> {
  readonly waiting: Waiting<Schema>;
  readonly result: unknown;
}

export class GroupCommit<Schema> {
  readonly #connection: SqliteConnection;
  #waiting: Waiting<Schema>[] = [];
  #running: Promise<void> | undefined;
  #abandonCurrent: ((error: ForeignAwait) => void) | undefined;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  submit<Result>(work: Work<Schema, Result>): Promise<Result> {
    return new Promise<Result>((resolve, fail) => {
      this.#waiting.push({ work, succeed: resolve as Waiting<Schema>['succeed'], fail });
      this.#running ??= this.#rounds();
    });
  }

  /** Resolves when nothing is queued or running. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #rounds(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn();
      await this.#round(this.#waiting.splice(0, MOST_WORKS_IN_A_ROUND));
    }
    this.#running = undefined;
  }

  async #round(works: readonly Waiting<Schema>[]): Promise<void> {
    try {
      const kept = await this.#watched(async () => (await this.#runTogether(works)) ?? (await this.#runApart(works)));
      this.#connection.command('commit');
      for (const { waiting, result } of kept) waiting.succeed(result);
    } catch (error) {
      // The disk is full or gone. Nothing of this round was kept, so every caller is told the same; to those already told it is nothing new.
      this.#rollback();
      for (const { fail } of works) fail(namedNoRoom(error));
    }
  }

  /** Undefined, and nothing is kept, when one of them throws. */
  async #runTogether(works: readonly Waiting<Schema>[]): Promise<readonly Kept<Schema>[] | undefined> {
    this.#connection.command('begin immediate');
    const batons = new RoundBatons(this.#connection);
    const kept: Kept<Schema>[] = [];
    try {
      for (const waiting of works) kept.push({ waiting, result: await this.#run(waiting, batons) });
    } catch {
      this.#rollback();
      return undefined;
    }
    await batons.writeAll();
    return kept;
  }

  /** Each in a savepoint of its own, so that those which throw harm nobody else. */
  async #runApart(works: readonly Waiting<Schema>[]): Promise<readonly Kept<Schema>[]> {
    this.#connection.command('begin immediate');
    const round = new RoundBatons(this.#connection);
    const kept: Kept<Schema>[] = [];
    for (const waiting of works) {
      const batons = round.forWork();
      this.#connection.command('savepoint work');
      try {
        const result = await this.#run(waiting, batons);
        this.#connection.command('release work');
        batons.keep();
        kept.push({ waiting, result });
      } catch (error) {
        if (!this.#connection.inTransaction) throw error;
        this.#connection.command('rollback to work');
        this.#connection.command('release work');
        waiting.fail(error);
      }
    }
    await round.writeAll();
    return kept;
  }

  async #run({ work }: Waiting<Schema>, batons: Batons): Promise<unknown> {
    const transaction = new WorkTransaction<Schema>(this.#connection, batons);
    try {
      return await new Promise((resolve, abandon) => {
        this.#abandonCurrent = abandon;
        work(transaction).then(resolve, abandon);
      });
    } finally {
      transaction.end();
    }
  }

  #rollback(): void {
    if (this.#connection.inTransaction) this.#connection.command('rollback');
  }

  /**
   * SQLite answers at once, so works that await nothing else follow each other within one turn of the event loop. When the loop comes
   * round before the round is over, the current work awaits something foreign and everybody would wait with it: it is abandoned.
   */
  async #watched<Result>(run: () => Promise<Result>): Promise<Result> {
    const watch = () => {
      this.#abandonCurrent?.(
        new ForeignAwait(
          'A work inside transact awaited something other than its own transaction. It was undone. Do slow things, mails and other transactions before or after it.',
        ),
      );
      immediate = setImmediate(watch);
    };
    let immediate = setImmediate(watch);
    try {
      return await run();
    } finally {
      clearImmediate(immediate);
    }
  }
}

// From node:timers and not the global one, which tests with a false clock replace.
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
