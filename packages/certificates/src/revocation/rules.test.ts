import { describe, expect, test } from 'vitest';
import { answerDates, listCaching, listIsDue, momentNotBefore, responderIsDue, responderValidity, statusForWorld } from './rules.ts';

const NOW = Date.UTC(2026, 9, 1, 12);
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const served = { number: 7, thisUpdate: NOW, nextUpdate: NOW + 4 * DAY };
const quiet = { kind: 'issuing', served, lastNumber: 7, hasUnlisted: false, now: NOW } as const;

describe('a list is due', () => {
  test('at once when something was revoked, when somebody died over one, and when there is none', () => {
    expect(listIsDue({ ...quiet, hasUnlisted: true })).toBe(true);
    expect(listIsDue({ ...quiet, lastNumber: 8 })).toBe(true);
    expect(listIsDue({ ...quiet, served: undefined, lastNumber: undefined })).toBe(true);
    expect(listIsDue(quiet)).toBe(false);
  });

  test('well within a day otherwise; that of the root, whose key should rest, within a week', () => {
    expect(listIsDue({ ...quiet, now: NOW + 12 * HOUR - 1 })).toBe(false);
    expect(listIsDue({ ...quiet, now: NOW + 12 * HOUR })).toBe(true);
    expect(listIsDue({ ...quiet, kind: 'root', now: NOW + 7 * DAY - 1 })).toBe(false);
    expect(listIsDue({ ...quiet, kind: 'root', now: NOW + 7 * DAY })).toBe(true);
  });

  test('not for a clock that has stepped back alone', () => {
    expect(listIsDue({ ...quiet, now: NOW - DAY })).toBe(false);
  });
});

test('a list never names an earlier moment than the one before it, nor one before what it says was revoked', () => {
  expect(momentNotBefore(NOW - HOUR, [NOW, NOW - DAY])).toBe(NOW);
  expect(momentNotBefore(NOW, [NOW - HOUR])).toBe(NOW);
  expect(momentNotBefore(NOW, [])).toBe(NOW);
});

test('caches keep a list for half a minute at most, and one that is over not at all', () => {
  const list = { ...served, sha256: 'ab' };
  expect(listCaching(list, NOW)).toEqual({ maxAgeSeconds: 30, etag: 'ab', lastModified: NOW, expires: NOW + 30 * SECOND });
  expect(listCaching(list, served.nextUpdate - 10 * SECOND).maxAgeSeconds).toBe(10);
  expect(listCaching(list, served.nextUpdate + DAY).maxAgeSeconds).toBe(0);
});

describe('a responder', () => {
  const issuer = { notBefore: NOW - DAY, notAfter: NOW + 3650 * DAY };

  test('is rolled when half its life is over, so that all it signed ends before it does', () => {
    const validity = responderValidity(NOW, issuer);
    const half = validity.notBefore + 15 * DAY;
    expect(responderIsDue(validity, half - 1)).toBe(false);
    expect(responderIsDue(validity, half)).toBe(true);
    expect(answerDates(half - 1, validity).nextUpdate).toBeLessThan(validity.notAfter - 13 * DAY);
  });

  test('does not outlive its CA, nor does an answer outlive it', () => {
    const validity = responderValidity(issuer.notAfter - DAY, issuer);
    expect(validity.notAfter).toBe(issuer.notAfter);
    expect(answerDates(issuer.notAfter - HOUR, validity).nextUpdate).toBe(issuer.notAfter);
  });

  test('is good for a clock that is behind by most of an hour', () => {
    expect(responderIsDue(responderValidity(NOW, issuer), NOW - HOUR + SECOND)).toBe(false);
  });
});

test('good is only what was signed, and revoked what was revoked, with the reason kept', () => {
  expect(statusForWorld({ isSigned: false, revokedAt: null, reason: null })).toBeUndefined();
  expect(statusForWorld({ isSigned: true, revokedAt: null, reason: null })).toEqual({ state: 'good' });
  expect(statusForWorld({ isSigned: true, revokedAt: NOW, reason: 4 })).toEqual({ state: 'revoked', at: NOW, reason: 'superseded' });
  expect(statusForWorld({ isSigned: true, revokedAt: NOW, reason: 99 })).toEqual({ state: 'revoked', at: NOW, reason: 'unspecified' });
});
