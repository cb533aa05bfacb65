import { expect, test } from 'vitest';
import { isTrustedToThaw } from './rules.ts';

const NOTICE = { about: 'password-changed', detail: '', happened_at: 1000 } as const;
const OLD = { serial: 'ST-111-111-11', activatedAt: 500 };

test('a token activated after what was repudiated, or at that very moment, does not speak for the owner', () => {
  for (const activatedAt of [1000, 1001]) expect(isTrustedToThaw({ ...OLD, activatedAt }, [NOTICE])).toBe(false);
  expect(isTrustedToThaw({ ...OLD, activatedAt: undefined }, [NOTICE])).toBe(false);
});

test('a token that the repudiated notice was about does not, however old it is', () => {
  expect(isTrustedToThaw(OLD, [{ about: 'unlock-confirmed', detail: OLD.serial, happened_at: 1000 }])).toBe(false);
});

test('the earliest of several repudiated notices counts', () => {
  expect(isTrustedToThaw(OLD, [NOTICE, { ...NOTICE, happened_at: 400 }])).toBe(false);
});

test('a token from before, of which nothing was said, does', () => {
  expect(isTrustedToThaw(OLD, [NOTICE, { about: 'token-activated', detail: 'ST-222-222-22', happened_at: 900 }])).toBe(true);
});
