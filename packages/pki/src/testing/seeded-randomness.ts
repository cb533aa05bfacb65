import { createHash } from 'node:crypto';
import type { Randomness } from '../ports.ts';

/** The same octets for the same seed, at every run. */
export function seededRandomness(seed: string): Randomness {
  let block = 0;
  const next = () => createHash('sha256').update(`${seed}/${block++}`).digest();
  return { bytes: (length) => new Uint8Array(Buffer.concat(Array.from({ length: Math.ceil(length / 32) }, next)).subarray(0, length)) };
}
