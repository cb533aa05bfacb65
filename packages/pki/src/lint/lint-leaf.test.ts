import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeCertificate } from '../certificates/decode.ts';
import { writeName } from '../certificates/write-name.ts';
import { midnight } from '../instant.ts';
import { parseIdentifier } from '../names/identifiers.ts';
import { nodeCryptography } from '../node-cryptography/index.ts';
import { PUBLIC_TRUST_PROFILE } from '../profiles/public-trust.ts';
import { type Defect, defectsOf } from '../testing/defects.ts';
import { must } from '../testing/must.ts';
import { TEST_NOW, type TestAuthority, makeTestAuthority } from '../testing/test-authority.ts';
import { LEAF_RULES, type LintRule } from './finding.ts';
import { type LintContext, lintLeaf } from './lint-leaf.ts';

const CONSTRAINTS = {
  permittedDomains: ['example.test'],
  excludedDomains: ['secret.example.test'],
  permittedAddresses: [{ address: { octets: Uint8Array.of(10, 0, 0, 0) }, bits: 8 }],
  excludedAddresses: [],
};

let authority: TestAuthority;
let context: LintContext;
let defects: readonly Defect[];

beforeAll(async () => {
  authority = await makeTestAuthority({ issuing: { constraints: CONSTRAINTS } });
  context = { profile: authority.profile, issuer: authority.issuing, now: TEST_NOW, digests: nodeCryptography };
  defects = defectsOf(authority);
});

const rulesBrokenBy = (tbs: Uint8Array, changes: Partial<LintContext> = {}) =>
  lintLeaf(tbs, { ...context, ...changes }).map(({ rule }) => rule);

describe('lint', () => {
  test('catches every planted defect by its rule, before a key is touched', () => {
    const missed = defects.filter(({ rule, tbs }) => !rulesBrokenBy(tbs).includes(rule));
    expect(missed.map(({ name, rule, tbs }) => [name, rule, rulesBrokenBy(tbs)])).toEqual([]);
  });

  test('lets no planted defect through the signer either, which looks for itself', async () => {
    const harmless = new Set<LintRule>([
      'pointers-missing',
      'pointers-empty',
      'pointers-not-http',
      'key-usage-encoding',
      'validity-time-type',
    ]);
    for (const { name, rule, tbs } of defects.filter((defect) => !harmless.has(defect.rule))) {
      const answer = await authority.signer.sign({ tbs, profileId: authority.profile.id, now: TEST_NOW });
      expect({ name, rule, signed: answer.ok }).toEqual({ name, rule, signed: false });
    }
  });

  test('has no rule without a defect that breaks it, but for those no reader lets through to it', () => {
    const planted = new Set<string>(defects.flatMap(({ tbs }) => rulesBrokenBy(tbs)));
    const elsewhere = ['serial-empty', 'serial-not-minimal', 'policies-missing'];
    expect(Object.keys(LEAF_RULES).filter((rule) => !planted.has(rule))).toEqual(elsewhere);
  });

  test('has nothing to say of what we write, with every kind of name, empty subject or full', () => {
    const names = ['www.example.test', '*.www.example.test', '10.1.2.3', 'intern.example.test'];
    expect(lintLeaf(authority.writeLeaf(names), context)).toEqual([]);
    const subject = { country: 'AT', stateOrProvince: 'Wien', locality: 'Wien', organization: 'Öl & Co', organizationalUnit: 'IT' };
    expect(lintLeaf(authority.writeLeaf(names, { subject: { ...subject, commonName: 'www.example.test' } }), context)).toEqual([]);
  });

  test('holds the public profile to its calendar to the second', async () => {
    const now = midnight(2029, 3, 15);
    const later = await makeTestAuthority({ now, profile: PUBLIC_TRUST_PROFILE });
    const write = (days: number, seconds = 0) => {
      const notBefore = now - 300_000;
      const validity = { notBefore, notAfter: notBefore + days * 86_400_000 - 1000 + seconds * 1000 };
      return later.writeLeaf(['www.example.test'], { validity });
    };
    const lintAt = (tbs: Uint8Array, at: number) =>
      lintLeaf(tbs, { profile: PUBLIC_TRUST_PROFILE, issuer: later.issuing, now: at, digests: nodeCryptography }).map(({ rule }) => rule);
    expect(lintAt(write(47), now)).toEqual([]);
    expect(lintAt(write(47, 1), now)).toEqual(['validity-too-long']);
    expect(lintAt(write(100), now - 1)).toEqual([]);
    expect(lintAt(write(100), now)).toEqual(['validity-too-long']);
  });

  test('asks a public certificate for its policy', async () => {
    const profile = { ...PUBLIC_TRUST_PROFILE, policies: [] };
    const other = await makeTestAuthority({ profile });
    const tbs = other.writeLeaf(['www.example.test']);
    const rules = lintLeaf(tbs, { profile: PUBLIC_TRUST_PROFILE, issuer: other.issuing, now: TEST_NOW, digests: nodeCryptography });
    expect(rules.map(({ rule }) => rule)).toContain('policies-missing');
  });

  test('says something and never throws, whatever octet is changed', () => {
    const tbs = authority.writeLeaf(['www.example.test', '10.1.2.3']);
    fc.assert(
      fc.property(fc.nat(tbs.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        for (const { rule } of lintLeaf(tbs.with(at, (tbs[at] ?? 0) ^ by), context)) expect(LEAF_RULES).toHaveProperty(rule);
      }),
    );
  });
});

test('a short-lived certificate needs no pointers to CRL or OCSP, one of a second more does', async () => {
  const notBefore = TEST_NOW - 300_000;
  const lasting = (seconds: number) => ({ validity: { notBefore, notAfter: notBefore + (seconds - 1) * 1000 } });
  const pointersOf = (tbs: Uint8Array) => rulesBrokenBy(tbs).includes('pointers-missing');
  const none = { pointers: { crl: [], ocsp: [], issuer: [] } };
  expect(pointersOf(authority.writeLeaf(['a.example.test'], { ...lasting(7 * 86_400), ...none }))).toBe(false);
  expect(pointersOf(authority.writeLeaf(['a.example.test'], { ...lasting(7 * 86_400 + 1), ...none }))).toBe(true);
  const shortLived = must(decodeCertificate(await authority.issue(['a.example.test'], lasting(7 * 86_400))));
  expect([shortLived.crlUrls, shortLived.access?.ocspUrls]).toEqual([undefined, []]);
  const longer = must(decodeCertificate(await authority.issue(['a.example.test'], lasting(7 * 86_400 + 1))));
  expect([longer.crlUrls?.length, longer.access?.ocspUrls.length]).toEqual([1, 1]);
  expect(writeName({})).toEqual(Uint8Array.of(0x30, 0x00));
  expect(must(parseIdentifier('A.example.test'))).toEqual(must(parseIdentifier('a.example.test')));
});
