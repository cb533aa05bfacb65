import type { Compilable, CreateTableBuilder, Expression, SchemaModule } from 'kysely';
import type { Engine } from './database.ts';

/** The rooms that bring tables, in the order in which their migrations run. */
export type Room = 'platform' | 'identity' | 'certificates' | 'server';

export interface MigrationSet {
  readonly room: Room;
  /** Numbered 1, 2, 3 … without gaps; one file each. A published one is never changed: its checksum is in every database. */
  readonly migrations: readonly Migration[];
}

export interface Migration {
  readonly number: number;
  readonly name: string;
  /** The statements, in order. They are only collected here, then checksummed and run; all missing migrations in one transaction. */
  up(tools: SchemaTools): readonly Compilable[];
}

/** What a migration is written with, so that it is written once for both engines. */
export interface SchemaTools {
  readonly engine: Engine;
  /** Kysely's schema builder. No deferrable constraints: they would fail at the commit, which on SQLite is everybody's. */
  readonly schema: SchemaModule;
  /** `schema.createTable`, made STRICT on SQLite so that a column holds only its own type there too. */
  readonly table: <Name extends string>(name: Name) => CreateTableBuilder<Name>;
  /** Types for `addColumn`. */
  readonly column: ColumnTypes;
  /** Triggers in the database itself that refuse every UPDATE and DELETE (and TRUNCATE) of this table. */
  readonly appendOnly: (table: string) => readonly Compilable[];
  /** Plain SQL where the builder has no word for it. */
  readonly raw: (text: string) => Compilable;
}

export interface ColumnTypes {
  readonly text: Expression<unknown>;
  /** Unix milliseconds. */
  readonly instant: Expression<unknown>;
  /** A whole number, at most 2^53 − 1. */
  readonly count: Expression<unknown>;
  readonly bytes: Expression<unknown>;
}
