import { expect, test } from 'vitest';
import { fateAfterTry } from './after-try.ts';

const now = 1_000_000;
const DAY = 24 * 60 * 60_000;
const deferred = { outcome: 'deferred', reason: 'busy' } as const;

test('a refused mail is given up at once, with what the peer said', () => {
  const fate = fateAfterTry({ delivery: { outcome: 'refused', reason: 'no such mailbox' }, tries: 1, giveUpAt: now + DAY, now });
  expect(fate).toEqual({ kind: 'given-up', reason: 'no such mailbox' });
});

test('a deferred mail whose next try would come too late is given up now', () => {
  expect(fateAfterTry({ delivery: deferred, tries: 1, giveUpAt: now + 30_000, now })).toEqual({ kind: 'given-up', reason: 'busy' });
});

test('a deferred mail waits twice as long after each try, and never more than an hour', () => {
  const waits = [1, 2, 3, 4, 7, 8, 9, 500].map((tries) => {
    const fate = fateAfterTry({ delivery: deferred, tries, giveUpAt: now + DAY, now });
    return fate.kind === 'again' ? (fate.dueAt - now) / 60_000 : fate.kind;
  });
  expect(waits).toEqual([0.5, 1, 2, 4, 32, 60, 60, 60]);
});

test('a sent mail is sent', () => {
  expect(fateAfterTry({ delivery: { outcome: 'sent' }, tries: 9, giveUpAt: now, now })).toEqual({ kind: 'sent' });
});
