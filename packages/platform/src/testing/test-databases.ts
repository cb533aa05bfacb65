import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { type Engine, type MigrationSet, openDatabase } from '../database/index.ts';
import { checksums } from '../database/migrate.ts';

/** The URL of a new, empty database; it is removed after the test. Call it inside a test. */
export async function emptyDatabaseUrl(engine: Engine): Promise<string> {
  return engine === 'sqlite' ? await sqliteUrl() : await postgresUrlFrom('template0');
}

/** The same with the migrations done. On PostgreSQL it is a copy of a template made at first need. */
export async function migratedDatabaseUrl(engine: Engine, migrations: readonly MigrationSet[]): Promise<string> {
  return engine === 'sqlite' ? await sqliteUrl() : await postgresUrlFrom(await templateFor(migrations));
}

async function sqliteUrl(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-sqlite-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, 'sallyport.db')}`;
}

async function postgresUrlFrom(template: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer((client) => client.query(`create database ${name} template ${template}`));
  onTestFinished(async () => {
    await administer((client) => client.query(`drop database ${name} with (force)`));
  });
  return urlOf(name);
}

async function templateFor(migrations: readonly MigrationSet[]): Promise<string> {
  const known = migrations.map((set) => [set.room, checksums(set, 'postgresql')]);
  const digest = createHash('sha256').update(JSON.stringify(known)).digest();
  const name = `template_${digest.toString('hex').slice(0, 32)}`;
  await administer(async (client) => {
    // Test files run in several processes at once: the first one makes the template, the others wait here.
    await client.query('select pg_advisory_lock($1)', [digest.readInt32BE()]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await makeTemplate(client, name, migrations);
  });
  return name;
}

async function makeTemplate(client: Client, name: string, migrations: readonly MigrationSet[]): Promise<void> {
  const draft = `draft_${name}`;
  await client.query(`create database ${draft} template template0`);
  const database = await openDatabase({ url: urlOf(draft), migrations });
  await database.close();
  await client.query(`alter database ${draft} rename to ${name}`);
}

async function administer(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(name: string): string {
  return inject('postgresUrl').replace('DATABASE', name);
}
