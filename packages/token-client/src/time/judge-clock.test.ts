import type { VaultClock } from '@sallyport/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockOffset } from './clock-offset.ts';
import { agreedClock, clockNotice, judgeClock } from './judge-clock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const YEAR = 365 * DAY;
const NOW = 1_767_225_600_000;
const clock: VaultClock = { skewMs: 0, agreedSkewMs: 0, contactMs: NOW - MINUTE };

function measured(offsetMs: number, roundTripMs = 80) {
  return { offsetMs, roundTripMs, serverTimeMs: NOW };
}

describe('a server’s time', () => {
  test.each([25 * 60 * MINUTE, -25 * 60 * MINUTE, 2 * DAY, YEAR, -YEAR])(
    '%i ms away is asked about, and the codes stay where they are',
    (offset) => {
      expect(judgeClock(clock, measured(offset))).toEqual({ kind: 'ask', offsetMs: offset, next: undefined });
    },
  );

  test('leads the token in small steps no further than in one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -DAY, max: DAY }), { maxLength: 60 }),
        fc.integer({ min: -YEAR, max: YEAR }),
        (steps, agreed) => {
          let stored: VaultClock = { skewMs: agreed, agreedSkewMs: agreed, contactMs: NOW };
          for (const step of steps) {
            const judgement = judgeClock(stored, measured(stored.skewMs + step));
            if (judgement.kind === 'settled') stored = judgement.next ?? stored;
          }
          expect(Math.min(Math.abs(stored.skewMs), Math.abs(stored.skewMs - agreed))).toBeLessThanOrEqual(DAY);
          expect(stored.agreedSkewMs).toBe(agreed);
        },
      ),
    );
  });

  test('that took more than ten seconds to come says nothing about the clock', () => {
    expect(judgeClock(clock, measured(3 * MINUTE, 10_001))).toEqual({ kind: 'settled', next: undefined });
  });

  test('within a day is followed and stored, with the time of the contact', () => {
    const next = { skewMs: 3 * MINUTE, agreedSkewMs: 0, contactMs: NOW };
    expect(judgeClock(clock, measured(3 * MINUTE))).toEqual({ kind: 'settled', next });
  });

  test('once agreed to is followed without asking again, and so is the way back when the clock was put right', () => {
    const agreed = agreedClock(clock, YEAR);
    expect(agreed).toEqual({ skewMs: YEAR, agreedSkewMs: YEAR, contactMs: clock.contactMs });
    expect(judgeClock(agreed, measured(YEAR + MINUTE))).toMatchObject({
      kind: 'settled',
      next: { skewMs: YEAR + MINUTE, agreedSkewMs: YEAR },
    });
    expect(judgeClock(agreed, measured(-SECOND))).toMatchObject({ kind: 'settled', next: { skewMs: -SECOND } });
    expect(judgeClock(agreed, measured(YEAR + 2 * DAY))).toMatchObject({ kind: 'ask' });
  });

  test('as good as the stored one is written down once a day, for the time of the contact alone', () => {
    expect(judgeClock(clock, measured(1900))).toEqual({ kind: 'settled', next: undefined });
    const old = { ...clock, contactMs: NOW - DAY };
    expect(judgeClock(old, measured(1900))).toEqual({ kind: 'settled', next: { ...old, contactMs: NOW } });
    expect(judgeClock({ ...clock, contactMs: NOW + YEAR }, measured(0))).toMatchObject({ next: { contactMs: NOW } });
  });
});

describe('what is said about the clock', () => {
  test.each([
    ['nothing up to ten seconds', { ...clock, skewMs: 10 * SECOND }, undefined],
    ['behind', { ...clock, skewMs: 3 * MINUTE }, { kind: 'behind', byMs: 3 * MINUTE }],
    ['ahead', { ...clock, skewMs: -3 * MINUTE }, { kind: 'ahead', byMs: 3 * MINUTE }],
    ['silent for more than thirty days', { ...clock, contactMs: NOW - 45 * DAY }, { kind: 'silent', days: 45 }],
    ['not silent at thirty days', { ...clock, contactMs: NOW - 30 * DAY }, undefined],
    ['never compared', { ...clock, contactMs: 0 }, { kind: 'never-compared' }],
    ['set to before the last contact', { ...clock, contactMs: NOW + YEAR }, { kind: 'set-back', byMs: YEAR }],
    ['a year wrong, as agreed', { skewMs: YEAR, agreedSkewMs: YEAR, contactMs: NOW + YEAR }, { kind: 'behind', byMs: YEAR }],
  ])('%s', (_, stored, notice) => {
    expect(clockNotice(stored, NOW)).toEqual(notice);
  });
});

test('the offset counts half of the way there and back', () => {
  expect(clockOffset({ serverTimeMs: 10_000, sentAt: 4_000, receivedAt: 4_200 })).toBe(5_900);
});
