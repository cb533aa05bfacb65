import { createCipheriv, createHash } from 'node:crypto';
import type { Randomness } from '../randomness.ts';

/** The same octets for the same seed, at every run: an AES-256-CTR stream. For tests only, of course. */
export function seededRandomness(seed: string): Randomness {
  const stream = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), new Uint8Array(16));
  return { bytes: (length) => new Uint8Array(stream.update(new Uint8Array(length))) };
}
