import { describe, expect, test } from 'vitest';
import { RETRY_AFTER_MS, judgeTry, parseOccasions } from './rules.ts';

const NOW = 1_000_000;
const answered = (status: number) => ({ kind: 'answered', status }) as const;

describe('a message after a try', () => {
  test('only a 2xx is an answer; a redirect, and whatever the outbound client refuses, is another try later', () => {
    for (const status of [200, 202, 204]) expect(judgeTry(answered(status), { tries: 1, now: NOW })).toEqual({ kind: 'delivered' });
    for (const status of [301, 308, 400, 401, 404, 429, 500, 503]) {
      expect(judgeTry(answered(status), { tries: 1, now: NOW }), String(status)).toEqual({
        kind: 'again',
        dueAt: NOW + 5000,
        fault: `status-${String(status)}`,
      });
    }
    for (const code of ['address-refused', 'redirect-refused', 'timed-out', 'tls-failed'] as const) {
      expect(judgeTry({ kind: 'refused', code }, { tries: 1, now: NOW }), code).toMatchObject({ kind: 'again', fault: code });
    }
  });

  test('every wait is longer than the one before; after the last try it is dead', () => {
    for (const [at, wait] of RETRY_AFTER_MS.entries()) {
      expect(judgeTry(answered(500), { tries: at + 1, now: NOW })).toMatchObject({ kind: 'again', dueAt: NOW + wait });
      expect(wait).toBeGreaterThan(RETRY_AFTER_MS[at - 1] ?? 0);
    }
    expect(judgeTry(answered(500), { tries: RETRY_AFTER_MS.length + 1, now: NOW })).toEqual({ kind: 'dead', fault: 'status-500' });
  });

  test('a receiver that is gone is asked no more', () => {
    expect(judgeTry(answered(410), { tries: 1, now: NOW })).toEqual({ kind: 'gone', fault: 'status-410' });
  });
});

test('of what happens only what is of the closed list can be chosen, and a test is none of it', () => {
  expect(parseOccasions(['certificate.revoked', 'webhook.test', 'account.deleted', '*', 'certificate.issued'])).toEqual([
    'certificate.issued',
    'certificate.revoked',
  ]);
});
