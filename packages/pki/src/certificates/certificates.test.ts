import { X509Certificate } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Certificate, Extension, Extensions, GeneralName, SubjectAlternativeName, SubjectKeyIdentifier } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { element, sequence } from '../der/write-der.ts';
import { type Identifier, formatIdentifier } from '../names/identifiers.ts';
import { parseDnsName } from '../names/dns-name.ts';
import { parseIpAddress } from '../names/ip-address.ts';
import { nodeCryptography } from '../node-cryptography/index.ts';
import { toHex } from '../octets.ts';
import { toPem } from '../pem.ts';
import { readCsr } from '../csr/read-csr.ts';
import { RSA_SHA256, makeCsr, makeTestKey } from '../testing/make-csr.ts';
import { must } from '../testing/must.ts';
import { seededRandomness } from '../testing/seeded-randomness.ts';
import { TEST_POINTERS, type TestAuthority, makeTestAuthority } from '../testing/test-authority.ts';
import { CERTIFICATES_MAX_CHARACTERS, pemChain, pkcs7Bundle, readCertificates } from './bundles.ts';
import { decodeCertificate } from './decode.ts';
import { colonHex, fingerprintsOf } from './fingerprints.ts';
import { readIssuer } from './issuer.ts';
import { mistakeInSerial, newSerial } from './serial.ts';
import { writeExtensions, writeToBeSigned } from './to-be-signed.ts';
import { extendedKeyUsage, subjectAltName, subjectKeyIdentifier } from './write-extensions.ts';

let authority: TestAuthority;

beforeAll(async () => {
  authority = await makeTestAuthority();
});

describe('incidents of others', () => {
  test('serial of 21 octets: a serial is positive, minimal and of twenty octets whatever chance says', () => {
    for (const octet of [0x00, 0x01, 0x7f, 0x80, 0xff]) {
      const serial = newSerial({ bytes: (length) => new Uint8Array(length).fill(octet) });
      expect([serial.length, mistakeInSerial(serial)]).toEqual([20, undefined]);
    }
    expect(mistakeInSerial(new Uint8Array(21).fill(1))).toBe('too-long');
    expect(mistakeInSerial(new Uint8Array())).toBe('empty');
    expect(mistakeInSerial(Uint8Array.of(0x00, 0x7f))).toBe('not-minimal');
    expect(mistakeInSerial(Uint8Array.of(0x80))).toBe('not-positive');
    const randomness = seededRandomness('serials');
    expect(new Set(Array.from({ length: 10_000 }, () => toHex(newSerial(randomness)))).size).toBe(10_000);
  });

  test('empty subject with non-critical SAN: the SAN is critical exactly when the subject is empty', async () => {
    const sanOf = async (subject: { commonName?: string }) => {
      const { extensions } = must(decodeCertificate(await authority.issue(['a.example.test'], { subject })));
      return extensions.find(({ oid }) => oid === '2.5.29.17')?.critical;
    };
    expect(await sanOf({})).toBe(true);
    expect(await sanOf({ commonName: 'a.example.test' })).toBe(false);
  });

  test('empty extended-key-usage list: an empty list is read as empty, never as absent', () => {
    const parts = decodedParts([{ ...extendedKeyUsage([]) }, subjectAltName([], 'present')]);
    expect(must(decodeCertificate(parts))).toMatchObject({ purposes: [], names: [], keyUsages: undefined, basicConstraints: undefined });
  });

  /** A certificate with these extensions only; its signature is none. */
  function decodedParts(extensions: Parameters<typeof writeToBeSigned>[0]['extensions']): Uint8Array {
    const { serial, issuerDer, validity, subjectDer, publicKey } = authority.issuing.certificate;
    const parts = { serial, issuer: issuerDer, validity, subject: subjectDer, publicKey: publicKey.spki, extensions };
    const tbs = writeToBeSigned({ ...parts, algorithm: 'ecdsa-sha256' });
    return sequence(tbs, Uint8Array.from([0x30, 0x0a, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]), element(0x03, Uint8Array.of(0, 0)));
  }
});

const identifierArbitrary: fc.Arbitrary<Identifier> = fc.oneof(
  fc
    .domain()
    .filter((name) => parseDnsName(name).ok)
    .map((name): Identifier => ({ type: 'dns', name: must(parseDnsName(name)) })),
  fc.oneof(fc.ipV4(), fc.ipV6()).map((text): Identifier => ({ type: 'ip', address: must(parseIpAddress(text)) })),
);

