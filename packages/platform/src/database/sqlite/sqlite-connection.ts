import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, QueryResult } from 'kysely';
import type { Connection } from '../connection.ts';
import type { SqlValue } from '../database.ts';
import { asSqlValue } from '../sql-value.ts';
import type { Statement } from '../statement.ts';

/** Enough for every statement of the product; queries built at run time beyond it push out the oldest. */
const MOST_PREPARED = 1000;

/** A statement of SQLite, and the names of the columns it answers. */
interface Prepared {
  readonly run: StatementSync;
  readonly columns: readonly string[];
}

/** A declared statement, and how it binds its parameters. */
interface Declared<Parameters> extends Prepared {
  readonly values: (parameters: Parameters) => SQLInputValue[];
}

/**
 * A connection whose statements stay prepared. `node:sqlite` answers synchronously: every promise here is already settled, which is what
 * lets the group commit tell a work that awaits the database from one that awaits anything else.
 */
export class SqliteConnection implements Connection {
  readonly engine = 'sqlite';
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();
  readonly #declared = new Map<object, Declared<never>>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** False once SQLite itself has rolled back, as it does on a full disk. */
  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  all<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row[]> {
    return attempt(() => {
      const declared = this.#declare(statement);
      return allRows<Row>(declared, declared.values(parameters));
    });
  }

  first<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row | undefined> {
    return attempt(() => {
      const { run, columns, values } = this.#declare(statement);
      const row = run.get(...values(parameters));
      return row && (rowOf(columns, row) as Row);
    });
  }

  change<Parameters>(statement: Statement<Parameters, unknown>, parameters: Parameters): Promise<number> {
    return attempt(() => {
      const { run, values } = this.#declare(statement);
      return Number(run.run(...values(parameters)).changes);
    });
  }

  execute<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return attempt(() => {
      const prepared = this.#prepare(query.sql);
      const values = query.parameters.map((value) => bound(asSqlValue(value, 'a query')));
      if (prepared.columns.length > 0) return { rows: allRows<Row>(prepared, values) };
      return { rows: [], numAffectedRows: BigInt(prepared.run.run(...values).changes) };
    });
  }

  /** Statements without parameters: transactions, pragmas, migrations. */
  command(sql: string): void {
    this.#prepare(sql).run.run();
  }

  /** One look for both the text and its parameters; there are only as many as the product declares, so none is pushed out. */
  #declare<Parameters>(statement: Statement<Parameters, unknown>): Declared<Parameters> {
    const known = this.#declared.get(statement) as Declared<Parameters> | undefined;
    if (known) return known;
    const { sql, places } = statement.compiled('sqlite');
    const values = (parameters: Parameters) => places.map((valueIn) => bound(valueIn(parameters)));
    const declared = { ...this.#prepare(sql), values };
    this.#declared.set(statement, declared);
    return declared;
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const run = this.#database.prepare(sql);
    run.setReturnArrays(true);
    const prepared = { run, columns: run.columns().map(({ name }) => name) };
    const [oldest] = this.#prepared.keys();
    if (oldest !== undefined && this.#prepared.size >= MOST_PREPARED) this.#prepared.delete(oldest);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

function allRows<Row>({ run, columns }: Prepared, values: readonly SQLInputValue[]): Row[] {
  return run.all(...values).map((row) => rowOf(columns, row) as Row);
}

/** Made here, because the objects that `node:sqlite` makes have no prototype: V8 keeps them as dictionaries, slow to fill and to read. */
function rowOf(columns: readonly string[], answered: object): object {
  // An array since `setReturnArrays`, of which the types of `node:sqlite` know nothing.
  const values = answered as readonly SQLOutputValue[];
  const row: Record<string, SQLOutputValue | undefined> = {};
  for (let index = 0; index < columns.length; index += 1) row[columns[index] ?? ''] = values[index];
  return row;
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
