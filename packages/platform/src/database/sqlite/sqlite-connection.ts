import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, QueryResult } from 'kysely';
import type { Connection } from '../connection.ts';
import type { SqlValue } from '../database.ts';
import { asSqlValue } from '../sql-value.ts';
import type { Statement } from '../statement.ts';

/** Enough for every statement of the product; queries built at run time beyond it push out the oldest. */
const MOST_PREPARED = 1000;

interface Prepared {
  readonly run: StatementSync;
  readonly answersRows: boolean;
}

/**
 * A connection whose statements stay prepared. `node:sqlite` answers synchronously: every promise here is already settled, which is what
 * lets the group commit tell a work that awaits the database from one that awaits anything else.
 */
export class SqliteConnection implements Connection {
  readonly engine = 'sqlite';
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** False once SQLite itself has rolled back, as it does on a full disk. */
  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  all<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row[]> {
    return attempt(() => {
      const { sql, values } = statement.compiled('sqlite');
      return this.#prepare(sql).run.all(...values(parameters).map(bound)) as Row[];
    });
  }

  first<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row | undefined> {
    return attempt(() => {
      const { sql, values } = statement.compiled('sqlite');
      return this.#prepare(sql).run.get(...values(parameters).map(bound)) as Row | undefined;
    });
  }

  change<Parameters>(statement: Statement<Parameters, unknown>, parameters: Parameters): Promise<number> {
    return attempt(() => {
      const { sql, values } = statement.compiled('sqlite');
      return Number(this.#prepare(sql).run.run(...values(parameters).map(bound)).changes);
    });
  }

  execute<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return attempt(() => {
      const { run, answersRows } = this.#prepare(query.sql);
      const values = query.parameters.map((value) => bound(asSqlValue(value, 'a query')));
      if (answersRows) return { rows: run.all(...values) as Row[] };
      return { rows: [], numAffectedRows: BigInt(run.run(...values).changes) };
    });
  }

  /** Statements without parameters: transactions, pragmas, migrations. */
  command(sql: string): void {
    this.#prepare(sql).run.run();
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const run = this.#database.prepare(sql);
    const prepared = { run, answersRows: run.columns().length > 0 };
    const [oldest] = this.#prepared.keys();
    if (oldest !== undefined && this.#prepared.size >= MOST_PREPARED) this.#prepared.delete(oldest);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

/** `node:sqlite` binds every number as REAL, so that 7 / 2 would be 3.5 here and 3 on PostgreSQL; a bigint is bound as INTEGER. */
function bound(value: SqlValue): SQLInputValue {
  return Number.isInteger(value) ? BigInt(value as number) : value;
}

function attempt<Result>(act: () => Result): Promise<Result> {
  try {
    return Promise.resolve(act());
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }
}
