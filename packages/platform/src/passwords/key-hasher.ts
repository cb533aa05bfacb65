import { availableParallelism } from 'node:os';
import { hashRaw } from '@node-rs/argon2';
import { createBoundedQueue } from './bounded-queue.ts';
import type { Asker } from './fair-line.ts';

/** What the caller derives a key from, with salt and costs of its own; a `PasswordHash` brings those along, a key does not. */
export interface KeyHashing {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly memoryKiB: number;
  readonly passes: number;
}

/**
 * Argon2id (RFC 9106, version 0x13) with one lane and a tag of 32 octets, on other threads, behind a bounded queue that is fair to those who ask. `busy` when the queue is full:
 * answer "try again in a moment", spend nothing. Never inside `transact`.
 */
export type KeyHasher = (input: KeyHashing, asker: Asker) => Promise<Uint8Array<ArrayBuffer> | 'busy'>;

/** In each lane; one lane full is about five seconds of waiting at 64 MiB and three passes, which take a core 0.1 to 0.2 s. */
const WAITING_FOR_EACH = 25;

export function createKeyHasher({
  atOnce = availableParallelism(),
  waiting = WAITING_FOR_EACH * atOnce,
}: {
  /** Hashes at the same time. Default: the number of cores. */
  readonly atOnce?: number;
  /** In each lane. */
  readonly waiting?: number;
} = {}): KeyHasher {
  const queue = createBoundedQueue({ atOnce, waiting });
  return ({ password, salt, memoryKiB, passes }, asker) =>
    queue.run(asker, async () => {
      const tag = await hashRaw(password, { salt, memoryCost: memoryKiB, timeCost: passes, parallelism: 1, outputLen: 32 });
      const key = Uint8Array.from(tag);
      tag.fill(0);
      return key;
    });
}
