import { describe, onTestFinished } from 'vitest';
import { type Database, type Engine, type MigrationSet, openDatabase } from '../database/index.ts';
import { emptyDatabaseUrl } from './test-databases.ts';

/** Opens a fresh, migrated database of this test's own; it is closed and removed after the test. Call it inside a test. */
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
      define((migrations) => openTestDatabase(engine, migrations), engine);
    });
  }
}

async function openTestDatabase<Schema>(engine: Engine, migrations: readonly MigrationSet[]): Promise<Database<Schema>> {
  const database = await openDatabase<Schema>({ url: await emptyDatabaseUrl(engine), migrations });
  // Runs before the database is removed: vitest calls these in reverse order.
  onTestFinished(() => database.close());
  return database;
}
