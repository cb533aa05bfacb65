import { describe, expect, test } from 'vitest';
import { STATUSES, type Status, type StatusChange, TRANSITIONS, next, startsOf, statusAt } from './rules.ts';

function reachable(from: Status): ReadonlySet<Status> {
  const seen = new Set<Status>([from]);
  for (const status of seen) for (const to of Object.values(TRANSITIONS[status])) seen.add(to);
  return seen;
}

describe('the life of a certificate', () => {
  test('nothing comes back to life: what was declined or revoked has no way on', () => {
    expect(reachable('DECLINED')).toEqual(new Set(['DECLINED']));
    expect(reachable('REVOKED')).toEqual(new Set(['REVOKED']));
  });

  test('nothing is active without approval, intent and signature, in this order', () => {
    expect(startsOf('sign')).toEqual(['ISSUING']);
    expect(startsOf('begin')).toEqual(['APPROVED', 'FAILED']);
    expect(startsOf('approve')).toEqual(['PENDING_APPROVAL']);
  });

  test('whatever others may still believe can be revoked', () => {
    expect(startsOf('revoke')).toEqual(['ACTIVE', 'SUPERSEDED', 'DEACTIVATED']);
  });

  test('every status is reached from the first, and every change goes somewhere', () => {
    expect(reachable('PENDING')).toEqual(new Set(STATUSES));
    const changes = new Set(STATUSES.flatMap((status) => Object.keys(TRANSITIONS[status])));
    for (const change of changes) expect(startsOf(change as StatusChange)).not.toEqual([]);
    expect(next('PENDING', 'revoke')).toBeUndefined();
  });

  test('time alone expires: at its last second it is active, one millisecond later it is not, and a revoked one stays revoked', () => {
    expect(statusAt({ status: 'ACTIVE', notAfter: 1000 }, 1000)).toBe('ACTIVE');
    expect(statusAt({ status: 'ACTIVE', notAfter: 1000 }, 1001)).toBe('EXPIRED');
    expect(statusAt({ status: 'REVOKED', notAfter: 1000 }, 1001)).toBe('REVOKED');
    expect(statusAt({ status: 'PENDING', notAfter: undefined }, 1001)).toBe('PENDING');
  });
});
