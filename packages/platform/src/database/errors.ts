/** Why a database cannot be opened. The message is for the operator: what is wrong, and what to do. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
  readonly code: 'bad-url' | 'in-use' | 'out-of-reach' | 'not-durable' | 'schema-unknown' | 'schema-changed' | 'schema-behind';

  constructor(code: DatabaseUnusable['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** A work inside `transact` awaited something other than the database. It was undone. A mistake in the program. */
export class ForeignAwait extends Error {
  override readonly name = 'ForeignAwait';
}

/** A transaction was used after its work had settled, or a database after it was closed. A mistake in the program. */
export class TransactionOver extends Error {
  override readonly name = 'TransactionOver';
}
