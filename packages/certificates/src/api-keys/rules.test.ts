import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginningOf, formatApiKey, parseApiKey } from './rules.ts';

const KEY = 'sallyport_key_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f6e5d6da7';

test.each([
  ['nothing', ''],
  ['another prefix', KEY.replace('sallyport', 'sallypart')],
  ['capitals', KEY.replace('0a0b', '0A0B')],
  ['a digit too many', `${KEY}0`],
  ['a digit too few', KEY.slice(0, -1)],
  ['a line break at its end', `${KEY}\n`],
  ['a wrong digit', KEY.replace('0a0b', '0a0c')],
  ['very much', 'sallyport_key_'.repeat(100_000)],
])('a text with %s is no key', (_, text) => {
  expect(parseApiKey(text, nodeCryptography)).toBeUndefined();
});

test('a key is read as it was written, and any change of one digit is noticed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(71), fc.nat(14), (some, place, change) => {
      const octets = Uint8Array.from(some);
      const text = formatApiKey(octets, nodeCryptography);
      expect(parseApiKey(text, nodeCryptography)).toEqual(octets);
      const at = 'sallyport_key_'.length + place;
      const digit = ((parseInt(text.charAt(at), 16) + 1 + change) % 16).toString(16);
      expect(parseApiKey(text.slice(0, at) + digit + text.slice(at + 1), nodeCryptography)).toBeUndefined();
    }),
  );
});

test('a key is known by its beginning', () => {
  const octets = Uint8Array.from({ length: 32 }, (_, index) => index);
  expect(formatApiKey(octets, nodeCryptography).startsWith(beginningOf(octets))).toBe(true);
  expect(beginningOf(octets)).toBe('sallyport_key_00010203');
});
