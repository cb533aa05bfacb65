import { argon2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeyHasher } from './key-hasher.ts';

const octets = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);
const asker = { lane: 'known', network: '192.0.2.10', account: 'ada.quay' } as const;
const hashing = { password: octets(12, 0x31), salt: octets(16, 2), memoryKiB: 19_456, passes: 2 };

test('callers beyond the queue are told it is busy, and those in it get their key', async () => {
  const small = createKeyHasher({ atOnce: 1, waiting: 1 });
  const outcomes = await Promise.all([small(hashing, asker), small(hashing, asker), small(hashing, asker)]);
  expect(outcomes.map((outcome) => typeof outcome)).toEqual(['object', 'object', 'string']);
});

test('a key is the Argon2id of another maker, and depends on password, salt, memory and passes', async () => {
  const hasher = createKeyHasher();
  const { password, salt, memoryKiB, passes } = hashing;
  const theirs = argon2Sync('argon2id', { message: password, nonce: salt, memory: memoryKiB, passes, parallelism: 1, tagLength: 32 });
  expect(await hasher(hashing, asker)).toEqual(Uint8Array.from(theirs));
  for (const change of [{ password: octets(12, 0x32) }, { salt: octets(16, 3) }, { memoryKiB: 20_000 }, { passes: 3 }]) {
    expect(await hasher({ ...hashing, ...change }, asker)).not.toEqual(Uint8Array.from(theirs));
  }
});
