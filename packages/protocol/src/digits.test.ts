import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_TYPED_CHARACTERS, normaliseDigits } from './digits.ts';
import { anyCharacter } from './testing/arbitraries.ts';

/** Every decimal numbering system the platform knows is an outside judge of the value of each digit. */
const numberingSystems = Intl.supportedValuesOf('numberingSystem').map((name) => {
  const format = new Intl.NumberFormat(`en-u-nu-${name}`, { useGrouping: false });
  return { name, digits: Array.from({ length: 10 }, (_, digit) => format.format(digit)) };
});
const decimal = numberingSystems.filter(({ digits }) => digits.every((digit) => /^\p{Nd}$/u.test(digit)));

test.each(decimal)('digits of $name become ASCII', ({ digits }) => {
  expect(normaliseDigits(digits.join(' '))).toBe('0123456789');
});

test('the platform knows enough scripts for that to mean something', () => {
  expect(decimal.length).toBeGreaterThan(60);
});

test('every decimal digit of Unicode counts from the zero of its own ten', () => {
  const points = Array.from({ length: 0x110000 }, (_, point) => point).filter(
    (point) => (point < 0xd800 || point > 0xdfff) && /\p{Nd}/u.test(String.fromCodePoint(point)),
  );
  const values = points.map((point) => normaliseDigits(String.fromCodePoint(point)));
  expect(values.length % 10).toBe(0);
  expect(values).toEqual(points.map((_, index) => String(index % 10)));
});

test('spaces, hyphens and dots of any kind are dropped', () => {
  expect(normaliseDigits('1 2\u00a03\u20094\u200b5\t6\n7-8\u20109\u20110\u20131\u22122.3\u00b74\uff0e5')).toBe('123456789012345');
});

test('anything else keeps its place, so that its group can be named', () => {
  expect(normaliseDigits('1O2l3\u{1f600}4,5/')).toBe('1?2?3?4?5?');
  // Numbers that are no decimal digits: a circled one, a half, a Roman four.
  expect(normaliseDigits('\u2460\u00bd\u2163')).toBe('???');
});

test('what is longer than any code is not read', () => {
  expect(normaliseDigits('1'.repeat(MAX_TYPED_CHARACTERS))).toHaveLength(MAX_TYPED_CHARACTERS);
  expect(normaliseDigits('1'.repeat(MAX_TYPED_CHARACTERS + 1))).toBeUndefined();
});

test('whatever is typed, only digits and question marks come out', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 64 }), (text) => {
      expect(normaliseDigits(text)).toMatch(/^[0-9?]*$/);
    }),
  );
});
