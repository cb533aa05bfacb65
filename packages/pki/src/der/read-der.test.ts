import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../octets.ts';
import { TAG, readDer } from './read-der.ts';
import { element, generalizedTime, header, time } from './write-der.ts';
import { instantIn, objectIdentifier } from './values.ts';

const LIMITS = { bytes: 1000, depth: 4, elements: 20 };
const refusal = (hex: string) => {
  const result = readDer(fromHex(hex), LIMITS);
  return result.ok ? 'read' : result.error.code;
};

describe('the reader of DER refuses', () => {
  test.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['an end before the end', '3003020101ff'],
    ['octets after the end', '020101ff'],
    ['an indefinite length', '30800201010000'],
    ['a length that is not minimal', '02810101'],
    ['a length with a leading zero', '0282000101'],
    ['a length of five octets', '02850000000001ff'],
    ['a length past the end', '0205010203'],
    ['an element that ends after its parent', '300302020102'],
    ['a tag number above 30', '1f2001ff'],
    ['a primitive SEQUENCE', '100201ff'],
    ['a constructed INTEGER', '2203020101'],
    ['a constructed OCTET STRING', '2403040101'],
    ['TRUE that is not ff', '010101'],
    ['an empty BOOLEAN', '0100'],
    ['an empty INTEGER', '0200'],
    ['an INTEGER with a leading zero', '02020001'],
    ['an INTEGER with a leading ff', '0202ff81'],
    ['a NULL with content', '050100'],
    ['an empty BIT STRING', '0300'],
    ['eight unused bits', '03020800'],
    ['unused bits that are set', '03020101'],
    ['unused bits of no octet', '030101'],
    ['an empty OBJECT IDENTIFIER', '0600'],
    ['an OBJECT IDENTIFIER that does not end', '060281ff'],
    ['an OBJECT IDENTIFIER with a padded part', '06032a8001'],
  ])('%s', (_, hex) => {
    expect(refusal(hex)).toBe('der-malformed');
  });

  test('what is larger, deeper or more numerous than its limits, each at the limit exactly', () => {
    expect(refusal('3003020101')).toBe('read');
    const octets = (length: number) => element(TAG.octetString, new Uint8Array(length));
    expect(readDer(octets(996), LIMITS).ok).toBe(true);
    expect(readDer(octets(997), LIMITS)).toEqual({ ok: false, error: { code: 'der-too-large' } });
    const nested = (depth: number): Uint8Array<ArrayBuffer> => (depth === 1 ? element(TAG.null) : element(TAG.sequence, nested(depth - 1)));
    expect(readDer(nested(4), LIMITS).ok).toBe(true);
    expect(readDer(nested(5), LIMITS)).toEqual({ ok: false, error: { code: 'der-too-deep' } });
    const list = (count: number) => element(TAG.sequence, ...Array.from({ length: count }, () => element(TAG.null)));
    expect(readDer(list(19), LIMITS).ok).toBe(true);
    expect(readDer(list(20), LIMITS)).toEqual({ ok: false, error: { code: 'der-too-large' } });
  });

  test('or reads any octets there can be, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        const result = readDer(octets, LIMITS);
        if (result.ok) expect(toHex(result.value.octets)).toBe(toHex(octets));
      }),
      { numRuns: 2000 },
    );
  });
});

test('what is written is read back, at every size of length', () => {
  for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
    const written = element(TAG.octetString, new Uint8Array(length));
    const read = readDer(written, { bytes: 100_000, depth: 2, elements: 2 });
    expect(read.ok && read.value.content.length).toBe(length);
  }
  expect(toHex(header(TAG.sequence, 0x100_0000))).toBe('308401000000');
});

test('times are UTCTime through 2049 and GeneralizedTime from 2050, to the second (RFC 5280 section 4.1.2.5)', () => {
  const written = (instant: number) => {
    const [tag, , ...content] = time(instant);
    return [tag, new TextDecoder().decode(Uint8Array.from(content))];
  };
  expect(written(Date.UTC(2049, 11, 31, 23, 59, 59))).toEqual([TAG.utcTime, '491231235959Z']);
  expect(written(Date.UTC(2050, 0, 1))).toEqual([TAG.generalizedTime, '20500101000000Z']);
  expect(written(Date.UTC(1949, 11, 31))).toEqual([TAG.generalizedTime, '19491231000000Z']);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 0, 1) / 1000 }), (second) => {
      for (const octets of [time(second * 1000), generalizedTime(second * 1000)]) {
        const read = readDer(octets, LIMITS);
        expect(read.ok && instantIn(read.value)).toBe(second * 1000);
      }
    }),
  );
});

test.each([
  ['no seconds', '17', '4912312359Z'],
  ['an offset', '17', '491231235959+0000'],
  ['a fraction', '18', '20501231235959.5Z'],
  ['30 February', '17', '270230000000Z'],
  ['letters', '17', '27023x000000Z'],
])('a time with %s is none', (_, tag, text) => {
  const content = new TextEncoder().encode(text);
  expect(instantIn({ tag: Number.parseInt(tag, 16), content })).toBeUndefined();
});

test('object identifiers are read in dotted form, with parts of any size', () => {
  const read = (hex: string) => {
    const result = readDer(fromHex(hex), LIMITS);
    return result.ok ? objectIdentifier(result.value) : undefined;
  };
  expect(read('0603551d11')).toBe('2.5.29.17');
  expect(read('06082a8648ce3d040302')).toBe('1.2.840.10045.4.3.2');
  expect(read('0603883703')).toBe('2.999.3');
  expect(read('060c2a83ffffffffffffffffff7f')).toBe(`1.2.${2n ** 72n - 1n}`);
});
