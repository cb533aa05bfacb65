import { type CertificateProfile, PUBLIC_TRUST_PROFILE, parseIdentifier, privateProfile } from '@sallyport/pki';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../index.ts';
import {
  type ProvenDomain,
  coveringNames,
  covers,
  domainStateAt,
  isProven,
  judgeDomain,
  judgeFile,
  judgeTexts,
  proofPlace,
  reusableUntil,
  unprovenAmong,
} from './rules.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 9, 1);

function named(text: string) {
  const identifier = parseIdentifier(text);
  if (!identifier.ok) throw new Error(identifier.error.code);
  return identifier.value;
}

function proven(name: string, method: ProvenDomain['method'] = 'dns', verifiedAt = NOW): ProvenDomain {
  return { identifier: named(name), method, verifiedAt };
}

describe('what somebody says is theirs', () => {
  test.each([
    ['*.harbour.test', 'dns', 'domain-malformed'],
    ['localhost', 'dns', 'domain-malformed'],
    ['harbour.test.', 'dns', 'domain-malformed'],
    ['_x.harbour.test', 'dns', 'domain-malformed'],
    ['bücher.test', 'dns', 'domain-malformed'],
    ['xn--b.test', 'dns', 'domain-malformed'],
    ['harbour.test/path', 'dns', 'domain-malformed'],
    ['user@harbour.test', 'file', 'domain-malformed'],
    ['harbour.test:8080', 'file', 'domain-malformed'],
    ['192.0.2.300', 'file', 'domain-malformed'],
    ['0x7f.1', 'file', 'domain-malformed'],
    ['', 'dns', 'domain-malformed'],
    [`${'a'.repeat(60)}.`.repeat(4) + 'test', 'dns', 'domain-malformed'],
    ['192.0.2.1', 'dns', 'proof-method-refused'],
    ['2001:db8::1', 'dns', 'proof-method-refused'],
    ['harbour.test', undefined, 'proof-method-refused'],
  ] as const)('%j by %s: %s', (text, method, code) => expect(judgeDomain(text, method)).toMatchObject({ kind: 'refusal', code }));

  test.each([
    ['Harbour.TEST', 'dns'],
    ['xn--bcher-kva.test', 'file'],
    ['192.0.2.1', 'file'],
    ['2001:DB8::1', 'file'],
    [`${'a'.repeat(60)}.`.repeat(4) + 'test', 'file'],
  ] as const)('%j by %s can be proven', (text, method) => {
    const judged = judgeDomain(text, method);
    expect('kind' in judged && isRefusal(judged)).toBe(false);
  });
});

describe('a proof', () => {
  const domainId = 'AAAAAAAAAAAAAAAAAAAAAA' as Parameters<typeof proofPlace>[0]['domainId'];
  const file = (text: string, status = 200) => judgeFile({ kind: 'answered', status, body: new TextEncoder().encode(text) }, 'c').what;

  test('by file is not what the URL says: a server that repeats its question proves nothing', () => {
    const place = proofPlace({ identifier: named('harbour.test'), method: 'file', domainId });
    expect(place).toEqual({ method: 'file', url: `http://harbour.test/.well-known/sallyport-challenge/${domainId}` });
    expect(proofPlace({ identifier: named('2001:db8::1'), method: 'file', domainId })).toMatchObject({
      url: `http://[2001:db8::1]/.well-known/sallyport-challenge/${domainId}`,
    });
    expect(proofPlace({ identifier: named('harbour.test'), method: 'dns', domainId })).toEqual({
      method: 'dns',
      name: '_sallyport-challenge.harbour.test',
    });
  });

  test('by file is the challenge alone: not among other words, not in a page that says it was not found', () => {
    expect([file('c'), file(' c\r\n'), file('cc'), file('c d'), file(''), file('c', 404), file('c', 302)]).toEqual([
      'proof',
      'proof',
      'other-file',
      'other-file',
      'other-file',
      'status',
      'status',
    ]);
    expect(judgeFile({ kind: 'refused', code: 'address-refused', detail: 'harbour.test 10.0.0.1' }, 'c')).toEqual({
      what: 'refused',
      code: 'address-refused',
    });
  });

  test('by text is one record to the letter; of other records a few are told, cut short', () => {
    expect(judgeTexts({ kind: 'found', values: ['a', 'c'] }, 'c')).toEqual({ what: 'proof' });
    const others = Array.from({ length: 9 }, () => 'C'.repeat(200));
    expect(judgeTexts({ kind: 'found', values: others }, 'c')).toEqual({ what: 'other-texts', texts: Array(5).fill('C'.repeat(100)) });
    expect([judgeTexts({ kind: 'none' }, 'c').what, judgeTexts({ kind: 'failed' }, 'c').what]).toEqual(['no-text', 'lookup-failed']);
  });

  test('counts when as many observers saw it as must agree', () => {
    const findings = (['proof', 'no-text', 'proof'] as const).map((what, index) => ({ observer: String(index), seen: { what } }));
    expect([1, 2, 3].map((quorum) => isProven(findings, quorum))).toEqual([true, true, false]);
  });
});

