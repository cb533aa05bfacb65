import type { Database } from './database.ts';
import { DatabaseUnusable } from './errors.ts';
import type { MigrationSet } from './migrations.ts';
import { openPostgresql } from './postgresql/open-postgresql.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';

/**
 * `migrate` brings the schema up to date; `check` refuses one that is behind. `beside` is for commands of a moment beside a running server: it owns nothing, so it neither
 * keeps a server from starting nor is refused by one, and brings the schema up to date only where nobody owns it. `read-only` is for tools that look: it takes no lock, and
 * `transact` throws.
 */
export type Access = 'migrate' | 'check' | 'beside' | 'read-only';

export interface DatabaseSettings {
  /** `sqlite:/folder/file.db` or `postgresql://user@host/name`. */
  readonly url: string;
  /** Every room that has tables in this database, platform first. */
  readonly migrations: readonly MigrationSet[];
  /** Default: `migrate`. */
  readonly access?: Access;
}

/** Opens the database. Throws `DatabaseUnusable`, which says what to do, when it is in use, out of reach, or of another schema. */
export async function openDatabase<Schema>(settings: DatabaseSettings): Promise<Database<Schema>> {
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(settings.url)?.[1];
  if (file !== undefined) return await openSqlite<Schema>(file, settings);
  if (/^postgres(ql)?:\/\//.test(settings.url)) return await openPostgresql<Schema>(settings);
  throw new DatabaseUnusable('bad-url', 'The database URL is neither sqlite:/folder/file.db nor postgresql://user@host/name.');
}
