import { AsnConvert } from '@peculiar/asn1-schema';
import { CRLReason, CRLReasons, CertificateList, InvalidityDate } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { newSerial } from '../certificates/serial.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../instant.ts';
import { CRL_RULES } from '../lint/finding.ts';
import { type CrlLintContext, lintCrl } from '../lint/lint-crl.ts';
import { generateSigningKey, nodeCryptography } from '../node-cryptography/index.ts';
import { OID } from '../object-identifiers.ts';
import { toHex } from '../octets.ts';
import type { SigningKey } from '../ports.ts';
import { type CrlSigner, createCrlSigner } from '../signer/crl-signer.ts';
import { type CrlDefect, SHARD_URL, crlDefectsOf, goodCrl } from '../testing/crl-defects.ts';
import { corrupted } from '../testing/corrupted.ts';
import { must } from '../testing/must.ts';
import { seededRandomness } from '../testing/seeded-randomness.ts';
import { TEST_NOW, TEST_PROFILE, type TestAuthority, makeTestAuthority } from '../testing/test-authority.ts';
import { decodeCrl, isCrlOf } from './decode-crl.ts';
import { CRL_MAX_OCTETS, MAX_ENTRIES } from './read-crl.ts';
import { REVOCATION_REASONS, type RevocationReason } from './revocation-reason.ts';
import { chooseShard } from './rules.ts';
import { type CrlRequest, type RevokedEntry, writeCrl } from './write-crl.ts';

let authority: TestAuthority;
let signer: CrlSigner;
let defects: readonly CrlDefect[];
let context: CrlLintContext;

beforeAll(async () => {
  authority = await makeTestAuthority();
  const { issuingKey: key, issuing: issuer } = authority;
  signer = must(createCrlSigner({ key, issuer, cryptography: nodeCryptography }));
  defects = crlDefectsOf(authority);
  context = { issuer, scope: { kind: 'shard', urls: [SHARD_URL] }, now: TEST_NOW, previousNumber: 41n };
});

const full = (changes: Partial<CrlRequest> = {}): CrlRequest => ({ ...goodCrl(authority), scope: { kind: 'full' }, ...changes });
const signed = async (request: CrlRequest) => must(await signer.sign({ tbs: must(writeCrl(request)), now: TEST_NOW }));

describe('incidents of others', () => {
  test('certificate revoked by uploading a duplicate row: a serial stands in a list once, whatever its dates and reasons', () => {
    const serial = authority.serial();
    const entries: readonly RevokedEntry[] = [
      { serial, revokedAt: TEST_NOW - HOUR_MS, reason: 'superseded' },
      { serial: new Uint8Array(serial), revokedAt: TEST_NOW, reason: 'key-compromise' },
    ];
    expect(writeCrl(full({ entries }))).toEqual({ ok: false, error: { code: 'crl-serial-twice', serialHex: toHex(serial) } });
  });

  test('serial of 21 octets: nor does one stand in a list that stands in no certificate', () => {
    for (const serial of [new Uint8Array(21).fill(1), new Uint8Array(), Uint8Array.of(0x80), Uint8Array.of(0)]) {
      const request = full({ entries: [{ serial, revokedAt: TEST_NOW, reason: 'unspecified' }] });
      expect(writeCrl(request)).toEqual({ ok: false, error: { code: 'crl-serial-malformed', serialHex: toHex(serial) } });
    }
  });
});

describe('the writer refuses', () => {
  test.each<[string, Partial<CrlRequest>, string]>([
    ['number 0', { number: 0n }, 'crl-number-malformed'],
    ['a number of 21 octets', { number: 1n << 159n }, 'crl-number-malformed'],
    ['a next update that is not later', { nextUpdate: TEST_NOW }, 'crl-dates-reversed'],
    ['a shard without a place', { scope: { kind: 'shard', urls: [] } }, 'crl-shard-without-url'],
  ])('%s', (_, changes, code) => {
    expect(writeCrl(full(changes))).toEqual({ ok: false, error: { code } });
  });

  test('more entries than any reader of ours takes', () => {
    const entry: RevokedEntry = { serial: authority.serial(), revokedAt: TEST_NOW, reason: 'superseded' };
    expect(writeCrl(full({ entries: new Array<RevokedEntry>(MAX_ENTRIES + 1).fill(entry) }))).toEqual({
      ok: false,
      error: { code: 'crl-too-large' },
    });
  });
});

