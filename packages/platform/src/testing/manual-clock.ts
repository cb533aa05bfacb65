import type { Clock, Instant } from '../clock.ts';

/** A clock that stands still until the test moves it. */
export interface ManualClock extends Clock {
  advance(milliseconds: number): Instant;
  set(now: Instant): void;
}

export function manualClock(start: Instant = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
      return now;
    },
    set: (moment) => {
      now = moment;
    },
  };
}
