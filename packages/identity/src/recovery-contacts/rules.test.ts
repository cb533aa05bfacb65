import { expect, test } from 'vitest';
import { counts } from './rules.ts';

test('two people who are each other’s only way are no way back', () => {
  expect(counts({ kind: 'mutual', contact: 'able', waysOfContact: 1 })).toBe(false);
  expect(counts({ kind: 'mutual', contact: 'able', waysOfContact: 2 })).toBe(true);
  expect(counts({ kind: 'one-way', contact: 'able', waysOfContact: 1 })).toBe(true);
});

test('a contact who cannot sign in counts for nothing', () => {
  for (const kind of ['mutual', 'one-way'] as const) expect(counts({ kind, contact: 'unable', waysOfContact: 5 })).toBe(false);
});
