import { type Compilable, CompiledQuery, SchemaModule, sql } from 'kysely';
import type { Engine } from './database.ts';
import { compilingExecutor } from './kysely-executor.ts';
import type { ColumnTypes, SchemaTools } from './migrations.ts';

const columnTypes: Record<Engine, ColumnTypes> = {
  sqlite: { text: sql`text`, instant: sql`integer`, count: sql`integer`, bytes: sql`blob` },
  postgresql: { text: sql`text`, instant: sql`bigint`, count: sql`bigint`, bytes: sql`bytea` },
};

export function schemaTools(engine: Engine): SchemaTools {
  const schema = new SchemaModule(compilingExecutor(engine));
  return {
    engine,
    schema,
    column: columnTypes[engine],
    raw,
    table: (name) => (engine === 'sqlite' ? schema.createTable(name).modifyEnd(sql`strict`) : schema.createTable(name)),
    appendOnly: (table) => appendOnly[engine](plainName(table)).map(raw),
  };
}

function raw(text: string): Compilable {
  return { compile: () => CompiledQuery.raw(text) };
}

const appendOnly: Record<Engine, (table: string) => string[]> = {
  // REPLACE would delete without asking the trigger, were recursive_triggers not on: open-sqlite.ts sees to it.
  sqlite: (table) =>
    ['update', 'delete'].map(
      (act) => `create trigger ${table}_no_${act} before ${act} on ${table} begin select raise(abort, '${table} is append-only'); end`,
    ),
  postgresql: (table) => [
    `create or replace function refuse_change() returns trigger language plpgsql as ` +
      `$$ begin raise exception '% is append-only', tg_table_name; end $$`,
    `create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function refuse_change()`,
  ],
};

function plainName(table: string): string {
  if (!/^[a-z][a-z_]{0,40}$/.test(table)) throw new TypeError(`Not a plain table name: ${table}`);
  return table;
}