test('what is written by hand is what the library writes, whatever the names', () => {
  const names = fc.uniqueArray(identifierArbitrary, { maxLength: 20, selector: formatIdentifier });
  fc.assert(
    fc.property(
      names,
      fc.uint8Array({ minLength: 20, maxLength: 20 }),
      fc.constantFrom('empty', 'present'),
      (identifiers, octets, subject) => {
        const [alternative, key] = [subjectAltName(identifiers, subject), subjectKeyIdentifier(new Uint8Array(octets))];
        const generalNames = identifiers.map((identifier) =>
          identifier.type === 'dns'
            ? new GeneralName({ dNSName: identifier.name })
            : AsnConvert.parse(element(0x87, identifier.address.octets), GeneralName),
        );
        expect(toHex(alternative.value)).toBe(toHex(written(new SubjectAlternativeName(generalNames))));
        expect(toHex(key.value)).toBe(toHex(written(new SubjectKeyIdentifier(new Uint8Array(octets)))));
        const list = new Extensions(
          [alternative, key].map(({ oid, critical, value }) => new Extension({ extnID: oid, critical, extnValue: new OctetString(value) })),
        );
        expect(toHex(writeExtensions([alternative, key]))).toBe(toHex(written(list)));
      },
    ),
  );
});

const written = (value: unknown) => new Uint8Array(AsnConvert.serialize(value));

test('leaves of one profile under two issuers and of two kinds of key have each what is theirs', async () => {
  const other = await makeTestAuthority({
    pointers: { crl: ['http://b.example.test/crl'], ocsp: [], issuer: ['http://b.example.test/cer'] },
  });
  const { publicKey: rsa } = must(readCsr(makeCsr({ key: makeTestKey('rsa-2048'), algorithm: RSA_SHA256 }).der, nodeCryptography));
  const of = async (by: typeof authority, changes: Parameters<typeof authority.issue>[1] = {}) => {
    const { access, crlUrls, keyUsages, authorityKeyIdentifier } = must(decodeCertificate(await by.issue(['a.example.test'], changes)));
    return { access, crlUrls, keyUsages, authorityKeyIdentifier };
  };
  for (let time = 0; time < 2; time += 1) {
    const [first, second, third] = [await of(authority), await of(other), await of(authority, { publicKey: rsa })];
    expect(first).toMatchObject({ crlUrls: TEST_POINTERS.crl, authorityKeyIdentifier: authority.issuing.keyIdentifier });
    expect(second).toMatchObject({ crlUrls: ['http://b.example.test/crl'], authorityKeyIdentifier: other.issuing.keyIdentifier });
    expect(third).toEqual({ ...first, keyUsages: ['digitalSignature', 'keyEncipherment'] });
  }
});

