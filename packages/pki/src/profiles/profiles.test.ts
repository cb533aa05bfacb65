import { describe, expect, test } from 'vitest';
import { DAY_MS, DAY_SECONDS, midnight } from '../instant.ts';
import { parseIdentifier } from '../names/identifiers.ts';
import { must } from '../testing/must.ts';
import { TEST_NOW, TEST_PROFILE } from '../testing/test-authority.ts';
import { type PrivateProfileChoice, privateProfile } from './private-trust.ts';
import type { CertificateProfile } from './profile.ts';
import { PUBLIC_TRUST_PROFILE } from './public-trust.ts';
import { chooseValidity, isShortLived, limitsAt, mistakeInNames, revocationDeadline, validitySeconds } from './rules.ts';

const FAR = midnight(2090, 1, 1);

describe('the public-trust calendar', () => {
  test.each([
    ['2020-08-31', undefined, undefined],
    ['2026-03-14', 398, 398],
    ['2026-03-15', 200, 200],
    ['2027-03-14', 200, 200],
    ['2027-03-15', 100, 100],
    ['2029-03-14', 100, 100],
    ['2029-03-15', 47, 10],
    ['2040-01-01', 47, 10],
  ])('on %s a certificate lives at most %s days and a validation is used again for %s', (date, lifetime, reuse) => {
    const limits = limitsAt(PUBLIC_TRUST_PROFILE, Date.parse(`${date}T23:59:59Z`));
    expect(limits.ok ? [limits.value.maximumLifetimeDays, limits.value.validationReuseDays] : [undefined, undefined]).toEqual([
      lifetime,
      reuse,
    ]);
  });

  test('changes at midnight UTC, not a millisecond sooner', () => {
    const [before, after] = [midnight(2029, 3, 15) - 1, midnight(2029, 3, 15)].map((now) => must(limitsAt(PUBLIC_TRUST_PROFILE, now)));
    expect([before, after].map((limits) => [limits?.maximumLifetimeDays, limits?.usualLifetimeDays])).toEqual([
      [100, 90],
      [47, 47],
    ]);
  });
});

describe('a validity', () => {
  const choose = (until: { days: number } | { notAfter: number }, changes: { now?: number; issuerNotAfter?: number } = {}) =>
    chooseValidity({ profile: PUBLIC_TRUST_PROFILE, now: TEST_NOW, until, issuerNotAfter: FAR, ...changes });

  test('of a day too many is refused, of the most that is allowed is not, and both ends count', () => {
    expect(choose({ days: 101 })).toEqual({ ok: false, error: { code: 'lifetime-too-long', maximumDays: 100 } });
    const validity = must(choose({ days: 100 }));
    expect(validitySeconds(validity)).toBe(100 * DAY_SECONDS);
    expect(choose({ notAfter: validity.notAfter + 1000 })).toMatchObject({ ok: false, error: { code: 'lifetime-too-long' } });
    expect(must(choose({ notAfter: validity.notAfter }))).toEqual(validity);
  });

  test.each([0, -1, 1.5, NaN, Infinity, 2 ** 53])('of %s days is refused', (days) => {
    expect(choose({ days })).toMatchObject({ ok: false, error: { code: 'lifetime-malformed' } });
  });

  test('that has ended, or would outlive the CA, is refused', () => {
    expect(choose({ notAfter: TEST_NOW })).toMatchObject({ ok: false, error: { code: 'lifetime-malformed' } });
    expect(choose({ notAfter: NaN })).toMatchObject({ ok: false, error: { code: 'lifetime-malformed' } });
    const issuerNotAfter = TEST_NOW + 5 * DAY_MS;
    expect(choose({ days: 6 }, { issuerNotAfter })).toEqual({ ok: false, error: { code: 'lifetime-outlives-issuer', issuerNotAfter } });
  });

  test('has whole seconds and begins a little before now', () => {
    const { notBefore, notAfter } = must(choose({ days: 10 }, { now: TEST_NOW + 123 }));
    expect([notBefore, notAfter % 1000]).toEqual([TEST_NOW - 300_000, 0]);
  });

  test('is short-lived up to seven days and not a second more', () => {
    const until = (seconds: number) => ({ notBefore: TEST_NOW, notAfter: TEST_NOW + (seconds - 1) * 1000 });
    expect([isShortLived(until(7 * DAY_SECONDS)), isShortLived(until(7 * DAY_SECONDS + 1))]).toEqual([true, false]);
  });
});

test.each([
  ['key-compromise', 1],
  ['subscriber-asked', 1],
  ['bad-validation', 1],
  ['other', 5],
] as const)('told of %s, a certificate is revoked within %s days', (cause, days) => {
  expect(revocationDeadline({ profile: PUBLIC_TRUST_PROFILE, cause, toldAt: TEST_NOW })).toBe(TEST_NOW + days * DAY_MS);
});

describe('the names of a profile', () => {
  const strict: CertificateProfile = {
    ...PUBLIC_TRUST_PROFILE,
    names: { maximum: 2, wildcards: 'refused', addresses: 'refused', singleLabels: 'refused' },
  };
  const judge = (names: readonly string[], subject = {}) =>
    mistakeInNames(strict, { identifiers: names.map((name) => must(parseIdentifier(name))), subject })?.code;

  test.each([
    [[], {}, 'names-none'],
    [['a.test', 'b.test', 'c.test'], {}, 'names-too-many'],
    [['a.test', 'A.test'], {}, 'names-duplicate'],
    [['*.a.test'], {}, 'names-wildcard-refused'],
    [['10.0.0.1'], {}, 'names-address-refused'],
    [['localhost'], {}, 'names-single-label-refused'],
    [['a.test'], { organization: 'Unverified' }, 'subject-field-refused'],
    [['a.test'], { commonName: 'b.test' }, 'common-name-not-among-names'],
    [['a.test'], { commonName: 'a.test' }, undefined],
    [['a.test', 'b.test'], {}, undefined],
  ] as const)('%j with %j: %s', (names, subject, expected) => {
    expect(judge(names, subject)).toBe(expected);
  });
});

test('an operator hears of every mistake in a private profile at once', () => {
  const choice: PrivateProfileChoice = {
    id: 'Not An Id',
    maximumLifetimeDays: 4000,
    usualLifetimeDays: 0,
    validationReuseDays: -1,
    purposes: [],
    approvals: { issue: { needed: 3, of: 2 }, revoke: { needed: 0, of: 0 } },
    names: { maximum: 1000 },
  };
  const mistakes = privateProfile(choice);
  expect(mistakes.ok ? [] : mistakes.error.map(({ field }) => field)).toEqual(Object.keys(choice));
  expect(must(limitsAt(TEST_PROFILE, TEST_NOW))).toEqual({ maximumLifetimeDays: 397, usualLifetimeDays: 90, validationReuseDays: 90 });

  // At its edges there is none, and past them all of them.
  const [edge, past] = [0, 1].map((more): PrivateProfileChoice => {
    const rule = { needed: 20, of: 20 + more };
    return {
      ...choice,
      id: 'a'.repeat(64 + more),
      maximumLifetimeDays: 3650 + more,
      usualLifetimeDays: 3650 + 2 * more,
      validationReuseDays: 3650 + more,
      purposes: ['serverAuth'],
      approvals: { issue: rule, revoke: rule },
      names: { maximum: 100 + more },
    };
  });
  expect([edge, past].map((one) => one && privateProfile(one).ok)).toEqual([true, false]);
  const found = past && privateProfile(past);
  expect(found?.ok === false && found.error.map(({ field }) => field)).toEqual(Object.keys(choice).filter((field) => field !== 'purposes'));
});
