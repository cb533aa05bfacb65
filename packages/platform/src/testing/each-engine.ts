import { describe } from 'vitest';
import type { Database, Engine, MigrationSet } from '../database/index.ts';

/** Opens a fresh, empty, migrated database of this test's own; it is closed and removed after the test. */
export type OpenTestDatabase = <Schema>(migrations: readonly MigrationSet[]) => Promise<Database<Schema>>;

/**
 * Declares the same store tests for both engines: SQLite in a file, PostgreSQL in a database of its own.
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
      define(() => Promise.reject(new Error('Not yet')), engine);
    });
  }
}
