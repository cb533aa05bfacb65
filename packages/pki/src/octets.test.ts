import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from './octets.ts';

test('hexadecimal with anything else at any place in it is refused, whatever looks like a digit', () => {
  const digit = /^[0-9a-fA-F]$/;
  const others = Array.from({ length: 0x200 }, (_, code) => String.fromCharCode(code)).filter((character) => !digit.test(character));
  for (const character of [...others, '\uff11', '\u212a', '\ud835']) {
    for (const text of [`${character}0`, `0${character}`, `00${character}f`]) expect(() => fromHex(text)).toThrow(SyntaxError);
  }
  expect(() => fromHex('012')).toThrow(SyntaxError);
});

test('octets are the same after they were hexadecimal, in small letters or capital ones', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (octets) => {
      expect(fromHex(toHex(octets))).toEqual(new Uint8Array(octets));
      expect(fromHex(toHex(octets).toUpperCase())).toEqual(new Uint8Array(octets));
    }),
  );
});
