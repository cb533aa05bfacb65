import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentile } from './percentile.ts';
import { unlikeness } from './sameness.ts';

const sample = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 40 });

test('a sample that is slower throughout is as unlike as can be', () => {
  expect(unlikeness([1, 2, 3], [4, 5, 6, 7])).toBe(1);
});

test('half of a sample that is slower is half as unlike, however much slower it is', () => {
  expect(unlikeness([1, 2, 3, 4], [1, 2, 300, 400])).toBe(0.5);
});

test('a sample is like itself, in any order, and as unlike another as the other is unlike it', () => {
  fc.assert(
    fc.property(sample, sample, (left, right) => {
      expect(unlikeness(left, left.toReversed())).toBe(0);
      expect(unlikeness(left, right)).toBe(unlikeness(right, left));
      expect(unlikeness(left, right)).toBeLessThanOrEqual(1);
    }),
  );
});

test('of nothing there is neither unlikeness nor percentile', () => {
  expect(() => unlikeness([], [1])).toThrow(RangeError);
  expect(() => percentile([], 99)).toThrow(RangeError);
});

test('the 99th percentile of a hundred is the last but one, of ten the last', () => {
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => last - index);
  expect(percentile(upTo(100), 99)).toBe(99);
  expect(percentile(upTo(10), 99)).toBe(10);
  expect(percentile(upTo(10), 0)).toBe(1);
});
