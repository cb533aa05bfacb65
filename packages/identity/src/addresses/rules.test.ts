import { type EmailAddress, parseEmailAddress } from '@sallyport/platform';
import { describe, expect, test } from 'vitest';
import type { Proof } from '../assurance/rules.ts';
import { refuseAddress, refuseWithoutLevelTwo, withPrimary, withoutAddress } from './rules.ts';

const NOW = 1_000_000;
const FRESH = 1000;
const proof = (factor: Proof['factor'], at = NOW): Proof => ({ factor, at, network: '192.0.2.1' });
const [home, work] = ['ada@home.example', 'ada@work.example'].map((text) => parseEmailAddress(text)) as [EmailAddress, EmailAddress];

describe('changing where recovery mail goes', () => {
  test.each([
    [[]],
    [[proof('password')]],
    [[proof('password'), proof('questions')]],
    [[proof('password'), proof('soft-token-otp', NOW - FRESH)]],
    [[proof('password'), proof('pin-reset-code')]],
  ])('is refused below level 2, or when a proof is not fresh: %j', (proofs) => {
    expect(refuseWithoutLevelTwo(proofs, { now: NOW, freshProofMs: FRESH })?.code).toBe('step-up-needed');
  });

  test('is allowed with both factors given just now', () => {
    const proofs = [proof('password'), proof('soft-token-otp')];
    expect(refuseWithoutLevelTwo(proofs, { now: NOW, freshProofMs: FRESH })).toBeUndefined();
  });
});

test('an address that differs in case alone is the same one', () => {
  const shouted = 'ADA@home.example' as EmailAddress;
  expect(refuseAddress(shouted, { present: [home], most: 5 })?.code).toBe('address-known');
});

test('one more than allowed is refused and says how many are', () => {
  expect(refuseAddress(work, { present: [home], most: 1 })).toMatchObject({ code: 'address-limit', details: { limit: 1 } });
});

test('the last address stays, and a stranger’s cannot be taken away or made primary', () => {
  expect(withoutAddress([home], home)).toMatchObject({ code: 'address-last' });
  expect(withoutAddress([home], work)).toMatchObject({ code: 'address-not-found' });
  expect(withPrimary([home], work)).toBeUndefined();
});

test('the others keep their order', () => {
  expect(withPrimary([home, work], work)).toEqual([work, home]);
  expect(withoutAddress([home, work], home)).toEqual([work]);
});
