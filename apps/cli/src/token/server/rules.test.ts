import { expect, test } from 'vitest';
import { isContactDue } from './rules.ts';

const DAY_MS = 86_400_000;
const contactMs = Date.UTC(2026, 0, 1);
const clock = { skewMs: 0, agreedSkewMs: 0, contactMs };

test.each([
  ['that has something to tell, at once', { messagesWaiting: 1, clock, now: contactMs }, true],
  ['that never met its server', { messagesWaiting: 0, clock: { ...clock, contactMs: 0 }, now: contactMs }, true],
  ['that was heard a day ago', { messagesWaiting: 0, clock, now: contactMs + DAY_MS }, false],
  ['that was heard longer ago', { messagesWaiting: 0, clock, now: contactMs + DAY_MS + 1 }, true],
  ['whose clock shows a moment long before it was heard', { messagesWaiting: 0, clock, now: contactMs - DAY_MS - 1 }, true],
  [
    'whose clock is a year behind, which is known',
    { messagesWaiting: 0, clock: { ...clock, skewMs: 365 * DAY_MS }, now: contactMs - 365 * DAY_MS },
    false,
  ],
])('a token %s: %o → %s', (_, given, isDue) => {
  expect(isContactDue(given)).toBe(isDue);
});
