import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { Engine } from '../database/index.ts';

/** Brings a database back to what its migrations left in it. Nothing else may be writing to it. */
export type Emptying = () => Promise<void>;

type Row = Readonly<Record<string, unknown>>;
/** Runs one statement, or several without an answer. */
type Ask = (sql: string) => Promise<readonly Row[]>;

/** Only migrations write it, and no test takes part of one back. */
const LEDGER = 'schema_migration';

/** Call it when the migrations have run and nothing else has: what is in the tables then is what they hold after every emptying. */
export async function prepareEmptying(url: string): Promise<Emptying> {
  const engine = url.startsWith('sqlite:') ? 'sqlite' : 'postgresql';
  const ask = await (engine === 'sqlite' ? onSqlite(url) : onPostgresql(url));
  const tables = (await ask(TABLES[engine])).map(({ name }) => String(name)).filter((name) => name !== LEDGER);
  const filled: string[] = [];
  for (const table of tables) {
    if ((await ask(`select 1 as filled from ${table} limit 1`)).length > 0) filled.push(table);
  }
  for (const table of filled) await ask(`create temporary table kept_${table} as select * from ${table}`);
  const { before, after } = await pastTheGuards[engine](ask);
  const emptying = [
    ...before,
    ...tables.map((table) => `delete from ${table}`),
    ...filled.map((table) => `insert into ${table} select * from kept_${table}`),
    ...after,
  ].join('; ');
  return async () => void (await ask(emptying));
}

const TABLES: Readonly<Record<Engine, string>> = {
  sqlite: `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'`,
  postgresql: 'select tablename as name from pg_tables where schemaname = current_schema()',
};

/** Append-only tables refuse to be emptied, and parents that their children still name. */
const pastTheGuards: Readonly<
  Record<Engine, (ask: Ask) => Promise<{ readonly before: readonly string[]; readonly after: readonly string[] }>>
> = {
  sqlite: async (ask) => {
    const triggers = await ask(`select name, sql from sqlite_master where type = 'trigger'`);
    return {
      before: ['begin immediate', ...triggers.map(({ name }) => `drop trigger ${String(name)}`)],
      after: [...triggers.map(({ sql }) => String(sql)), 'commit'],
    };
  },
  postgresql: () => Promise.resolve({ before: ['begin', 'set local session_replication_role = replica'], after: ['commit'] }),
};

function onSqlite(url: string): Promise<Ask> {
  const database = new DatabaseSync(url.slice('sqlite:'.length), { enableForeignKeyConstraints: false });
  return Promise.resolve((sql) => {
    if (/^select/.test(sql)) return Promise.resolve(database.prepare(sql).all());
    database.exec(sql);
    return Promise.resolve([]);
  });
}

async function onPostgresql(url: string): Promise<Ask> {
  const client = new Client({ connectionString: url });
  // At the end of the run the cluster may go before the process does.
  client.on('error', () => undefined);
  await client.connect();
  return async (sql) => (await client.query<Row>(sql)).rows;
}
