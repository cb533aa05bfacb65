import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { fromHex, toHex } from './bytes.ts';
import { anyCharacter } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';

interface Vectors {
  readonly canonical: readonly { readonly octets: string; readonly text: string }[];
  readonly tolerated: readonly { readonly name: string; readonly octets: string; readonly text: string }[];
  readonly refused: readonly { readonly name: string; readonly text: string; readonly refusal: string }[];
}

const vectors = readVectors<Vectors>('base32');

describe('Base32', () => {
  test.each(vectors.refused)('is refused: $name', ({ text, refusal }) => {
    expect(decodeBase32(text)).toEqual({ ok: false, error: refusal });
  });

  test.each(vectors.canonical)('of RFC 4648 section 10: $text', ({ octets, text }) => {
    expect(encodeBase32(fromHex(octets))).toBe(text);
    expect(decodeBase32(text)).toEqual({ ok: true, value: fromHex(octets) });
  });

  test.each(vectors.tolerated)('is read as people copy it: $name', ({ octets, text }) => {
    expect(decodeBase32(text)).toEqual({ ok: true, value: fromHex(octets) });
  });

  test('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 128 }), (octets) => {
        const read = decodeBase32(encodeBase32(octets));
        expect(read.ok && toHex(read.value)).toBe(toHex(octets));
      }),
    );
  });

  test('never makes its reader throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 600 }), (text) => {
        expect(['boolean']).toContain(typeof decodeBase32(text).ok);
      }),
    );
  });
});
