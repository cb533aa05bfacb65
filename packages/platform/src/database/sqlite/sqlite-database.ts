import { QueryCreator } from 'kysely';
import type { Database, ReadOnlyQuery, Transaction } from '../database.ts';
import { TransactionOver } from '../errors.ts';
import { executorOn } from '../kysely-executor.ts';
import type { Statement } from '../statement.ts';
import { GroupCommit } from './group-commit.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

interface Parts {
  readonly reader: SqliteConnection;
  /** Missing when the database was opened only to be read. */
  readonly writer?: SqliteConnection;
  readonly close: () => void;
}

export class SqliteDatabase<Schema> implements Database<Schema> {
  readonly engine = 'sqlite';
  readonly query: ReadOnlyQuery<Schema>;
  readonly #reader: SqliteConnection;
  readonly #group: GroupCommit<Schema> | undefined;
  readonly #closeAll: () => void;
  #closed = false;

  constructor({ reader, writer, close }: Parts) {
    this.#reader = reader;
    this.#group = writer && new GroupCommit<Schema>(writer);
    this.#closeAll = close;
    this.query = new QueryCreator<Schema>({ executor: executorOn('sqlite', (query) => reader.execute(query)) });
  }

  all<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row[]> {
    return this.#reader.all(statement, parameters);
  }

  first<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row | undefined> {
    return this.#reader.first(statement, parameters);
  }

  transact<Result>(work: (transaction: Transaction<Schema>) => Promise<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(new TransactionOver('The database is closed.'));
    if (!this.#group) return Promise.reject(new TypeError('The database was opened only to be read.'));
    return this.#group.submit(work);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#group?.idle();
    this.#closeAll();
  }
}
