import type { AnyTransaction, Reads } from './database.ts';

/** A database seen by code that brings its own compiled statements: any `Database<Schema>` will do. */
export interface AnyDatabase extends Reads {
  transact<Result>(work: (transaction: AnyTransaction) => Promise<Result>): Promise<Result>;
}
