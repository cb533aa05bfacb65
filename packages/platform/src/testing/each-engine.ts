import { describe } from 'vitest';
import type { Database, Engine, MigrationSet } from '../database/index.ts';
import { lendDatabase } from './lent-databases.ts';

/** A migrated database of this test's own, as if it were new; after the test it is closed to it. Call it inside a test. */
export type OpenTestDatabase = <Schema>(migrations: readonly MigrationSet[]) => Promise<Database<Schema>>;

/**
 * Declares the same store tests for both engines: SQLite in a file, PostgreSQL in a schema of its own. The file must be named
 * `*.store.test.ts`, so that it runs in the layer for which a PostgreSQL cluster is started.
 *
 * ```ts
 * eachEngine('the link store', (open) => {
 *   test('a link spent once is refused even when spent twice at the same moment', async () => {
 *     const database = await open<PlatformSchema>([platformMigrations]);
 * ```
 */
export function eachEngine(name: string, define: (open: OpenTestDatabase, engine: Engine) => void): void {
  for (const engine of ['sqlite', 'postgresql'] as const) {
    describe(`${name} on ${engine}`, () => {
      define((migrations) => openLent(engine, migrations), engine);
    });
  }
}

async function openLent<Schema>(engine: Engine, migrations: readonly MigrationSet[]): Promise<Database<Schema>> {
  return (await lendDatabase<Schema>(engine, migrations)).database;
}
