import { describe, expect, test } from 'vitest';
import { openState, type WeeklyHours } from './weekly-hours.ts';

const day = (name: number, hour: number) => (name * 24 + hour) * 60;
const at = (iso: string) => Date.parse(iso);
/** Sunday 20:00 to Friday 20:00 on New York's clock. */
const newYork: WeeklyHours = { timeZone: 'America/New_York', intervals: [{ fromMinute: day(0, 20), toMinute: day(5, 20) }] };

describe('Sunday 20:00 to Friday 20:00, America/New_York', () => {
  test('is closed one minute before it opens, and says when it opens', () => {
    expect(openState(newYork, at('2026-07-05T23:59:00Z'))).toEqual({ kind: 'closed', opensAt: at('2026-07-06T00:00:00Z') });
  });
  test('is open from the very minute on, until Friday evening there', () => {
    expect(openState(newYork, at('2026-07-06T00:00:00Z'))).toEqual({ kind: 'open', until: at('2026-07-11T00:00:00Z') });
  });
  test('opens an hour later in universal time in winter', () => {
    expect(openState(newYork, at('2026-12-06T12:00:00Z'))).toEqual({ kind: 'closed', opensAt: at('2026-12-07T01:00:00Z') });
  });
  test('keeps to the wall clock when the clocks go back between now and then', () => {
    // Closed on Saturday 31 October; on Sunday 1 November New York leaves daylight saving.
    expect(openState(newYork, at('2026-10-31T16:00:00Z'))).toEqual({ kind: 'closed', opensAt: at('2026-11-02T01:00:00Z') });
  });
  test('keeps to the wall clock when the clocks go forward', () => {
    expect(openState(newYork, at('2026-03-07T17:00:00Z'))).toEqual({ kind: 'closed', opensAt: at('2026-03-09T00:00:00Z') });
  });
});

describe('an hour that the clock skips', () => {
  // On Sunday 8 March 2026 New York's clocks go from 02:00 to 03:00, at 07:00 in universal time.
  const skipped = (from: number, to: number): WeeklyHours => ({
    timeZone: 'America/New_York',
    intervals: [{ fromMinute: from, toMinute: to }],
  });
  const halfPastTwo = day(0, 2) + 30;

  test('an opening in it opens when the clock has gone forward, and not an hour early', () => {
    const hours = skipped(halfPastTwo, day(0, 12));
    expect(openState(hours, at('2026-03-08T05:00:00Z'))).toEqual({ kind: 'closed', opensAt: at('2026-03-08T07:00:00Z') });
    expect(openState(hours, at('2026-03-08T06:59:00Z'))).toEqual({ kind: 'closed', opensAt: at('2026-03-08T07:00:00Z') });
    expect(openState(hours, at('2026-03-08T07:00:00Z'))).toEqual({ kind: 'open', until: at('2026-03-08T16:00:00Z') });
  });
  test('a closing in it closes then', () => {
    const hours = skipped(day(6, 10), halfPastTwo);
    expect(openState(hours, at('2026-03-08T05:00:00Z'))).toEqual({ kind: 'open', until: at('2026-03-08T07:00:00Z') });
    expect(openState(hours, at('2026-03-08T06:59:00Z'))).toEqual({ kind: 'open', until: at('2026-03-08T07:00:00Z') });
    expect(openState(hours, at('2026-03-08T07:00:00Z'))).toMatchObject({ kind: 'closed' });
  });
  test('in every other week it is an hour like any other', () => {
    expect(openState(skipped(halfPastTwo, day(0, 12)), at('2026-03-15T05:00:00Z'))).toEqual({
      kind: 'closed',
      opensAt: at('2026-03-15T06:30:00Z'),
    });
  });
});

test('intervals that touch are one opening', () => {
  const hours = {
    timeZone: 'UTC',
    intervals: [
      { fromMinute: day(1, 9), toMinute: day(1, 13) },
      { fromMinute: day(1, 13), toMinute: day(1, 17) },
    ],
  };
  expect(openState(hours, at('2026-11-23T10:00:00Z'))).toEqual({ kind: 'open', until: at('2026-11-23T17:00:00Z') });
});

test('an interval may run over the end of the week', () => {
  const hours = { timeZone: 'UTC', intervals: [{ fromMinute: day(6, 22), toMinute: day(0, 2) }] };
  expect(openState(hours, at('2026-11-22T01:00:00Z'))).toEqual({ kind: 'open', until: at('2026-11-22T02:00:00Z') });
});

test('round the clock is open with no end', () => {
  expect(openState({ timeZone: 'UTC', intervals: [{ fromMinute: 0, toMinute: 0 }] }, at('2026-11-22T01:00:00Z'))).toEqual({
    kind: 'open',
    until: undefined,
  });
});

test('no hours at all is closed with no promise', () => {
  expect(openState({ timeZone: 'UTC', intervals: [] }, 0)).toEqual({ kind: 'closed', opensAt: undefined });
});
