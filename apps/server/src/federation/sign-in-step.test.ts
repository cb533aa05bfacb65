import type { Factor } from '@sallyport/identity';
import { describe, expect, test } from 'vitest';
import { nextSignInStep, type SignInWish } from './sign-in-step.ts';

const NOW = 1_767_225_600_000;

function given(factor: Factor, when: { readonly givenIn?: string; readonly ago?: number } = {}) {
  return { factor, at: NOW - (when.ago ?? 0), network: '', givenIn: when.givenIn };
}

function next(wish: SignInWish, level: 0 | 1 | 2, ...proofs: readonly ReturnType<typeof given>[]) {
  return nextSignInStep(wish, { level, proofs });
}

describe('a fresh sign-in', () => {
  test('is not one that was given in another sign-in, by whichever factor', () => {
    expect(nextSignInStep({ level: 1, freshIn: 'this' }, undefined)).toBe('password');
    for (const factor of ['password', 'passkey-verified'] as const) {
      expect(next({ level: 1, freshIn: 'this' }, 1, given(factor))).toBe('password');
      expect(next({ level: 1, freshIn: 'this' }, 1, given(factor, { givenIn: 'that' }))).toBe('password');
      expect(next({ level: 1, freshIn: 'this' }, 1, given(factor, { givenIn: 'this' }))).toBe('done');
    }
  });

  test('is not a second factor, and not a passkey that only found somebody present', () => {
    for (const factor of ['soft-token-otp', 'recovery-code', 'passkey'] as const)
      expect(next({ level: 1, freshIn: 'this' }, 2, given('password'), given(factor, { givenIn: 'this' }))).toBe('password');
  });

  test('may be asked for by age', () => {
    expect(next({ level: 1, freshSince: NOW }, 1, given('passkey-verified', { ago: 1 }))).toBe('password');
    expect(next({ level: 1, freshSince: NOW }, 1, given('passkey-verified'))).toBe('done');
  });
});

describe('a passkey that an application asks for', () => {
  const wish: SignInWish = { level: 1, passkeyIn: 'this' };

  test('is one given in this very sign-in, by somebody who has signed in', () => {
    expect(nextSignInStep(wish, undefined)).toBe('password');
    expect(next(wish, 1, given('password'))).toBe('passkey');
    expect(next(wish, 2, given('password'), given('soft-token-otp', { givenIn: 'this' }))).toBe('passkey');
    expect(next(wish, 2, given('passkey-verified', { givenIn: 'that' }))).toBe('passkey');
    expect(next(wish, 2, given('password'), given('passkey', { givenIn: 'this' }))).toBe('done');
    expect(next(wish, 2, given('passkey-verified', { givenIn: 'this' }))).toBe('done');
  });
});

test('level 2 takes a second factor after a password, and none after a passkey that verified its user', () => {
  expect(next({ level: 2 }, 1, given('password'))).toBe('second-factor');
  expect(next({ level: 2 }, 2, given('passkey-verified'))).toBe('done');
});
