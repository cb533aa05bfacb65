export type { AnyDatabase } from './any-database.ts';
export type { Baton } from './baton.ts';
export type { AnyTransaction, Database, Engine, ReadOnlyQuery, Reads, SqlValue, Transaction } from './database.ts';
export { DatabaseUnusable, ForeignAwait, TransactionOver } from './errors.ts';
export { NoRoom } from './no-room.ts';
export { checksums } from './migrate.ts';
export type { ColumnTypes, Migration, MigrationSet, Room, SchemaTools } from './migrations.ts';
export { type Access, type DatabaseSettings, openDatabase } from './open-database.ts';
export { type CompiledStatement, type NoParameters, type Placeholders, type Statement, statement } from './statement.ts';