describe('the signer of lists', () => {
  test('is not made for another key, nor for a CA whose certificate does not let it sign lists', async () => {
    const { key } = await generateSigningKey();
    const { issuing, issuingKey } = authority;
    expect(createCrlSigner({ key, issuer: issuing, cryptography: nodeCryptography })).toEqual({
      ok: false,
      error: { code: 'signer-key-mismatch' },
    });
    const certificate = { ...issuing.certificate, keyUsages: ['keyCertSign'] as const };
    const answer = createCrlSigner({ key: issuingKey, issuer: { ...issuing, certificate }, cryptography: nodeCryptography });
    expect(answer).toEqual({ ok: false, error: { code: 'signer-objects', objection: 'usage' } });
  });

  test('signs no certificate, no octets that are nothing; and the signer of leaves signs no list', async () => {
    for (const tbs of [authority.writeLeaf(['a.example.test']), new Uint8Array(), new TextEncoder().encode('sign me')]) {
      expect(await signer.sign({ tbs, now: TEST_NOW })).toEqual({ ok: false, error: { code: 'signer-objects', objection: 'form' } });
    }
    const answer = await authority.signer.sign({ tbs: must(writeCrl(full())), profileId: TEST_PROFILE.id, now: TEST_NOW });
    expect(answer).toEqual({ ok: false, error: { code: 'signer-objects', objection: 'form' } });
  });

  test('lets no planted defect through, but for those that only the scope and the last number show', async () => {
    const harmless = new Set(['crl-time-type', 'crl-number-not-higher', 'a shard that does not say so', 'another shard']);
    for (const { name, rule, tbs } of defects) {
      const isHarmless = harmless.has(rule) || harmless.has(name);
      expect({ name, signed: (await signer.sign({ tbs, now: TEST_NOW })).ok }).toEqual({ name, signed: isHarmless });
    }
  });

  test('hands out no signature that does not hold', async () => {
    const { issuingKey, issuing: issuer } = authority;
    const key: SigningKey = { ...issuingKey, sign: async (message) => corrupted(await issuingKey.sign(message)) };
    const broken = must(createCrlSigner({ key, issuer, cryptography: nodeCryptography }));
    expect(await broken.sign({ tbs: must(writeCrl(full())), now: TEST_NOW })).toEqual({ ok: false, error: { code: 'signer-fault' } });
  });

  test('gives a list of leaves ten days and one of CAs a year, by what stands in the certificate of the CA', async () => {
    const { rootKey, root } = authority;
    const ceremony = must(createCrlSigner({ key: rootKey, issuer: root, cryptography: nodeCryptography }));
    const lasting = (issuer: CrlRequest['issuer'], days: number) => must(writeCrl(full({ issuer, nextUpdate: TEST_NOW + days * DAY_MS })));
    const answers = await Promise.all([
      signer.sign({ tbs: lasting(authority.issuing, 10), now: TEST_NOW }),
      signer.sign({ tbs: lasting(authority.issuing, 11), now: TEST_NOW }),
      ceremony.sign({ tbs: lasting(root, 366), now: TEST_NOW }),
      ceremony.sign({ tbs: lasting(root, 367), now: TEST_NOW }),
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true, false]);
  });
});

