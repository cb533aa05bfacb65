import { expect, test } from 'vitest';
import { addTo, type CounterSchema, counterMigrations } from '../testing/counters.ts';
import { eachEngine } from '../testing/index.ts';
import { statement } from './index.ts';

const clamp = statement<CounterSchema, { least: number; id: string }>('clamp')((query, given) =>
  query
    .updateTable('counter')
    .set((eb) => ({
      n: eb
        .case()
        .when('n', '<', given.least)
        .then(given.least)
        .else(eb('n', '+', 1000))
        .end(),
    }))
    .where('id', 'in', [given.id, 'b'])
    .where('n', '<', 500)
    .returning(['id', 'n']),
);

eachEngine('a compiled statement', (open) => {
  test('takes its values anew at each run, in the order of its text, a value used twice too', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const run = (least: number) => database.transact((tx) => tx.all(clamp, { id: 'a', least }));
    const sorted = async (least: number) => (await run(least)).sort((a, b) => a.id.localeCompare(b.id));
    expect(await sorted(5)).toEqual([
      { id: 'a', n: 5 },
      { id: 'b', n: 5 },
    ]);
    expect(await sorted(9)).toEqual([
      { id: 'a', n: 9 },
      { id: 'b', n: 9 },
    ]);
    expect(await sorted(1)).toEqual([
      { id: 'a', n: 1009 },
      { id: 'b', n: 1009 },
    ]);
    expect(await run(1)).toEqual([]);
  });

  test('answers the first row, or undefined when no row met its conditions', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    expect(await database.transact((tx) => tx.first(addTo, { id: 'a', by: 3 }))).toEqual({ n: 3 });
    expect(await database.transact((tx) => tx.first(addTo, { id: 'nobody', by: 3 }))).toBeUndefined();
  });

  test('counts the rows it changed', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const remove = statement<CounterSchema, { most: number }>('remove')((query, given) =>
      query.deleteFrom('counter').where('n', '<=', given.most),
    );
    expect(await database.transact((tx) => tx.change(remove, { most: -1 }))).toBe(0);
    expect(await database.transact((tx) => tx.change(remove, { most: 0 }))).toBe(2);
  });

  test('goes on working on a connection where it failed before', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    await expect(database.transact((tx) => tx.first(addTo, { id: 'a', by: -1 }))).rejects.toThrow();
    expect(await database.transact((tx) => tx.first(addTo, { id: 'a', by: 1 }))).toEqual({ n: 1 });
  });

  test('two statements of the same name do not meet', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const one = statement<CounterSchema, { n: number }>('twin')((query, given) =>
      query.selectFrom('counter').select('id').where('n', '>=', given.n),
    );
    const two = statement<CounterSchema, { n: number }>('twin')((query, given) =>
      query.selectFrom('counter').select('id').where('n', '<', given.n),
    );
    expect([await database.all(one, { n: 0 }), await database.all(two, { n: 0 })].map((rows) => rows.length)).toEqual([2, 0]);
  });
});
