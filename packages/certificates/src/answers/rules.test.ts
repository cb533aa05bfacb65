import { expect, test } from 'vitest';
import { parseIdempotencyKey } from './rules.ts';

test.each([
  ['nothing', ''],
  ['a space', 'a b'],
  ['too much', 'x'.repeat(101)],
  ['another alphabet', 'ключ'],
])('a key of %s is none', (_, text) => {
  expect(parseIdempotencyKey(text)).toMatchObject({ code: 'idempotency-key-malformed' });
});
