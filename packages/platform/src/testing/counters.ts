import { sql } from 'kysely';
import { type MigrationSet, statement } from '../database/index.ts';

/** A table for the tests of the database itself. */
export interface CounterSchema {
  counter: { id: string; n: number; note: Uint8Array | null };
}

export const counterMigrations: MigrationSet = {
  room: 'server',
  migrations: [
    {
      number: 1,
      name: 'counter',
      up: ({ table, column, raw }) => [
        table('counter')
          .addColumn('id', column.text, (c) => c.primaryKey())
          .addColumn('n', column.count, (c) => c.notNull().check(sql`n >= 0`))
          .addColumn('note', column.bytes),
        raw(`insert into counter (id, n) values ('a', 0)`),
        raw(`insert into counter (id, n) values ('b', 0)`),
      ],
    },
  ],
};

export const addTo = statement<CounterSchema, { id: string; by: number }>('add-to-counter')((query, given) =>
  query
    .updateTable('counter')
    .set((eb) => ({ n: eb('n', '+', given.by) }))
    .where('id', '=', given.id)
    .returning('n'),
);

export const readCounter = statement<CounterSchema, { id: string }>('read-counter')((query, given) =>
  query.selectFrom('counter').select('n').where('id', '=', given.id),
);
