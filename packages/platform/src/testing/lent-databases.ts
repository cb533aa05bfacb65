import { onTestFinished } from 'vitest';
import { type AnyDatabase, type Database, type Engine, type MigrationSet, TransactionOver, openDatabase } from '../database/index.ts';
import { type Emptying, prepareEmptying } from './emptying.ts';
import { emptyDatabaseUrl } from './test-databases.ts';

/**
 * Databases that go from test to test. A new one with all its tables costs PostgreSQL 100 ms of work and SQLite 17 ms, and most tests write twenty rows: so who is
 * finished hands it back, it is emptied, and the next test of this process with the same migrations has it, connections and prepared statements and all.
 */
const shelves = new Map<string, Lendable[]>();
/** Every migration set has a number of its own: two with the same name need not be the same. */
const numbers = new WeakMap<MigrationSet, number>();
let lastNumber = 0;

interface Lendable {
  readonly url: string;
  readonly database: Database<unknown>;
  readonly empty: Emptying;
}

/** What a test has of it; the URL is for other processes, which must have ended what they do in it when the test is finished. */
export interface Loan<Schema> {
  readonly url: string;
  readonly database: Database<Schema>;
}

/** A database that holds what its migrations put there and nothing else. It is handed back when the test is finished. Call it inside a test. */
export async function lendDatabase<Schema>(engine: Engine, migrations: readonly MigrationSet[]): Promise<Loan<Schema>> {
  const shelf = shelfFor(engine, migrations);
  const lendable = shelf.pop() ?? (await makeLendable(engine, migrations));
  const lent = new LentDatabase(lendable.database as Database<Schema>);
  onTestFinished(async () => {
    await lent.close();
    await lendable.empty();
    shelf.push(lendable);
  });
  return { url: lendable.url, database: lent };
}

function shelfFor(engine: Engine, migrations: readonly MigrationSet[]): Lendable[] {
  const name = [engine, ...migrations.map(numberOf)].join(' ');
  const shelf = shelves.get(name) ?? [];
  shelves.set(name, shelf);
  return shelf;
}

function numberOf(set: MigrationSet): number {
  const known = numbers.get(set);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(set, lastNumber);
  return lastNumber;
}

/** It is closed when the process ends, and goes with everything of the run. */
async function makeLendable(engine: Engine, migrations: readonly MigrationSet[]): Promise<Lendable> {
  const url = await emptyDatabaseUrl(engine);
  const database = await openDatabase<unknown>({ url, migrations });
  return { url, database, empty: await prepareEmptying(url) };
}

/** What a test has of it: closed, it answers nobody any more, as if it were the database itself. */
class LentDatabase<Schema> implements Database<Schema> {
  readonly engine: Engine;
  readonly query: Database<Schema>['query'];
  readonly #database: Database<Schema>;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(database: Database<Schema>) {
    this.engine = database.engine;
    this.query = database.query;
    this.#database = database;
  }

  all: AnyDatabase['all'] = (statement, parameters) => this.#followed(() => this.#open().all(statement, parameters));

  first: AnyDatabase['first'] = (statement, parameters) => this.#followed(() => this.#open().first(statement, parameters));

  transact: Database<Schema>['transact'] = (work) => this.#followed(() => this.#open().transact(work));

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
  }

  #open(): Database<Schema> {
    if (this.#closed) throw new TransactionOver('The database is closed.');
    return this.#database;
  }

  async #followed<Result>(ask: () => Promise<Result>): Promise<Result> {
    const running = ask();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}
