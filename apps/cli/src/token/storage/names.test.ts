import { expect, test } from 'vitest';
import { epochOf, parseTokenKey, tokenIdOf, tokenKeyOf } from './names.ts';

test.each(['', '..', 'lock', 'settings.json', 'A'.repeat(32), 'a'.repeat(31), 'a'.repeat(33), `${'a'.repeat(32)}/..`])(
  'a folder called “%s” is no token',
  (name) => {
    expect(parseTokenKey(name)).toBeUndefined();
  },
);

test.each(['vault.bin', 'e-.key', 'e-1.slot', 'pin-1.key', 'e--1.key', 'e-1.key.new', `e-${'9'.repeat(17)}.key`, 'e-9007199254740993.key'])(
  'a file called “%s” is of no epoch',
  (name) => {
    expect(epochOf(name)).toBeUndefined();
  },
);

test('a PIN slot and an erasable factor tell their epoch', () => {
  expect([epochOf('pin-0.slot'), epochOf('e-4294967296.key')]).toEqual([0, 4_294_967_296]);
});

test('a token id becomes a name and back', () => {
  const tokenId = Uint8Array.from({ length: 16 }, (_, index) => index * 17);
  expect(tokenIdOf(tokenKeyOf(tokenId))).toEqual(tokenId);
  expect(parseTokenKey(tokenKeyOf(tokenId))).toBe(tokenKeyOf(tokenId));
});