describe('lint', () => {
  const rulesBrokenBy = (tbs: Uint8Array, changes: Partial<CrlLintContext> = {}) =>
    lintCrl(tbs, { ...context, ...changes }).map(({ rule }) => rule);

  test('catches every planted defect by its rule, before a key is touched', () => {
    const missed = defects.filter(({ rule, tbs }) => !rulesBrokenBy(tbs).includes(rule));
    expect(missed.map(({ name, rule, tbs }) => [name, rule, rulesBrokenBy(tbs)])).toEqual([]);
  });

  test('has no rule without a defect that breaks it', () => {
    const planted = new Set<string>(defects.map(({ rule }) => rule));
    expect(Object.keys(CRL_RULES).filter((rule) => !planted.has(rule))).toEqual([]);
  });

  test('has nothing to say of what we write, full, of a shard, and of nothing', () => {
    expect(rulesBrokenBy(must(writeCrl(goodCrl(authority))))).toEqual([]);
    expect(rulesBrokenBy(must(writeCrl(full())), { scope: { kind: 'full' } })).toEqual([]);
    expect(rulesBrokenBy(must(writeCrl(full({ entries: [] }))), { scope: { kind: 'full' }, previousNumber: undefined })).toEqual([]);
    expect(rulesBrokenBy(must(writeCrl(full())))).toEqual(['crl-distribution-point-not-the-scopes']);
    expect(rulesBrokenBy(must(writeCrl(goodCrl(authority))), { previousNumber: 42n })).toEqual(['crl-number-not-higher']);
  });

  test('says something and never throws, whatever octet is changed', () => {
    const tbs = must(writeCrl(goodCrl(authority)));
    fc.assert(
      fc.property(fc.nat(tbs.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        for (const rule of rulesBrokenBy(tbs.with(at, (tbs[at] ?? 0) ^ by))) expect(CRL_RULES).toHaveProperty(rule);
      }),
    );
  });
});

const LIBRARY_REASONS: Readonly<Record<RevocationReason, CRLReasons | undefined>> = {
  unspecified: undefined,
  'key-compromise': CRLReasons.keyCompromise,
  'ca-compromise': CRLReasons.cACompromise,
  'affiliation-changed': CRLReasons.affiliationChanged,
  superseded: CRLReasons.superseded,
  'cessation-of-operation': CRLReasons.cessationOfOperation,
  'privilege-withdrawn': CRLReasons.privilegeWithdrawn,
};

const second = (earliest: number, latest: number) =>
  fc.integer({ min: earliest / SECOND_MS, max: latest / SECOND_MS }).map((seconds) => seconds * SECOND_MS);

const entryArbitrary: fc.Arbitrary<RevokedEntry> = fc
  .record({
    serial: fc
      .uint8Array({ minLength: 1, maxLength: 19 })
      .map((octets) => new Uint8Array([1 + ((octets[0] ?? 0) % 0x7f), ...octets.subarray(1)])),
    revokedAt: second(Date.UTC(1970, 0, 1), TEST_NOW),
    reason: fc.constantFrom(...REVOCATION_REASONS),
    invalidSince: fc.option(second(Date.UTC(1950, 0, 1), TEST_NOW), { nil: undefined }),
  })
  .map(({ invalidSince, ...entry }) => (invalidSince === undefined ? entry : { ...entry, invalidSince }));