describe('a domain that is proven', () => {
  test.each([
    ['harbour.test', 'dns', 'evilharbour.test'],
    ['harbour.test', 'dns', 'test'],
    ['www.harbour.test', 'dns', 'harbour.test'],
    ['www.harbour.test', 'dns', '*.harbour.test'],
    ['harbour.test', 'dns', 'harbour.test.evil.test'],
    ['harbour.test', 'dns', '192.0.2.1'],
    ['harbour.test', 'file', '*.harbour.test'],
    ['harbour.test', 'file', 'www.harbour.test'],
    ['192.0.2.1', 'file', '192.0.2.2'],
  ] as const)('%s by %s does not vouch for %s', (domain, method, asked) => {
    expect(covers(proven(domain, method), named(asked))).toBe(false);
  });

  test.each([
    ['harbour.test', 'file', 'harbour.test'],
    ['harbour.test', 'dns', 'harbour.test'],
    ['harbour.test', 'dns', 'a.b.harbour.test'],
    ['harbour.test', 'dns', '*.harbour.test'],
    ['192.0.2.1', 'file', '192.0.2.1'],
    ['2001:db8::1', 'file', '2001:db8:0::1'],
  ] as const)('%s by %s vouches for %s, and is looked for by it', (domain, method, asked) => {
    expect(covers(proven(domain, method), named(asked))).toBe(true);
    expect(coveringNames(named(asked))).toContain(domain);
  });

  test('vouches for its organisation’s names while a profile takes it, to the millisecond', () => {
    const profile = weeklyProfile();
    const judge = (now: number) =>
      unprovenAmong({ identifiers: [named('a.harbour.test')], domains: [proven('harbour.test')], isOwnName: () => false, profile, now });
    expect([judge(NOW), judge(NOW + 7 * DAY_MS - 1), judge(NOW + 7 * DAY_MS)].map(({ length }) => length)).toEqual([0, 0, 1]);
  });
});

function weeklyProfile(): CertificateProfile {
  const profile = privateProfile({
    id: 'weekly',
    maximumLifetimeDays: 90,
    usualLifetimeDays: 90,
    validationReuseDays: 7,
    purposes: ['serverAuth'],
    approvals: { issue: { needed: 0, of: 0 }, revoke: { needed: 0, of: 0 } },
  });
  if (!profile.ok) throw new Error('malformed');
  return profile.value;
}

describe('the reuse clock of the public calendar', () => {
  test.each([
    ['2025-01-01', '2026-02-03', '398 days'],
    ['2025-10-01', '2026-04-19', '200 days, by the calendar of the day on which they end'],
    ['2025-06-01', '2026-03-15', 'with the calendar, which has shortened meanwhile'],
    ['2026-03-15', '2026-10-01', '200 days'],
    ['2026-12-20', '2027-03-30', '100 days, by the calendar of the day on which they end'],
    ['2026-10-01', '2027-03-15', 'with the calendar'],
    ['2029-03-01', '2029-03-15', 'with the calendar'],
    ['2029-03-10', '2029-03-20', '10 days'],
  ])('what was verified on %s ends on %s: %s', (verified, until) => {
    expect(new Date(reusableUntil(PUBLIC_TRUST_PROFILE.validationReuseDays, Date.parse(verified))).toISOString().slice(0, 10)).toBe(until);
  });
});

test('a domain is pending, verified, expiring, expired by time alone, and declined whatever the time', () => {
  const profiles = [weeklyProfile(), { ...PUBLIC_TRUST_PROFILE, validationReuseDays: [{ from: 0, days: 200 }] }];
  const stateAt = (days: number, declinedAt?: number) =>
    domainStateAt({ verifiedAt: NOW, declinedAt }, { profiles, now: NOW + days * DAY_MS });
  expect(domainStateAt({ verifiedAt: undefined, declinedAt: undefined }, { profiles, now: NOW })).toBe('pending');
  expect([0, 4, 5, 7, 199, 200].map((days) => stateAt(days))).toEqual([
    'verified',
    'verified',
    'expiring',
    'expiring',
    'expiring',
    'expired',
  ]);
  expect(stateAt(0, NOW)).toBe('declined');
});
