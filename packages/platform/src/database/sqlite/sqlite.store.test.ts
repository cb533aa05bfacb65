import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type ChildScript, runChildScript } from '../../testing/child-script.ts';
import { addTo, type CounterSchema, counterMigrations, readCounter } from '../../testing/counters.ts';
import { emptyDatabaseUrl } from '../../testing/index.ts';
import { type Access, type NoParameters, type MigrationSet, openDatabase, type SchemaTools, statement } from '../index.ts';

const open = (url: string, access: Access = 'migrate') => openDatabase<CounterSchema>({ url, migrations: [counterMigrations], access });

const DISK_FULL_AT_1000 = `create trigger full before update on counter when new.n >= 1000 begin select raise(rollback, 'disk full'); end`;

const readPragmas = statement<CounterSchema, NoParameters>('read-pragmas')((query) =>
  query.selectNoFrom([
    sql<string>`(select journal_mode from pragma_journal_mode)`.as('journal'),
    sql<number>`(select synchronous from pragma_synchronous)`.as('synchronous'),
    sql<number>`(select foreign_keys from pragma_foreign_keys)`.as('foreignKeys'),
  ]),
);

/** A process that opens the database, says so, and then counts up with many callers, printing each count once it is durable. */
function countInAnotherProcess(url: string): ChildScript {
  const code = `
    import { openDatabase } from '${new URL('../index.ts', import.meta.url).href}';
    import { addTo, counterMigrations } from '${new URL('../../testing/counters.ts', import.meta.url).href}';
    const database = await openDatabase({ url: process.argv.at(-1), migrations: [counterMigrations] });
    console.log('open');
    async function count() {
      for (;;) console.log((await database.transact((tx) => tx.first(addTo, { id: 'a', by: 1 }))).n);
    }
    await Promise.all(Array.from({ length: 32 }, count));`;
  return runChildScript(code, [url]);
}

test('what transact has resolved survives kill -9 in the middle of the work of many', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const child = countInAnotherProcess(url);
  await child.nextLine();
  for (let heard = 0; heard < 200; heard += 1) await child.nextLine();
  child.process.kill('SIGKILL');
  const promised = Math.max(...(await child.restOfLines()).map(Number), 200);
  const database = await open(url);
  expect((await database.first(readCounter, { id: 'a' }))?.n).toBeGreaterThanOrEqual(promised);
  await database.close();
});

test('a second process is refused, naming the folder and what to do; a killed one leaves nothing to clean up', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const child = countInAnotherProcess(url);
  await child.nextLine();
  const folder = dirname(url.slice('sqlite:'.length));
  await expect(open(url)).rejects.toMatchObject({ code: 'in-use', message: expect.stringContaining(folder) as unknown });
  await expect(open(url)).rejects.toThrow(/stop the other one/);
  child.process.kill('SIGKILL');
  await child.restOfLines();
  const database = await open(url);
  await database.close();
});

test('one process cannot open the same file twice either', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const database = await open(url);
  await expect(open(url)).rejects.toMatchObject({ code: 'in-use' });
  await database.close();
});

test('a tool may read while the server of another process writes, and cannot write itself', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const child = countInAnotherProcess(url);
  await child.nextLine();
  const tool = await open(url, 'read-only');
  let latest = 0;
  while (latest < 100) {
    const next = (await tool.first(readCounter, { id: 'a' }))?.n ?? 0;
    expect(next).toBeGreaterThanOrEqual(latest);
    latest = next;
    await pause(1);
  }
  await expect(tool.transact((tx) => tx.first(addTo, { id: 'a', by: 1 }))).rejects.toThrow(/only to be read/);
  await tool.close();
});

test('a command beside a server that writes without a pause gets its turn, and neither undoes what the other has done', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const child = countInAnotherProcess(url);
  await child.nextLine();
  const beside = await open(url, 'beside');
  for (let turn = 0; turn < 20; turn += 1) await beside.transact((tx) => tx.first(addTo, { id: 'b', by: 1 }));
  await beside.close();
  child.process.kill('SIGTERM');
  const counted = (await child.restOfLines()).map(Number);
  const database = await open(url);
  expect((await database.first(readCounter, { id: 'b' }))?.n).toBe(20);
  expect((await database.first(readCounter, { id: 'a' }))?.n).toBeGreaterThanOrEqual(Math.max(...counted));
  await database.close();
});

test('a command keeps no server from starting, and brings up to date what nobody owns', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const beside = await open(url, 'beside');
  const server = await open(url);
  await beside.transact((tx) => tx.first(addTo, { id: 'a', by: 1 }));
  await server.transact((tx) => tx.first(addTo, { id: 'a', by: 1 }));
  expect((await server.first(readCounter, { id: 'a' }))?.n).toBe(2);
  await beside.close();
  const newer = [{ ...counterMigrations, migrations: [...counterMigrations.migrations, { number: 2, name: 'more', up: () => [] }] }];
  await expect(openDatabase({ url, migrations: newer, access: 'beside' })).rejects.toMatchObject({ code: 'in-use' });
  await server.close();
  await (await openDatabase({ url, migrations: newer, access: 'beside' })).close();
});

test('every commit is synced: WAL with synchronous = FULL', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const database = await open(url);
  expect(await database.transact((tx) => tx.first(readPragmas, {}))).toEqual({ journal: 'wal', synchronous: 2, foreignKeys: 1 });
  await database.close();
});

test('the folder and the file belong to their owner alone', async () => {
  const url = `${dirname(await emptyDatabaseUrl('sqlite'))}/new/folder/sallyport.db`;
  const database = await open(url);
  const file = url.slice('sqlite:'.length);
  const modes = [dirname(file), file, `${file}-wal`].map((path) => statSync(path).mode & 0o777);
  expect(modes).toEqual([0o700, 0o600, 0o600]);
  await database.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
});

test('a file that is no database, or cannot be opened, is named in the refusal', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  const file = url.slice('sqlite:'.length);
  mkdirSync(file);
  await expect(open(url)).rejects.toMatchObject({ code: 'out-of-reach', message: expect.stringContaining(file) as unknown });
});

test('a work during which SQLite itself rolls back takes its round with it, and everybody is told', async () => {
  const url = await emptyDatabaseUrl('sqlite');
  // Stands for a full disk, at which SQLite undoes the whole transaction in just this way.
  const full = { number: 2, name: 'full', up: ({ raw }: SchemaTools) => [raw(DISK_FULL_AT_1000)] };
  const migrations: MigrationSet[] = [{ room: 'server', migrations: [...counterMigrations.migrations, full] }];
  const database = await openDatabase<CounterSchema>({ url, migrations });
  const add = (by: number) => database.transact((tx) => tx.first(addTo, { id: 'a', by }));
  const outcomes = await Promise.allSettled([add(1), add(1000), add(1)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await add(1)).toEqual({ n: 1 });
  await database.close();
});
