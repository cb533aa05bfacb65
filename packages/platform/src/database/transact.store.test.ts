import { expect, test } from 'vitest';
import { eachEngine } from '../testing/index.ts';
import { type MigrationSet, statement } from './index.ts';

interface Schema {
  counter: { id: string; n: number; note: Uint8Array | null };
}
export const migrations: MigrationSet = {
  room: 'server',
  migrations: [
    {
      number: 1,
      name: 'counter',
      up: ({ table, column }) => [
        table('counter')
          .addColumn('id', column.text, (c) => c.primaryKey())
          .addColumn('n', column.count, (c) => c.notNull())
          .addColumn('note', column.bytes),
      ],
    },
  ],
};
const bump = statement<Schema, { id: string; by: number }>('bump')((q, given) =>
  q
    .updateTable('counter')
    .set((eb) => ({ n: eb('n', '+', given.by) }))
    .where('id', '=', given.id)
    .returning('n'),
);

eachEngine('transact', (open) => {
  test('works', async () => {
    const db = await open<Schema>([migrations]);
    await db.transact((tx) =>
      tx.query
        .insertInto('counter')
        .values({ id: 'a', n: 0, note: new Uint8Array([1, 2]) })
        .execute(),
    );
    expect(await db.transact((tx) => tx.first(bump, { id: 'a', by: 2 }))).toEqual({ n: 2 });
    const row = await db.query.selectFrom('counter').select(['n', 'note']).executeTakeFirstOrThrow();
    expect(row).toEqual({ n: 2, note: new Uint8Array([1, 2]) });
  });
});
