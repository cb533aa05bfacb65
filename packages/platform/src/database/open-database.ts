import type { Database } from './database.ts';
import type { MigrationSet } from './migrations.ts';

export interface DatabaseSettings {
  /** `sqlite:/folder/file.db` or `postgresql://user@host/name`. */
  readonly url: string;
  /** Every room that has tables in this database, platform first. */
  readonly migrations: readonly MigrationSet[];
  /**
   * `migrate` (the default) brings the schema up to date; `check` refuses one that is behind; `read-only` is for tools that look at a
   * database that a running server owns: it takes no lock and `transact` throws.
   */
  readonly access?: 'migrate' | 'check' | 'read-only';
}

/** Opens the database. Throws `DatabaseUnusable`, which says what to do, when it is in use, out of reach, or of another schema. */
export async function openDatabase<Schema>(settings: DatabaseSettings): Promise<Database<Schema>> {
  await Promise.resolve();
  throw new Error(`Not yet: ${settings.url}`);
}
