import type { QueryCreator } from 'kysely';
import type { Baton } from './baton.ts';
import type { Statement } from './statement.ts';

export type Engine = 'sqlite' | 'postgresql';

/** What a column may hold and a parameter may be, the same on both engines. */
export type SqlValue = string | number | Uint8Array | null;

/** Reading with compiled statements, whatever schema the reader was opened with. */
export interface Reads {
  readonly engine: Engine;
  /** Every row the statement answers. */
  all<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row[]>;
  /** The first row, or undefined when there is none. */
  first<Parameters, Row>(statement: Statement<Parameters, Row>, parameters: Parameters): Promise<Row | undefined>;
}

/**
 * A transaction seen by code that brings its own compiled statements, such as the audit log: any `Transaction<Schema>` will do.
 * It is usable only until the work it was given to has settled; after that every call throws.
 */
export interface AnyTransaction extends Reads {
  /** Runs a statement that answers no rows; resolves to the number of rows it inserted, updated or deleted. */
  change<Parameters>(statement: Statement<Parameters, unknown>, parameters: Parameters): Promise<number>;
  /** Takes the baton as the work before left it; nobody else has it until this work ends. Undefined when its row is missing. */
  take<State extends object>(baton: Baton<State>): Promise<State | undefined>;
  /** Leaves the baton so for the next work, when this one is kept. */
  put<State extends object>(baton: Baton<State>, state: State): void;
}

export interface Transaction<Schema> extends AnyTransaction {
  /** Kysely's query builder inside this transaction. Hot paths use compiled statements instead: more than twice as fast. */
  readonly query: QueryCreator<Schema>;
}

/** What may be asked outside a transaction: one read, of committed data only. */
export type ReadOnlyQuery<Schema> = Pick<QueryCreator<Schema>, 'selectFrom' | 'selectNoFrom'>;

export interface Database<Schema> extends Reads {
  /**
   * Runs `work` in a transaction and resolves with its result only after a durable commit. When `work` throws, everything it
   * did is undone and the same error is thrown here; works of other callers are not touched.
   *
   * The work may await nothing but the database. On SQLite many works share one commit, so a work that awaits anything else (a hash, a
   * mail, a timer, another `transact`) is undone and refused with `ForeignAwait` at the next turn of the event loop; on PostgreSQL after
   * ten idle seconds. The work may be run again, on PostgreSQL after a deadlock, on SQLite when another of its commit has thrown; so it must
   * have no effect outside the database. A statement that fails must end it.
   */
  transact<Result>(work: (transaction: Transaction<Schema>) => Promise<Result>): Promise<Result>;
  /** Single reads outside a transaction. They see committed data only: never what a running work may still undo. */
  readonly query: ReadOnlyQuery<Schema>;
  /** Waits for the works under way, then closes. Works handed over afterwards are refused. */
  close(): Promise<void>;
}
