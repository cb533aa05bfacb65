import type { CompiledQuery, QueryResult } from 'kysely';
import type { Reads } from './database.ts';
import type { Statement } from './statement.ts';

/** One connection of either engine: statements run on it one after the other. Everything above this line is written once. */
export interface Connection extends Reads {
  change<Parameters>(statement: Statement<Parameters, unknown>, parameters: Parameters): Promise<number>;
  /** A query that Kysely has compiled just now. */
  execute<Row>(query: CompiledQuery): Promise<QueryResult<Row>>;
}
