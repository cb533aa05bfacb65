import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  PostgresAdapter,
  PostgresQueryCompiler,
  type QueryExecutor,
  type QueryResult,
  SqliteAdapter,
  SqliteQueryCompiler,
} from 'kysely';
import type { Engine } from './database.ts';

const sqlite = { compiler: new SqliteQueryCompiler(), adapter: new SqliteAdapter() };
const postgresql = { compiler: new PostgresQueryCompiler(), adapter: new PostgresAdapter() };

type Execute = <Row>(query: CompiledQuery) => Promise<QueryResult<Row>>;

/**
 * The whole of our Kysely dialect. Kysely's own drivers take a connection for every query and know transactions; ours is handed the one
 * connection it may use, so a query builder costs next to nothing and each work has its own.
 */
export function executorOn(engine: Engine, execute: Execute): QueryExecutor {
  const { compiler, adapter } = engine === 'sqlite' ? sqlite : postgresql;
  const connection: DatabaseConnection = { executeQuery: execute, streamQuery: refuseToStream };
  return new DefaultQueryExecutor(compiler, adapter, { provideConnection: (consumer) => consumer(connection) });
}

/** For queries that are compiled here and run elsewhere. */
export function compilingExecutor(engine: Engine): QueryExecutor {
  return executorOn(engine, () => Promise.reject(new Error('This query can only be compiled: it belongs to no connection.')));
}

function refuseToStream(): never {
  throw new Error('Rows are read in pages, by their key; streams would hold a snapshot open.');
}
