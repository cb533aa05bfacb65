import type { Clock } from '../clock.ts';
import type { AnyTransaction, Reads } from '../database/database.ts';
import type { Secret } from '../secret.ts';
import type { Sealer } from './sealer.ts';

/** Any `Database<Schema>` will do. */
export interface AnyDatabase extends Reads {
  transact<Result>(work: (transaction: AnyTransaction) => Promise<Result>): Promise<Result>;
}

/** Secrets of the installation itself, kept sealed in the database so that every process has the same ones. */
export interface NamedSecrets {
  /**
   * The secret of that name; made and kept at first use. When several processes ask at once, all get the one that was kept.
   * `make` runs outside any transaction and may be slow.
   *
   * @throws SealBroken when the kept secret does not open with the present keyring.
   */
  loadOrCreate(name: string, make: () => Uint8Array | Promise<Uint8Array>): Promise<Secret<Uint8Array<ArrayBuffer>>>;
  /** Brings every named secret under the newest key; answers how many were changed. */
  reseal(): Promise<number>;
}

export declare function createNamedSecrets(input: {
  readonly database: AnyDatabase;
  readonly sealer: Sealer;
  readonly clock: Clock;
}): NamedSecrets;
