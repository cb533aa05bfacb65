import { expect, test } from 'vitest';
import { saySpan } from './spans.ts';

test.each([
  [0, '0 seconds'],
  [11_000, '11 seconds'],
  [180_400, '3 minutes'],
  [3_600_000, '1 hour'],
  [2 * 86_400_000 + 5000, '2 days'],
  [366 * 86_400_000, '1 year'],
])('%i ms are %s', (milliseconds, words) => {
  expect(saySpan(milliseconds)).toBe(words);
});
