import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

/**
 * For filling tables with very many rows: takes away the indexes that are no constraint of theirs, and puts them back afterwards as they were, built at once over what is there.
 * Nothing else may use the database at the beginning and at the end.
 */
export async function withoutIndexes(
  { url, tables }: { readonly url: string; readonly tables: readonly string[] },
  fill: () => Promise<void>,
): Promise<void> {
  const taken = await run(url, (ask) => ask(INDEXES[engineOf(url)](tables)));
  const names = taken.map(({ name }) => `drop index ${String(name)}`);
  await run(url, (ask) => inTurn(names, ask));
  await fill();
  // What PostgreSQL does by itself within a minute: it counts what there is, and notes which pages everybody sees.
  const end = url.startsWith('sqlite:') ? [] : tables.map((table) => `vacuum analyze ${table}`);
  await run(url, (ask) => inTurn([...taken.map(({ definition }) => String(definition)), ...end], ask));
}

type Engine = 'sqlite' | 'postgresql';
type Row = Readonly<Record<string, unknown>>;
type Ask = (sql: string) => Promise<readonly Row[]>;

const quoted = (tables: readonly string[]) => tables.map((table) => `'${table}'`).join(', ');

const INDEXES: Readonly<Record<Engine, (tables: readonly string[]) => string>> = {
  sqlite: (tables) =>
    `select name, sql as definition from sqlite_master where type = 'index' and sql is not null and tbl_name in (${quoted(tables)})`,
  postgresql: (tables) =>
    `select indexname as name, indexdef as definition from pg_indexes where schemaname = current_schema() and tablename in (${quoted(tables)})
     and indexname not in (select conname from pg_constraint)`,
};

function engineOf(url: string): Engine {
  return url.startsWith('sqlite:') ? 'sqlite' : 'postgresql';
}

async function inTurn(statements: readonly string[], ask: Ask): Promise<readonly Row[]> {
  for (const statement of statements) await ask(statement);
  return [];
}

async function run(url: string, work: (ask: Ask) => Promise<readonly Row[]>): Promise<readonly Row[]> {
  if (engineOf(url) === 'sqlite') {
    const database = new DatabaseSync(url.slice('sqlite:'.length));
    try {
      return await work((sql) => Promise.resolve(database.prepare(sql).all()));
    } finally {
      database.close();
    }
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(async (sql) => (await client.query<Row>(sql)).rows);
  } finally {
    await client.end();
  }
}
