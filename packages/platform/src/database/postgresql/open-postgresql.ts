import type { Pool, PoolClient } from 'pg';
import type { Database } from '../database.ts';
import { DatabaseUnusable } from '../errors.ts';
import { bringUpToDate } from '../migrate.ts';
import type { DatabaseSettings } from '../open-database.ts';
import { openReaders, openWriters } from './pools.ts';
import { PostgresqlConnection } from './postgresql-connection.ts';
import { PostgresqlDatabase } from './postgresql-database.ts';

/** One process at a time migrates a schema. The number only has to be ours. */
const MIGRATION_LOCK = 0x5a11;

export async function openPostgresql<Schema>(settings: DatabaseSettings): Promise<Database<Schema>> {
  const readers = openReaders(settings.url);
  const writers = settings.access === 'read-only' ? undefined : openWriters(settings.url);
  try {
    await prepare(writers ?? readers, settings);
    return new PostgresqlDatabase<Schema>(writers ? { readers, writers } : { readers });
  } catch (error) {
    await Promise.all([readers.end(), writers?.end()]);
    throw error;
  }
}

async function prepare(pool: Pool, { migrations, access: asked = 'migrate' }: DatabaseSettings): Promise<void> {
  // No process owns a PostgreSQL database: everybody is beside everybody.
  const access = asked === 'beside' ? 'migrate' : asked;
  const client = await connect(pool);
  try {
    await client.query('begin isolation level read committed');
    if (access === 'migrate') await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK.toString()}, hashtext(current_schema()))`);
    await refuseForgetful(client);
    await bringUpToDate(new PostgresqlConnection(client), migrations, access);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DatabaseUnusable(
      'out-of-reach',
      `The PostgreSQL database cannot be reached: ${why}. Check the address, that the server runs, and that the user may log in.`,
      error,
    );
  }
}

/** A power cut would bring back a used one-time password. */
async function refuseForgetful(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ fsync: string }>('show fsync');
  if (rows[0]?.fsync === 'on') return;
  throw new DatabaseUnusable(
    'not-durable',
    'The PostgreSQL server runs with fsync = off, so a power cut loses commits. Set fsync = on in postgresql.conf.',
  );
}
