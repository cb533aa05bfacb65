import type { CompiledQuery, QueryResult } from 'kysely';
import type { QueryConfig, QueryResult as PostgresResult, QueryResultRow } from 'pg';
import type { Connection } from '../connection.ts';
import { asSqlValue } from '../sql-value.ts';
import type { Statement } from '../statement.ts';

/** A client, or a pool for reads that may each take another client. */
interface Queryable {
  query<Row extends QueryResultRow>(config: QueryConfig): Promise<PostgresResult<Row>>;
}

export class PostgresqlConnection implements Connection {
  readonly engine = 'postgresql';
  readonly #client: Queryable;

  constructor(client: Queryable) {
    this.#client = client;
  }

  async all<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row[]> {
    return (await this.#run<Parameters, Row>(statement, parameters)).rows;
  }

  async first<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row | undefined> {
    return (await this.#run<Parameters, Row>(statement, parameters)).rows[0];
  }

  async change<Parameters>(statement: Statement<Parameters, unknown>, parameters: Parameters): Promise<number> {
    return (await this.#run(statement, parameters)).rowCount ?? 0;
  }

  async execute<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const values = query.parameters.map((value) => asSqlValue(value, 'a query'));
    const { rows, rowCount, command } = await this.#client.query<Row & QueryResultRow>({ text: query.sql, values });
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  /** A named statement is parsed and planned once for each connection. */
  #run<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<PostgresResult<Row & QueryResultRow>> {
    const { sql, places } = statement.compiled('postgresql');
    return this.#client.query<Row & QueryResultRow>({
      name: statement.name,
      text: sql,
      values: places.map((valueIn) => valueIn(parameters)),
    });
  }
}
