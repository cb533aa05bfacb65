import { randomFillSync } from 'node:crypto';

export interface Randomness {
  /** Cryptographically secure octets in a buffer of their own. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

/** The operating system's generator. Only a composition root hands it out. */
export const systemRandomness: Randomness = { bytes: (length) => randomFillSync(new Uint8Array(length)) };
