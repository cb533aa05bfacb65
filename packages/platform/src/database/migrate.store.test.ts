import { expect, test } from 'vitest';
import { type CounterSchema, counterMigrations, readCounter } from '../testing/counters.ts';
import { eachEngine, emptyDatabaseUrl } from '../testing/index.ts';
import { runSql } from '../testing/run-sql.ts';
import { type Access, type DatabaseUnusable, type Migration, type MigrationSet, openDatabase } from './index.ts';

const [counter] = counterMigrations.migrations as readonly [Migration];
const second: Migration = { number: 2, name: 'second', up: ({ raw }) => [raw(`insert into counter (id, n) values ('c', 1)`)] };
const broken: Migration = {
  number: 2,
  name: 'broken',
  up: ({ raw }) => [raw(`insert into counter (id, n) values ('c', 1)`), raw('nonsense')],
};
const set = (...migrations: Migration[]): MigrationSet => ({ room: 'server', migrations });

async function openAndClose(url: string, migrations: readonly MigrationSet[], access: Access = 'migrate'): Promise<void> {
  const database = await openDatabase<CounterSchema>({ url, migrations, access });
  await database.close();
}

function refusal(code: DatabaseUnusable['code'], message: RegExp) {
  return expect.objectContaining({ name: 'DatabaseUnusable', code, message: expect.stringMatching(message) as unknown }) as unknown;
}

eachEngine('migrations', (_open, engine) => {
  test('a database of a newer version is refused', async () => {
    const url = await emptyDatabaseUrl(engine);
    await openAndClose(url, [set(counter, second)]);
    for (const access of ['migrate', 'check', 'read-only'] as const) {
      await expect(openAndClose(url, [set(counter)], access)).rejects.toEqual(
        refusal('schema-unknown', /server\/002-second.*newer version/),
      );
    }
  });

  test('a database that has tables of a room this build does not have is refused, but may be read', async () => {
    const url = await emptyDatabaseUrl(engine);
    const other: MigrationSet = { room: 'identity', migrations: [{ number: 1, name: 'person', up: () => [] }] };
    await openAndClose(url, [other, set(counter)]);
    await expect(openAndClose(url, [set(counter)])).rejects.toEqual(refusal('schema-unknown', /identity\/001-person/));
    await expect(openAndClose(url, [set(counter)], 'read-only')).resolves.toBeUndefined();
  });

  test('a migration that was changed after a database went through it is refused', async () => {
    const url = await emptyDatabaseUrl(engine);
    await openAndClose(url, [set(counter)]);
    const changed: Migration = { ...counter, up: (tools) => [...counter.up(tools), tools.raw('drop table counter')] };
    await expect(openAndClose(url, [set(changed)])).rejects.toEqual(refusal('schema-changed', /server\/001-counter/));
    await expect(openAndClose(url, [set({ ...counter, name: 'renamed' })])).rejects.toEqual(refusal('schema-changed', /001-renamed/));
  });

  test("somebody else's database is refused and left alone", async () => {
    const url = await emptyDatabaseUrl(engine);
    await openAndClose(url, [set(counter)]);
    await runSql(url, 'drop table schema_migration');
    await expect(openAndClose(url, [set(counter)])).rejects.toEqual(refusal('schema-unknown', /not Sallyport's \(counter\)/));
  });

  test('with access "check" a schema that is behind is refused, and nothing is done to it', async () => {
    const url = await emptyDatabaseUrl(engine);
    if (engine === 'postgresql')
      await expect(openAndClose(url, [set(counter)], 'check')).rejects.toEqual(refusal('schema-behind', /sallyport migrate/));
    await openAndClose(url, [set(counter)]);
    await expect(openAndClose(url, [set(counter, second)], 'check')).rejects.toEqual(refusal('schema-behind', /server\/002-second/));
    await expect(openAndClose(url, [set(counter)], 'check')).resolves.toBeUndefined();
  });

  test('a migration that fails leaves no trace of any of them', async () => {
    const url = await emptyDatabaseUrl(engine);
    await expect(openAndClose(url, [set(counter, broken)])).rejects.toThrow();
    await expect(openAndClose(url, [set(counter, second)])).resolves.toBeUndefined();
  });

  test('what is missing is run once, in order, and then never again', async () => {
    const url = await emptyDatabaseUrl(engine);
    await openAndClose(url, [set(counter)]);
    await openAndClose(url, [set(counter, second)]);
    const database = await openDatabase<CounterSchema>({ url, migrations: [set(counter, second)] });
    expect(await database.first(readCounter, { id: 'c' })).toEqual({ n: 1 });
    await database.close();
  });

  test('migrations that are not numbered 1, 2, 3 are a mistake of the program', async () => {
    const url = await emptyDatabaseUrl(engine);
    await expect(openAndClose(url, [set(counter, { ...second, number: 3 })])).rejects.toThrow(/numbered/);
  });

  test('a deferrable constraint is refused: it would fail at the commit that others share', async () => {
    const url = await emptyDatabaseUrl(engine);
    const deferred: Migration = {
      number: 1,
      name: 'x',
      up: ({ raw }) => [raw('create table x (y text unique deferrable initially deferred)')],
    };
    await expect(openAndClose(url, [set(deferred)])).rejects.toThrow(/deferrable/);
  });

  test('an append-only table refuses UPDATE, DELETE and REPLACE in the database itself', async () => {
    const url = await emptyDatabaseUrl(engine);
    const ledger: Migration = { number: 2, name: 'ledger', up: ({ appendOnly }) => appendOnly('counter') };
    const database = await openDatabase<CounterSchema>({ url, migrations: [set(counter, ledger)] });
    await expect(database.transact((tx) => tx.query.updateTable('counter').set({ n: 1 }).execute())).rejects.toThrow(/append-only/);
    await expect(database.transact((tx) => tx.query.deleteFrom('counter').execute())).rejects.toThrow(/append-only/);
    await expect(
      database.transact((tx) => tx.query.replaceInto('counter').values({ id: 'a', n: 1, note: null }).execute()),
    ).rejects.toThrow();
    await database.transact((tx) => tx.query.insertInto('counter').values({ id: 'c', n: 1, note: null }).execute());
    expect(await database.query.selectFrom('counter').select('n').orderBy('id').execute()).toEqual([{ n: 0 }, { n: 0 }, { n: 1 }]);
    await database.close();
  });
});

test('several PostgreSQL processes that start at once migrate once', async () => {
  const url = await emptyDatabaseUrl('postgresql');
  await Promise.all(Array.from({ length: 6 }, () => openAndClose(url, [set(counter, second)])));
  const database = await openDatabase<CounterSchema>({ url, migrations: [set(counter, second)] });
  expect(await database.query.selectFrom('counter').select('id').orderBy('id').execute()).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  await database.close();
});
