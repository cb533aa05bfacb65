import { expect, test } from 'vitest';
import { standingOf } from './rules.ts';

const RIPE_AT = 1_000_000;

test('one millisecond early is early, however long it has waited', () => {
  expect(standingOf({ state: 'WAITING', ripeAt: RIPE_AT }, RIPE_AT - 1)).toEqual({ at: 'waiting', ripeAt: RIPE_AT, leftMs: 1 });
  expect(standingOf({ state: 'WAITING', ripeAt: RIPE_AT }, RIPE_AT)).toEqual({ at: 'ripe' });
});

test('a clock that steps back after the moment makes it wait again', () => {
  expect(standingOf({ state: 'WAITING', ripeAt: RIPE_AT }, RIPE_AT + 5)).toEqual({ at: 'ripe' });
  expect(standingOf({ state: 'WAITING', ripeAt: RIPE_AT }, RIPE_AT - 5)).toMatchObject({ at: 'waiting' });
});

test.each(['DONE', 'REFUSED', 'CANCELLED'] as const)('%s stays so at any time of the clock', (state) => {
  for (const now of [0, RIPE_AT, RIPE_AT * 2]) expect(standingOf({ state, ripeAt: RIPE_AT }, now)).toEqual({ at: 'over', state });
});
