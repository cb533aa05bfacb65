import { closeSync, mkdirSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { dirname } from 'node:path';
import type { Database } from '../database.ts';
import { DatabaseUnusable } from '../errors.ts';
import { bringUpToDate } from '../migrate.ts';
import type { DatabaseSettings } from '../open-database.ts';
import { lockFolderOf } from './folder-lock.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { SqliteDatabase } from './sqlite-database.ts';

/** A copy in progress (`sallyport backup`) may hold the file for a moment. */
const BUSY_MILLISECONDS = 5000;

export async function openSqlite<Schema>(file: string, settings: DatabaseSettings): Promise<Database<Schema>> {
  const open: { close(): void }[] = [];
  const closeAll = () => {
    for (const opened of open.splice(0).reverse()) opened.close();
  };
  try {
    return await openAll<Schema>(file, settings, { open, closeAll });
  } catch (error) {
    closeAll();
    throw error instanceof DatabaseUnusable ? error : outOfReach(file, error);
  }
}

interface Opened {
  readonly open: { close(): void }[];
  readonly closeAll: () => void;
}

async function openAll<Schema>(
  file: string,
  { migrations, access = 'migrate' }: DatabaseSettings,
  opened: Opened,
): Promise<Database<Schema>> {
  if (access === 'read-only') {
    const reader = openReader(file);
    opened.open.push(reader);
    await bringUpToDate(new SqliteConnection(reader), migrations, access);
    return new SqliteDatabase<Schema>({ reader: new SqliteConnection(reader), close: opened.closeAll });
  }
  createPrivately(file);
  if (access !== 'beside') opened.open.push(lockFolderOf(file));
  const database = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS, enableForeignKeyConstraints: true });
  opened.open.push(database);
  for (const pragma of writerPragmas) database.exec(`pragma ${pragma}`);
  const writer = new SqliteConnection(database);
  if (access === 'beside') await prepareBeside(file, writer, migrations);
  else await migrateAlone(writer, () => bringUpToDate(writer, migrations, access));
  const reader = openReader(file);
  opened.open.push(reader);
  return new SqliteDatabase<Schema>({ reader: new SqliteConnection(reader), writer, close: opened.closeAll });
}

const writerPragmas = [
  'journal_mode = wal',
  // NORMAL lost commits in 50 of 80 simulated power cuts, so that a used one-time password would work again; FULL in none.
  'synchronous = full',
  // Otherwise REPLACE deletes rows behind the back of the append-only triggers.
  'recursive_triggers = on',
  'trusted_schema = off',
  // In KiB. A round touches many pages of many indexes, and a page that is written in several rounds is copied into the database once.
  'cache_size = -32768',
  // Pages: 16 MiB of log. Each copy into the database makes a commit wait, and a seventh of the processor time of commits went into them.
  'wal_autocheckpoint = 4000',
];

/**
 * Its own connection, because a read on the writing one would see what works of an uncommitted round have done and may yet undo. In WAL
 * mode each read sees the last commit.
 */
function openReader(file: string): DatabaseSync {
  return new DatabaseSync(file, { readOnly: true, timeout: BUSY_MILLISECONDS });
}

/** A server that owns the database has brought it up to date. */
async function prepareBeside(file: string, writer: SqliteConnection, migrations: DatabaseSettings['migrations']): Promise<void> {
  try {
    await migrateAlone(writer, () => bringUpToDate(writer, migrations, 'check'));
  } catch (error) {
    if (!(error instanceof DatabaseUnusable && error.code === 'schema-behind')) throw error;
    const lock = lockFolderOf(file);
    try {
      await migrateAlone(writer, () => bringUpToDate(writer, migrations, 'migrate'));
    } finally {
      lock.close();
    }
  }
}

async function migrateAlone(writer: SqliteConnection, migrate: () => Promise<void>): Promise<void> {
  writer.command('begin immediate');
  try {
    await migrate();
    writer.command('commit');
  } catch (error) {
    writer.command('rollback');
    throw error;
  }
}

/** The write-ahead log takes over the permissions of the database file. */
function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

function outOfReach(file: string, cause: unknown): DatabaseUnusable {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new DatabaseUnusable('out-of-reach', `The database ${file} cannot be opened: ${why}.`, cause);
}
