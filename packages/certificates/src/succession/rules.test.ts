import { describe, expect, test } from 'vitest';
import { serverProfile } from '../testing/index.ts';
import { OVERLAP_MAX_HOURS, isReplaceable, isStanding, judgeOverlap, timeOfReissue } from './rules.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 9, 1, 12);

describe('one certificate in the place of another', () => {
  test('what was revoked, declined or never issued is not replaced: it is asked for anew', () => {
    for (const status of ['REVOKED', 'DECLINED', 'PENDING', 'PENDING_APPROVAL', 'APPROVED', 'ISSUING', 'FAILED', 'DEACTIVATED'] as const) {
      expect([isReplaceable('renewal', status), isReplaceable('reissue', status)], status).toEqual([false, false]);
    }
    // Its end is over, and a reissue keeps it.
    expect([isReplaceable('renewal', 'EXPIRED'), isReplaceable('reissue', 'EXPIRED')]).toEqual([true, false]);
  });

  test('a successor that waits or failed has the place; one that was declined or revoked has left it', () => {
    for (const status of ['PENDING', 'PENDING_APPROVAL', 'FAILED', 'ACTIVE', 'SUPERSEDED', 'EXPIRED'] as const) {
      expect(isStanding({ status }), status).toBe(true);
    }
    for (const status of ['DECLINED', 'REVOKED', 'DEACTIVATED'] as const) expect(isStanding({ status }), status).toBe(false);
  });

  test('an overlap is a whole number of hours, thirty days at most', () => {
    for (const hours of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, OVERLAP_MAX_HOURS + 1]) {
      expect(judgeOverlap(hours), String(hours)).toMatchObject({ code: 'overlap-refused', details: { limit: 720 } });
    }
    for (const hours of [0, 1, OVERLAP_MAX_HOURS]) expect(judgeOverlap(hours)).toBeUndefined();
  });

  test('a reissue keeps the end of its predecessor; where the calendar allows so long a lifetime no more it ends as late as it may', () => {
    const profile = serverProfile(1);
    const end = NOW + 40 * DAY_MS;
    expect(timeOfReissue(end, { profile, now: NOW })).toEqual({ keepsNotAfter: end, lifetimeDays: expect.any(Number) as number });
    const shrunk = { ...profile, lifetimeDays: [{ from: 0, days: 30 }] } as unknown as typeof profile;
    expect(timeOfReissue(end, { profile: shrunk, now: NOW })).toEqual({ lifetimeDays: 30 });
  });
});
