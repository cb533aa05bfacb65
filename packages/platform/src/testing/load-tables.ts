import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** What is loaded into one table. */
export interface TableToLoad {
  readonly table: string;
  readonly columns: readonly string[];
  /** `by-key`: on SQLite they are sorted by the key of the table first, so that each page of its index is written once. PostgreSQL builds that index at the end. */
  readonly order: 'as-given' | 'by-key';
  /** Each as long as `columns`. No octets. */
  readonly rows: () => Iterable<readonly (string | number | null)[]>;
}

/**
 * Fills tables with very many rows, as fast as the engine takes them: without the indexes and keys that can be built at once over what is there, which are then put back as
 * they were, without looking at foreign keys, and on SQLite without a journal. Whoever is interrupted begins with a new database. Nothing else may use it meanwhile.
 */
export async function loadTables({ url, tables }: { readonly url: string; readonly tables: readonly TableToLoad[] }): Promise<void> {
  const file = /^sqlite:(.+)$/.exec(url)?.[1];
  if (file === undefined) await loadIntoPostgresql(url, tables);
  else loadIntoSqlite(file, tables);
}

const quoted = (tables: readonly TableToLoad[]) => tables.map(({ table }) => `'${table}'`).join(', ');

function loadIntoSqlite(file: string, tables: readonly TableToLoad[]): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  try {
    for (const pragma of ['journal_mode = off', 'synchronous = off', 'cache_size = -524288', 'temp_store = file'])
      database.exec(`pragma ${pragma}`);
    const indexes = database
      .prepare(`select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in (${quoted(tables)})`)
      .all();
    for (const { name } of indexes) database.exec(`drop index ${String(name)}`);
    database.exec('begin');
    for (const table of tables) insertAll(database, table);
    for (const { sql } of indexes) database.exec(String(sql));
    database.exec('commit');
  } finally {
    database.close();
  }
}

function insertAll(database: DatabaseSync, { table, columns, order, rows }: TableToLoad): void {
  const list = columns.join(', ');
  const into = order === 'by-key' ? 'temp.to_be_sorted' : table;
  if (order === 'by-key') database.exec(`create temp table to_be_sorted as select ${list} from ${table} where false`);
  const insert = database.prepare(`insert into ${into} (${list}) values (${columns.map(() => '?').join(', ')})`);
  // A number is bound as REAL, which a column of whole numbers of a STRICT table takes when it is whole.
  for (const row of rows()) insert.run(...(row as SQLInputValue[]));
  if (order === 'as-given') return;
  const key = database.prepare(`select name from pragma_table_info('${table}') where pk > 0 order by pk`).all();
  const sorted = key.map(({ name }) => String(name)).join(', ');
  database.exec(`insert into ${table} (${list}) select ${list} from temp.to_be_sorted order by ${sorted}`);
  database.exec('drop table temp.to_be_sorted');
}

async function loadIntoPostgresql(url: string, tables: readonly TableToLoad[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const ask = async (sql: string) => (await client.query<Record<'owner' | 'name' | 'definition', string>>(sql)).rows;
    // Foreign keys are triggers, which a replica does not run.
    await ask('set session_replication_role = replica');
    const { keys, indexes } = { keys: await ask(KEYS(quoted(tables))), indexes: await ask(INDEXES(quoted(tables))) };
    for (const { owner, name } of keys) await ask(`alter table ${owner} drop constraint ${name}`);
    for (const { name } of indexes) await ask(`drop index ${name}`);
    for (const table of tables) await copyAll(client, table);
    for (const { owner, name, definition } of keys) await ask(`alter table ${owner} add constraint ${name} ${definition}`);
    for (const { definition } of indexes) await ask(definition);
    // What PostgreSQL does by itself within a minute: it counts what there is, and notes which pages everybody sees.
    for (const { table } of tables) await ask(`vacuum analyze ${table}`);
  } finally {
    await client.end();
  }
}

/** Those on which no foreign key stands. */
const KEYS = (tables: string) =>
  `select conrelid::regclass::text as owner, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint as one
   where conrelid::regclass::text in (${tables}) and contype in ('p', 'u')
   and not exists (select 1 from pg_constraint as other where other.contype = 'f' and other.conindid = one.conindid)`;

const INDEXES = (tables: string) =>
  `select indexname as name, indexdef as definition from pg_indexes where schemaname = current_schema() and tablename in (${tables})
   and indexname not in (select conname from pg_constraint)`;

async function copyAll(client: Client, { table, columns, rows }: TableToLoad): Promise<void> {
  await pipeline(Readable.from(linesOf(rows())), client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`)));
}

const ROWS_AT_ONCE = 1000;

/** The text format of COPY. */
function* linesOf(rows: Iterable<readonly (string | number | null)[]>): Generator<string> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(`${row.map(written).join('\t')}\n`);
    if (lines.length < ROWS_AT_ONCE) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

function written(value: string | number | null): string {
  if (value === null) return String.raw`\N`;
  const text = String(value);
  return /[\\\t\n\r]/.test(text)
    ? text
        .replaceAll('\\', String.raw`\\`)
        .replaceAll('\t', String.raw`\t`)
        .replaceAll('\n', String.raw`\n`)
        .replaceAll('\r', String.raw`\r`)
    : text;
}
