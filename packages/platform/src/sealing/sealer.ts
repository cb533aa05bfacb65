import type { Randomness } from '../randomness.ts';
import type { Keyring } from './keyring.ts';

/** Where a sealed secret lives. It opens there and nowhere else: the place is associated data. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** Seals stored secrets with AES-256-GCM under a key that is not in the database. Synchronous, so it may be used inside `transact`. */
export interface Sealer {
  /** Seals under the newest key of the ring. Two seals of one plaintext never look alike. */
  seal(input: { readonly plaintext: Uint8Array; readonly place: Place }): Uint8Array<ArrayBuffer>;
  /** @throws SealBroken when the bytes are truncated, altered, of another place, or sealed under a key that is not in the ring. */
  open(input: { readonly sealed: Uint8Array; readonly place: Place }): Uint8Array<ArrayBuffer>;
  /** The same secret under the newest key; undefined when it is under that key already. @throws SealBroken as `open` does. */
  reseal(input: { readonly sealed: Uint8Array; readonly place: Place }): Uint8Array<ArrayBuffer> | undefined;
}

export type SealFault = 'truncated' | 'unknown-format' | 'unknown-key' | 'altered-or-elsewhere';

/** A sealed value did not open. Never a user's doing: the database was altered, a row was moved, or a key is missing. */
export declare class SealBroken extends Error {
  readonly fault: SealFault;
  constructor(fault: SealFault, message: string);
}

export declare function createSealer(input: { readonly keyring: Keyring; readonly randomness: Randomness }): Sealer;
