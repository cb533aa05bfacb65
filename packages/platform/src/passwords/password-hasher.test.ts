import { hash as hashWith, hashRaw, parseOptions } from '@node-rs/argon2';
import { describe, expect, test } from 'vitest';
import { systemRandomness } from '../randomness.ts';
import { Secret } from '../secret.ts';
import { createPasswordHasher, hashOfNobody } from './password-hasher.ts';

const hasher = createPasswordHasher({ randomness: systemRandomness });
const asker = { lane: 'stranger', network: '192.0.2.10', account: 'ada.quay' } as const;
const password = new Secret('harbour lights at 4 in the morning');

async function stored(): Promise<string> {
  const hash = await hasher.hash(password, asker);
  if (hash === 'busy') throw new Error('nobody else is here');
  return hash;
}

describe('a password', () => {
  test.each(['', 'harbour lights at 4 in the mornin', 'Harbour lights at 4 in the morning', 'harbour lights at 4 in the morning '])(
    'is not matched by %j',
    async (guess) => {
      expect(await hasher.verify({ password: new Secret(guess), hash: await stored() }, asker)).toBe('mismatch');
    },
  );

  test('of an account that does not exist never matches', async () => {
    expect(await hasher.verify({ password, hash: undefined }, asker)).toBe('mismatch');
    expect(await hasher.verify({ password: new Secret(''), hash: undefined }, asker)).toBe('mismatch');
  });

  test('of an account that does not exist does not match even by a miracle', async () => {
    const salt = new Uint8Array(16);
    const tag = await hashRaw(password.reveal(), { memoryCost: 19_456, timeCost: 2, parallelism: 1, salt });
    const miraculous = createPasswordHasher({ randomness: { bytes: (length) => (length === 16 ? salt : Uint8Array.from(tag)) } });
    expect(await miraculous.verify({ password, hash: undefined }, asker)).toBe('mismatch');
  });

  test('matches its own hash, and two hashes of it differ', async () => {
    const [first, second] = [await stored(), await stored()];
    expect(first).not.toBe(second);
    expect(await hasher.verify({ password, hash: first }, asker)).toBe('match');
    expect(await hasher.verify({ password, hash: second }, asker)).toBe('match');
  });

  test('is hashed with Argon2id version 19, 19 MiB, two passes, one lane', async () => {
    const hash = await stored();
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(parseOptions(hash)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32, saltLen: 16 });
  });
});

test('an unknown account costs the work of a known one: what it is compared with is a hash with the same parameters', async () => {
  expect(parseOptions(hashOfNobody(systemRandomness))).toEqual(parseOptions(await stored()));
});

test('callers beyond the queue are told it is busy, and those in it get their answer', async () => {
  const small = createPasswordHasher({ randomness: systemRandomness, atOnce: 1, waiting: 2 });
  const hash = await stored();
  const verdicts = await Promise.all(Array.from({ length: 6 }, () => small.verify({ password, hash }, asker)));
  expect(verdicts).toEqual(['match', 'match', 'match', 'busy', 'busy', 'busy']);
  expect(await small.verify({ password, hash }, asker)).toBe('match');
});

test('a stored hash that is no hash at all throws rather than matches, and frees its place in the queue', async () => {
  const single = createPasswordHasher({ randomness: systemRandomness, atOnce: 1, waiting: 0 });
  await expect(single.verify({ password, hash: 'plain text' }, asker)).rejects.toThrow();
  expect(await single.verify({ password, hash: await stored() }, asker)).toBe('match');
});

describe('a hash is made anew', () => {
  test.each<[string, Parameters<typeof hashWith>[1]]>([
    ['less memory', { memoryCost: 9_216 }],
    ['more memory', { memoryCost: 65_536 }],
    ['other passes', { timeCost: 3 }],
    ['other lanes', { parallelism: 2 }],
    ['a shorter tag', { outputLen: 16 }],
    ['a short salt', { salt: new Uint8Array(8) }],
  ])('when it was made with %s', async (_, options) => {
    expect(hasher.needsRehash(await hashWith('x', options ?? {}))).toBe(true);
  });

  test('but not when it was made with the parameters of today', async () => {
    expect(hasher.needsRehash(await stored())).toBe(false);
  });
});
