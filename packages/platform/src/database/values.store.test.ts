import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type CounterSchema, counterMigrations } from '../testing/counters.ts';
import { eachEngine } from '../testing/index.ts';
import { statement } from './index.ts';

const put = statement<CounterSchema, CounterSchema['counter']>('put-counter')((query, given) =>
  query.insertInto('counter').values({ id: given.id, n: given.n, note: given.note }),
);
const largest = Number.MAX_SAFE_INTEGER;

eachEngine('values', (open) => {
  test('numbers up to 2^53 - 1, text, bytes and null come back as they were stored', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const note = Uint8Array.from({ length: 256 }, (_, octet) => octet);
    await database.transact(async (tx) => {
      await tx.change(put, { id: 'Größe – 大小 🐎', n: largest, note });
      await tx.query.insertInto('counter').values({ id: '', n: 1, note: null }).execute();
    });
    const rows = await database.query.selectFrom('counter').select(['id', 'n', 'note']).where('n', '>', 0).orderBy('n', 'desc').execute();
    expect(rows).toEqual([
      { id: 'Größe – 大小 🐎', n: largest, note },
      { id: '', n: 1, note: null },
    ]);
    expect(Object.getPrototypeOf(rows[0]?.note)).toBe(Uint8Array.prototype);
  });

  test('counts and sums are numbers', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const row = await database.query
      .selectFrom('counter')
      .select((eb) => [eb.fn.countAll<number>().as('rows'), eb.fn.sum<number>('n').as('total')])
      .executeTakeFirst();
    expect(row).toEqual({ rows: 2, total: 0 });
  });

  test('whole numbers divide as whole numbers', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const divide = statement<CounterSchema, { by: number }>('divide')((query, given) =>
      query.selectFrom('counter').select(sql<number>`(n + 7) / cast(${given.by} as integer)`.as('quotient')).where('id', '=', 'a'),
    );
    expect(await database.first(divide, { by: 2 })).toEqual({ quotient: 3 });
  });

  test.each([true, undefined, new Date(0), 5n, Number.NaN, { a: 1 }])('%s is refused as a parameter', async (value) => {
    const database = await open<CounterSchema>([counterMigrations]);
    const wrong = { id: 'x', n: value as never, note: null };
    await expect(database.transact((tx) => tx.change(put, wrong))).rejects.toThrow(TypeError);
    await expect(database.transact((tx) => tx.query.insertInto('counter').values(wrong).execute())).rejects.toThrow();
  });

  test('a column holds only its own type', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    await expect(database.transact((tx) => tx.change(put, { id: 'x', n: 'many' as never, note: null }))).rejects.toThrow();
    await expect(database.transact((tx) => tx.change(put, { id: 'x', n: 1.5, note: null }))).rejects.toThrow();
  });
});
