import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { QueryCreator } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Database, ReadOnlyQuery, Transaction } from '../database.ts';
import { ForeignAwait, TransactionOver } from '../errors.ts';
import { executorOn } from '../kysely-executor.ts';
import { namedNoRoom } from '../no-room.ts';
import type { Statement } from '../statement.ts';
import { WorkTransaction } from '../work-transaction.ts';
import { LockedBatons } from './locked-batons.ts';
import { PostgresqlConnection } from './postgresql-connection.ts';

/** A deadlock or a serialization failure undid the transaction, and running it again may well succeed. */
const RETRYABLE = new Set(['40P01', '40001']);
const MOST_TRIES = 5;
/** Before each new try, by chance, so that two works which undid each other do not meet again. */
const LONGEST_FIRST_PAUSE_MILLISECONDS = 20;
const IDLE_IN_TRANSACTION = '25P03';

type Work<Schema, Result> = (transaction: Transaction<Schema>) => Promise<Result>;

interface Parts {
  readonly readers: Pool;
  /** Missing when the database was opened only to be read. */
  readonly writers?: Pool;
}

/** Each work is one transaction on a connection of its own, READ COMMITTED: what must be exact is one conditional statement. */
export class PostgresqlDatabase<Schema> implements Database<Schema> {
  readonly engine = 'postgresql';
  readonly query: ReadOnlyQuery<Schema>;
  readonly #reader: PostgresqlConnection;
  readonly #readers: Pool;
  readonly #writers: Pool | undefined;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor({ readers, writers }: Parts) {
    const reader = new PostgresqlConnection(readers);
    this.#reader = reader;
    this.#readers = readers;
    this.#writers = writers;
    this.query = new QueryCreator<Schema>({ executor: executorOn('postgresql', (query) => reader.execute(query)) });
  }

  all<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row[]> {
    return this.#reader.all(statement, parameters);
  }

  first<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row | undefined> {
    return this.#reader.first(statement, parameters);
  }

  async transact<Result>(work: Work<Schema, Result>): Promise<Result> {
    if (this.#closed) throw new TransactionOver('The database is closed.');
    if (!this.#writers) throw new TypeError('The database was opened only to be read.');
    const running = transactWithRetries(this.#writers, work);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#running);
    await Promise.all([this.#readers.end(), this.#writers?.end()]);
  }
}

async function transactWithRetries<Schema, Result>(pool: Pool, work: Work<Schema, Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transactOnce(pool, work);
    } catch (error) {
      if (tries === MOST_TRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw namedNoRoom(error);
      await pause(randomInt(tries * LONGEST_FIRST_PAUSE_MILLISECONDS));
    }
  }
}

async function transactOnce<Schema, Result>(pool: Pool, work: Work<Schema, Result>): Promise<Result> {
  const client = await pool.connect();
  let lost: Error | undefined;
  const onError = (error: Error) => {
    lost ??= error;
  };
  // The server may close the connection while the work does something else; without a listener that would end the process.
  client.on('error', onError);
  try {
    return await runOn(client, work);
  } catch (error) {
    throw sqlState(lost) === IDLE_IN_TRANSACTION ? foreignAwait(lost) : error;
  } finally {
    client.off('error', onError);
    client.release(lost);
  }
}

async function runOn<Schema, Result>(client: PoolClient, work: Work<Schema, Result>): Promise<Result> {
  const connection = new PostgresqlConnection(client);
  const batons = new LockedBatons(connection);
  const transaction = new WorkTransaction<Schema>(connection, batons);
  // Not awaited: it travels in one packet with the first statement of the work (see `pipeline` in pools.ts).
  const begun = client.query('begin isolation level read committed');
  begun.catch(() => undefined);
  try {
    const result = await work(transaction);
    transaction.end();
    await begun;
    await batons.written();
    await commit(client);
    return result;
  } catch (error) {
    transaction.end();
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK and no error. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('commit');
  if (command === 'COMMIT') return;
  throw new Error('The transaction was undone: a statement in it had failed and the work went on. A failed statement must end its work.');
}

function foreignAwait(cause: unknown): ForeignAwait {
  return new ForeignAwait(
    'A work inside transact left its transaction idle for so long that PostgreSQL ended it. Do slow things, mails and other transactions before or after it.',
    { cause },
  );
}

function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
