import { clearImmediate, setImmediate } from 'node:timers';
import { ForeignAwait } from '../errors.ts';
import { WorkTransaction } from '../work-transaction.ts';
import { RoundBatons } from './round-batons.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/**
 * Many callers, one fsync. Works wait in a queue; each round takes what has gathered and runs
 *
 *     BEGIN IMMEDIATE
 *       SAVEPOINT work … RELEASE work      a work that succeeds
 *       SAVEPOINT work … ROLLBACK TO work  a work that throws: only its own changes are undone
 *       UPDATE …                           the batons that the works handed on
 *     COMMIT                               one fsync for all of them
 *
 * and only then tells the callers. Rounds start in the check phase of the event loop, after whoever was answered in the last one has
 * had the chance to queue again.
 */
const MOST_WORKS_IN_A_ROUND = 256;

type Work<Schema, Result> = (transaction: WorkTransaction<Schema>) => Promise<Result>;

/** A work in the queue, and the caller who waits for it. */
interface Waiting<Schema> {
  /** Runs the work and tells when it has settled. Few promises stand in between, because they are made for every work there is. */
  readonly run: (transaction: WorkTransaction<Schema>, settled: Settled) => void;
  readonly fail: (error: unknown) => void;
}

interface Settled {
  /** With what tells the caller the result, for after the commit. */
  readonly kept: (succeed: () => void) => void;
  readonly undone: (error: unknown) => void;
}

interface Done {
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
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
      this.#waiting.push({
        run: (transaction, { kept, undone }) => {
          work(transaction).then((result) => {
            kept(() => {
              resolve(result);
            });
          }, undone);
        },
        fail,
      });
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
    const done: Done[] = [];
    try {
      this.#connection.command('begin immediate');
      await this.#watched(() => this.#runAll(works, done));
      this.#connection.command('commit');
      for (const { succeed } of done) succeed();
    } catch (error) {
      // The disk is full or gone. Nothing of this round was kept, so every caller is told the same; to those already told it is nothing new.
      if (this.#connection.inTransaction) this.#connection.command('rollback');
      for (const { fail } of works) fail(error);
    }
  }

  /** Each in a savepoint of its own; what is to be kept goes into `done`. */
  async #runAll(works: readonly Waiting<Schema>[], done: Done[]): Promise<void> {
    const round = new RoundBatons(this.#connection);
    for (const work of works) {
      const batons = round.forWork();
      const transaction = new WorkTransaction<Schema>(this.#connection, batons);
      this.#connection.command('savepoint work');
      try {
        const succeed = await this.#runAlone(work, transaction);
        this.#connection.command('release work');
        batons.keep();
        done.push({ succeed, fail: work.fail });
      } catch (error) {
        if (!this.#connection.inTransaction) throw error;
        this.#connection.command('rollback to work');
        this.#connection.command('release work');
        work.fail(error);
      } finally {
        transaction.end();
      }
    }
    await round.writeAll();
  }

  #runAlone(work: Waiting<Schema>, transaction: WorkTransaction<Schema>): Promise<() => void> {
    return new Promise((kept, undone) => {
      this.#abandonCurrent = undone;
      work.run(transaction, { kept, undone });
    });
  }

  /**
   * SQLite answers at once, so works that await nothing else follow each other within one turn of the event loop. When the loop comes
   * round before the round is over, the current work awaits something foreign and everybody would wait with it: it is abandoned.
   */
  async #watched(run: () => Promise<void>): Promise<void> {
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
      await run();
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