test('what is issued is decoded to what was asked for, whatever the names', async () => {
  const names = fc.uniqueArray(identifierArbitrary, { minLength: 1, maxLength: 20, selector: formatIdentifier });
  await fc.assert(
    fc.asyncProperty(names, async (identifiers) => {
      const der = await authority.issue([], { identifiers });
      const certificate = must(decodeCertificate(der));
      expect(certificate.names?.map(({ text }) => text)).toEqual(identifiers.map(formatIdentifier));
      expect(new X509Certificate(der).checkIssued(new X509Certificate(authority.issuing.certificate.der))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a certificate is decoded whole, and the library that wrote it reads the same', async () => {
  const der = await authority.issue(['www.example.test', '10.1.2.3'], {
    subject: { organization: 'Öl & Co', commonName: 'www.example.test' },
  });
  const certificate = must(decodeCertificate(der));
  expect(certificate).toMatchObject({
    version: 3,
    issuer: [
      { shortName: 'C', value: 'AT' },
      { shortName: 'O', value: 'Example' },
      { shortName: 'CN', value: 'Example Issuing CA' },
    ],
    subject: [
      { shortName: 'O', value: 'Öl & Co' },
      { shortName: 'CN', value: 'www.example.test' },
    ],
    signatureAlgorithm: 'ecdsa-sha256',
    keyUsages: ['digitalSignature'],
    purposes: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
    basicConstraints: { isCa: false },
    access: { ocspUrls: ['http://ocsp.example.test/'], issuerUrls: ['http://pki.example.test/ca.cer'] },
    crlUrls: ['http://pki.example.test/ca.crl'],
    authorityKeyIdentifier: authority.issuing.keyIdentifier,
    policies: undefined,
    nameConstraints: undefined,
  });
  const library = AsnConvert.parse(der, Certificate);
  expect(new Uint8Array(AsnConvert.serialize(library))).toEqual(der);
  expect(library.tbsCertificate.validity.notAfter.getTime().getTime()).toBe(certificate.validity.notAfter);
});

test('fingerprints are those node:crypto prints', async () => {
  const der = await authority.issue(['a.example.test']);
  const { sha256, sha1 } = fingerprintsOf(der, nodeCryptography);
  const judge = new X509Certificate(der);
  expect([colonHex(sha256), colonHex(sha1)]).toEqual([judge.fingerprint256, judge.fingerprint]);
});

test('a chain is written as PEM and read back in order; PEM of other things is refused by name', async () => {
  const ders = [await authority.issue(['a.example.test']), authority.issuing.certificate.der];
  expect(must(readCertificates(pemChain(ders))).map(({ der }) => der)).toEqual(ders);
  expect(must(readCertificates(ders[0] ?? '')).map(({ der }) => der)).toEqual(ders.slice(0, 1));
  expect(readCertificates(toPem('X509 CRL', ders[0] ?? new Uint8Array()))).toEqual({
    ok: false,
    error: { code: 'pem-other-label', found: ['X509 CRL'] },
  });
  expect(pkcs7Bundle(ders).length).toBeGreaterThan((ders[0]?.length ?? 0) + (ders[1]?.length ?? 0));
});

test.each([
  ['no base64', '-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----'],
  ['bits left over', '-----BEGIN CERTIFICATE-----\nMB==\n-----END CERTIFICATE-----'],
  ['padding in the middle', '-----BEGIN CERTIFICATE-----\nMA==MAAA\n-----END CERTIFICATE-----'],
  ['another end', '-----BEGIN CERTIFICATE-----\nMAAA\n-----END X509 CRL-----'],
  ['nothing', ''],
])('PEM with %s is refused', (_, text) => {
  expect(readCertificates(text)).toEqual({ ok: false, error: { code: 'pem-malformed' } });
});

test('a certificate larger, deeper or of more parts than any, and a text of more than anybody has, are refused before they are read', async () => {
  const tooLarge = { ok: false, error: { code: 'certificate-too-large' } };
  const nested = Array.from({ length: 20 }).reduce<Uint8Array<ArrayBuffer>>((inner) => sequence(inner), sequence());
  const many = sequence(...Array.from({ length: 6001 }, () => element(0x05, new Uint8Array())));
  for (const octets of [new Uint8Array(65_537).fill(0x30), nested, many]) expect(decodeCertificate(octets)).toEqual(tooLarge);
  expect(readCertificates(' '.repeat(CERTIFICATES_MAX_CHARACTERS + 1))).toEqual(tooLarge);
  const leaf = toPem('CERTIFICATE', await authority.issue(['a.example.test']));
  expect(must(readCertificates(leaf.repeat(500)))).toHaveLength(500);
  expect(readCertificates(leaf.repeat(501))).toEqual({ ok: false, error: { code: 'pem-too-large' } });
});

test('a leaf is no issuer, and neither is a certificate of version 1', async () => {
  expect(readIssuer(await authority.issue(['a.example.test']))).toEqual({ ok: false, error: { code: 'issuer-not-a-ca' } });
  expect(readIssuer(authority.responder)).toEqual({ ok: false, error: { code: 'issuer-not-a-ca' } });
});

test('a certificate with any octet changed, cut or added is decoded or refused, never thrown at, and its signature no longer holds', async () => {
  const der = await authority.issue(['www.example.test', '10.1.2.3'], { subject: { commonName: 'www.example.test' } });
  const { publicKey } = authority.issuing;
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      for (const octets of [
        der.with(at, (der[at] ?? 0) ^ by),
        der.slice(0, at),
        new Uint8Array([...der.slice(0, at), by, ...der.slice(at)]),
      ]) {
        const certificate = decodeCertificate(octets);
        if (!certificate.ok) continue;
        const { tbs: message, signature } = certificate.value;
        expect(nodeCryptography.signatureHolds({ publicKey, algorithm: 'ecdsa-sha256', message, signature })).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});
