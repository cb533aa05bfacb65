import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { addTo, type CounterSchema, counterMigrations, readCounter } from '../testing/counters.ts';
import { eachEngine, emptyDatabaseUrl } from '../testing/index.ts';
import { type Database, ForeignAwait, openDatabase, type Transaction, TransactionOver } from './index.ts';

const add = (id: string, by: number) => (tx: Transaction<CounterSchema>) => tx.first(addTo, { id, by });
const valueOf = async (database: Database<CounterSchema>, id: string) => (await database.first(readCounter, { id }))?.n;

eachEngine('transact', (open, engine) => {
  test('a work that throws is undone and its caller gets the same error', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const error = new Error('no');
    const work = database.transact(async (tx) => {
      await tx.first(addTo, { id: 'a', by: 5 });
      throw error;
    });
    await expect(work).rejects.toBe(error);
    expect(await valueOf(database, 'a')).toBe(0);
  });

  test('works that throw do not hurt those that share their commit', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const works = Array.from({ length: 40 }, (_, index) =>
      database.transact(async (tx) => {
        await tx.first(addTo, { id: 'a', by: 1 });
        if (index % 2 === 1) throw new Error('odd');
        return index;
      }),
    );
    const outcomes = await Promise.allSettled(works);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(await valueOf(database, 'a')).toBe(20);
  });

  test('what a work answers is what was kept, also when it was run again because its neighbour threw', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const works = await Promise.allSettled([
      database.transact(add('a', 1)),
      database.transact(async (tx) => {
        await tx.first(addTo, { id: 'a', by: 10 });
        throw new Error('no');
      }),
      database.transact(add('b', 1)),
      database.transact(add('b', 1)),
    ]);
    const answers = works.map((work) => (work.status === 'fulfilled' ? work.value?.n : 'thrown'));
    expect([answers[0], answers[1], ...answers.slice(2).sort()]).toEqual([1, 'thrown', 1, 2]);
    expect([await valueOf(database, 'a'), await valueOf(database, 'b')]).toEqual([1, 2]);
  });

  test('a statement the database refuses undoes its whole work', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const works = await Promise.allSettled([
      database.transact(add('a', 1)),
      database.transact(async (tx) => {
        await tx.first(addTo, { id: 'b', by: 1 });
        await tx.first(addTo, { id: 'a', by: -100 });
      }),
      database.transact(add('a', 1)),
    ]);
    expect(works.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([await valueOf(database, 'a'), await valueOf(database, 'b')]).toEqual([2, 0]);
  });

  test('of 300 works at the same moment none is lost and each sees those before it', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const seen = await Promise.all(Array.from({ length: 300 }, () => database.transact(add('a', 1))));
    expect(seen.map((row) => row?.n).sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  test('a read outside the transaction never sees what a running work may still undo', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    let during: number | undefined;
    let inside: number | undefined;
    const works = await Promise.allSettled([
      database.transact(add('b', 7)),
      database.transact(async (tx) => {
        await tx.first(addTo, { id: 'a', by: 5 });
        during = (await database.query.selectFrom('counter').select('n').where('id', '=', 'a').executeTakeFirst())?.n;
        inside = (await tx.query.selectFrom('counter').select('n').where('id', '=', 'a').executeTakeFirst())?.n;
        throw new Error('undone');
      }),
    ]);
    expect(works.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect({ during, inside }).toEqual({ during: 0, inside: 5 });
  });

  test('a read that follows a resolved work sees what it did', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    for (let expected = 1; expected <= 20; expected += 1) {
      await database.transact(add('a', 1));
      expect(await valueOf(database, 'a')).toBe(expected);
    }
  });

  test('nothing can be written outside a transaction', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    await expect(database.first(addTo, { id: 'a', by: 1 })).rejects.toThrow(/read-?only/);
    expect(await valueOf(database, 'a')).toBe(0);
  });

  test('a transaction kept beyond its work refuses every use', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const kept = await database.transact((tx) => Promise.resolve(tx));
    await expect(kept.first(addTo, { id: 'a', by: 1 })).rejects.toThrow(TransactionOver);
    await expect(kept.query.deleteFrom('counter').execute()).rejects.toThrow(TransactionOver);
    expect(await valueOf(database, 'a')).toBe(0);
  });

  test('a query that a work has built but that runs after it fails loudly and writes nothing', async () => {
    const database = await open<CounterSchema>([counterMigrations]);
    const late = await database.transact((tx) => Promise.resolve(tx.query.updateTable('counter').set({ n: 99 })));
    await expect(late.execute()).rejects.toThrow(TransactionOver);
    expect(await valueOf(database, 'a')).toBe(0);
  });

  test('closing waits for the works under way and refuses later ones', async () => {
    const url = await emptyDatabaseUrl(engine);
    const database = await openDatabase<CounterSchema>({ url, migrations: [counterMigrations] });
    const works = Promise.all(Array.from({ length: 30 }, () => database.transact(add('a', 1))));
    await database.close();
    await expect(works).resolves.toHaveLength(30);
    await expect(database.transact(add('a', 1))).rejects.toThrow(TransactionOver);
    const again = await openDatabase<CounterSchema>({ url, migrations: [counterMigrations] });
    expect(await valueOf(again, 'a')).toBe(30);
    await again.close();
  });

  test('a work that awaits something else is undone and refused, and the others go on', async () => {
    const url = await emptyDatabaseUrl(engine);
    const migrations = [counterMigrations];
    const impatient = engine === 'sqlite' ? url : `${url}%20-c%20idle_in_transaction_session_timeout%3D200`;
    const database = await openDatabase<CounterSchema>({ url: impatient, migrations });
    const slow = database.transact(async (tx) => {
      await tx.first(addTo, { id: 'a', by: 1 });
      await pause(2000);
      await tx.first(addTo, { id: 'a', by: 1 });
    });
    const [refused, ...others] = await Promise.allSettled([slow, database.transact(add('b', 1)), database.transact(add('b', 1))]);
    expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(ForeignAwait) as unknown });
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect([await valueOf(database, 'a'), await valueOf(database, 'b')]).toEqual([0, 2]);
    await database.close();
  });
});
