import type { Randomness } from './randomness.ts';

const ID_BYTES = 16;

/** A fresh identifier: 128 random bits as 22 characters of base64url. Names a row; it is not a secret. */
export function newId(randomness: Randomness): string {
  return Buffer.from(randomness.bytes(ID_BYTES)).toString('base64url');
}
