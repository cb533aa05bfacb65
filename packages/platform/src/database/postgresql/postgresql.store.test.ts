import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { addTo, type CounterSchema, counterMigrations, readCounter } from '../../testing/counters.ts';
import { emptyDatabaseUrl } from '../../testing/index.ts';
import { startPostgresCluster } from '../../testing/postgres-cluster.ts';
import { type Access, type NoParameters, openDatabase, statement } from '../index.ts';

const open = (url: string, access: Access = 'migrate') => openDatabase<CounterSchema>({ url, migrations: [counterMigrations], access });
const openEmpty = async () => await open(await emptyDatabaseUrl('postgresql'));

const readSetting = statement<CounterSchema, NoParameters>('read-setting')((query) =>
  query.selectNoFrom(sql<string>`current_setting('synchronous_commit')`.as('value')),
);

test('a deadlock between two works is resolved by running one of them again', async () => {
  const database = await open(`${await emptyDatabaseUrl('postgresql')}%20-c%20deadlock_timeout%3D100ms`);
  let runs = 0;
  const both = Promise.withResolvers<undefined>();
  let waiting = 2;
  const addInOrder = (first: string, second: string) =>
    database.transact(async (tx) => {
      runs += 1;
      await tx.first(addTo, { id: first, by: 1 });
      waiting -= 1;
      if (waiting === 0) both.resolve(undefined);
      await both.promise;
      await tx.first(addTo, { id: second, by: 1 });
    });
  await Promise.all([addInOrder('a', 'b'), addInOrder('b', 'a')]);
  // Usually three; four when the server undoes both.
  expect(runs).toBeGreaterThan(2);
  expect([await database.first(readCounter, { id: 'a' }), await database.first(readCounter, { id: 'b' })]).toEqual([{ n: 2 }, { n: 2 }]);
  await database.close();
});

test('a work that swallows a failed statement is told that nothing was kept', async () => {
  const database = await openEmpty();
  const work = database.transact(async (tx) => {
    await tx.first(addTo, { id: 'a', by: 1 });
    await tx.first(addTo, { id: 'a', by: -100 }).catch(() => undefined);
  });
  await expect(work).rejects.toThrow(/undone: a statement in it had failed/);
  expect(await database.first(readCounter, { id: 'a' })).toEqual({ n: 0 });
  await database.close();
});

test('more works than connections wait for their turn, also when each reads outside its transaction', async () => {
  const database = await openEmpty();
  const works = Array.from({ length: 60 }, () =>
    database.transact(async (tx) => {
      await database.first(readCounter, { id: 'b' });
      return await tx.first(addTo, { id: 'a', by: 1 });
    }),
  );
  await expect(Promise.all(works)).resolves.toHaveLength(60);
  await database.close();
});

test('a server that does not sync its commits is refused', async () => {
  const cluster = await startPostgresCluster({ settings: { fsync: 'off' } });
  try {
    await expect(open(cluster.url('postgres'))).rejects.toMatchObject({
      code: 'not-durable',
      message: expect.stringContaining('fsync = on') as unknown,
    });
  } finally {
    await cluster.stop();
  }
});

test('a connection never runs with synchronous_commit off, whatever the server says', async () => {
  const cluster = await startPostgresCluster({ settings: { synchronous_commit: 'off' } });
  try {
    const database = await open(cluster.url('postgres'));
    await expect(database.transact((tx) => tx.first(readSetting, {}))).resolves.toEqual({ value: 'on' });
    await database.close();
  } finally {
    await cluster.stop();
  }
});

test('a server that cannot be reached, or has no such database, is a refusal that says what to check', async () => {
  await expect(open('postgresql:///x?host=/nowhere')).rejects.toMatchObject({
    code: 'out-of-reach',
    message: expect.stringContaining('cannot be reached') as unknown,
  });
  const missing = inject('postgresUrl').replace('/postgres?', '/missing?');
  await expect(open(missing)).rejects.toMatchObject({ code: 'out-of-reach', message: expect.stringContaining('"missing"') as unknown });
});

test('a read-only tool opens no connection that could write', async () => {
  const url = await emptyDatabaseUrl('postgresql');
  const server = await open(url);
  const tool = await open(url, 'read-only');
  expect(await tool.first(readCounter, { id: 'a' })).toEqual({ n: 0 });
  await expect(tool.transact((tx) => tx.first(addTo, { id: 'a', by: 1 }))).rejects.toThrow(/only to be read/);
  await Promise.all([tool.close(), server.close()]);
});