test('every list we write is read the same by the library, by our own reader, and written again to the same octets', async () => {
  const entriesArbitrary = fc.uniqueArray(entryArbitrary, { maxLength: 30, selector: ({ serial }) => toHex(serial) });
  await fc.assert(
    fc.asyncProperty(entriesArbitrary, fc.bigInt({ min: 1n, max: (1n << 159n) - 1n }), async (entries, number) => {
      const der = await signed(full({ entries, number }));
      const library = AsnConvert.parse(der, CertificateList);
      expect(new Uint8Array(AsnConvert.serialize(library))).toEqual(der);
      const seen = (library.tbsCertList.revokedCertificates ?? []).map(({ userCertificate, revocationDate, crlEntryExtensions = [] }) => {
        const valueOf = (oid: string) => crlEntryExtensions.find(({ extnID }) => extnID === oid)?.extnValue.buffer;
        const [reason, date] = [valueOf(OID.cRLReason), valueOf(OID.invalidityDate)];
        return {
          serial: toHex(new Uint8Array(userCertificate)),
          revokedAt: revocationDate.getTime().getTime(),
          reason: reason && AsnConvert.parse(reason, CRLReason).reason,
          invalidSince: date && AsnConvert.parse(date, InvalidityDate).value.getTime(),
        };
      });
      const wanted = entries.map(({ serial, revokedAt, reason, invalidSince }) => ({
        serial: toHex(serial),
        revokedAt,
        reason: LIBRARY_REASONS[reason],
        invalidSince,
      }));
      expect(seen).toEqual(wanted);
      const crl = must(decodeCrl(der));
      expect(crl.number).toBe(number);
      expect(
        crl.entries.map(({ serial, revokedAt, reason = 'unspecified', invalidSince }) => ({ serial, revokedAt, reason, invalidSince })),
      ).toEqual(entries.map(({ invalidSince, ...entry }) => ({ ...entry, invalidSince })));
    }),
    { numRuns: 60 },
  );
});

test('a signed list is decoded whole and belongs to its CA alone', async () => {
  const crl = must(decodeCrl(await signed(goodCrl(authority))));
  expect(crl).toMatchObject({
    issuer: [{ value: 'AT' }, { value: 'Example' }, { value: 'Example Issuing CA' }],
    thisUpdate: TEST_NOW,
    nextUpdate: TEST_NOW + DAY_MS,
    number: 42n,
    authorityKeyIdentifier: authority.issuing.keyIdentifier,
    distributionPoint: { urls: [SHARD_URL], only: [] },
    signatureAlgorithm: 'ecdsa-sha256',
  });
  const { issuing, root } = authority;
  const sameName = { ...issuing.certificate, publicKey: root.certificate.publicKey };
  const noLists = { ...issuing.certificate, keyUsages: ['keyCertSign'] as const };
  const holds = [issuing.certificate, root.certificate, sameName, noLists].map((ca) => isCrlOf(ca, crl, nodeCryptography));
  expect(holds).toEqual([true, false, false, false]);
});

test('no octet of a signed list can be changed: it is refused, or its signature does not hold', async () => {
  const der = await signed(goodCrl(authority));
  const { certificate } = authority.issuing;
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = decodeCrl(der.with(at, (der[at] ?? 0) ^ by));
      expect(changed.ok && isCrlOf(certificate, changed.value, nodeCryptography)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

describe('the reader of lists', () => {
  test('refuses what is larger than any list of ours before it looks at it', () => {
    expect(decodeCrl(new Uint8Array(CRL_MAX_OCTETS + 1))).toEqual({ ok: false, error: { code: 'crl-too-large' } });
  });

  test('refuses a certificate, a list that is cut short, and one with octets behind it', async () => {
    const der = await signed(goodCrl(authority));
    const leaf = await authority.issue(['a.example.test']);
    for (const octets of [leaf, der.subarray(0, -1), new Uint8Array([...der, 0]), new Uint8Array()]) {
      expect(decodeCrl(octets)).toEqual({ ok: false, error: { code: 'crl-malformed' } });
    }
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        expect(decodeCrl(octets).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

test('shards share the certificates out evenly, and the same serial always falls to the same one', () => {
  const randomness = seededRandomness('shards');
  const serials = Array.from({ length: 8000 }, () => newSerial(randomness));
  const counts = new Array<number>(8).fill(0);
  for (const serial of serials) counts[chooseShard(serial, 8)] = (counts[chooseShard(serial, 8)] ?? 0) + 1;
  expect(counts.every((count) => count > 850 && count < 1150)).toBe(true);
  expect(chooseShard(Uint8Array.of(1), 1)).toBe(0);
});
