import { describe, expect, test } from 'vitest';
import { judgeClock, judgeOffset, offsetOf } from './clock-rules.ts';

const DAY_MS = 86_400_000;
const lastContactMs = Date.UTC(2026, 0, 1);
const at = (now: number, skewMs = 0): string => judgeClock({ now, skewMs, lastContactMs }).kind;

describe('a clock without a network', () => {
  test('that shows a moment before the last contact is behind, whatever else it shows', () => {
    expect(at(lastContactMs - 365 * DAY_MS)).toBe('behind');
    expect(at(lastContactMs - 10_001)).toBe('behind');
    expect(at(lastContactMs - 10_000)).toBe('plausible');
  });

  test('that nobody has checked for a month is for its owner to look at', () => {
    expect(at(lastContactMs + 30 * DAY_MS)).toBe('plausible');
    expect(at(lastContactMs + 30 * DAY_MS + 1)).toBe('unchecked');
    expect(at(lastContactMs + 365 * DAY_MS)).toBe('unchecked');
  });

  test('is judged by the server’s time, which the offset that is kept leads to', () => {
    expect(at(lastContactMs - 365 * DAY_MS, 365 * DAY_MS)).toBe('plausible');
  });

  test('of a token that never met its server is not judged', () => {
    expect(judgeClock({ now: 0, skewMs: 0, lastContactMs: undefined }).kind).toBe('plausible');
  });
});

test.each([
  [0, 'keep'],
  [10_000, 'keep'],
  [-10_001, 'notice'],
  [DAY_MS, 'notice'],
  [-DAY_MS - 1, 'ask'],
  [365 * DAY_MS, 'ask'],
])('an offset that differs by %d ms: %s', (differenceMs, kind) => {
  expect(judgeOffset(differenceMs).kind).toBe(kind);
});

test.each([null, '', 'yesterday', 'Thu, 99 Foo 2026'])('a date of “%s” is none', (date) => {
  expect(offsetOf({ date, sentAt: 0, receivedAt: 0 })).toBeUndefined();
});

test('the offset takes half the way back for the journey and half a second for what the date leaves out', () => {
  const date = 'Thu, 01 Jan 2026 00:00:10 GMT';
  expect(offsetOf({ date, sentAt: lastContactMs, receivedAt: lastContactMs + 2000 })).toBe(10_000 + 500 + 1000 - 2000);
});
