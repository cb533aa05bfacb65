import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bytes, concat } from '../octets.ts';
import { toPem } from '../pem.ts';
import { element, sequence } from '../der/write-der.ts';
import { makeTestAuthority, must } from '../testing/index.ts';
import { pemChain, pkcs7Bundle } from './bundles.ts';
import { UNPACK_LIMITS, unpackCertificates } from './unpack.ts';

let certificates: readonly Bytes[];
beforeAll(async () => {
  const authority = await makeTestAuthority();
  certificates = [await authority.issue(['a.example']), await authority.issue(['b.example']), authority.root.certificate.der];
});

const leaf = (): Bytes => certificates[0] ?? new Uint8Array();
const codes = (input: string | Uint8Array) => {
  const found = unpackCertificates(input);
  return found.ok ? found.value.map((one) => (one.ok ? 'certificate' : one.error.code)) : found.error.code;
};

describe('a file of certificates that somebody brings', () => {
  test('with a private key in it is read no further, wherever in it the key stands', () => {
    const key = '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n';
    for (const text of [key, pemChain(certificates) + key, key + pemChain(certificates)]) expect(codes(text)).toBe('pem-private-key');
  });

  test('of too many, or too large, is refused before any of it is decoded', () => {
    const many = Array.from({ length: UNPACK_LIMITS.certificates + 1 }, leaf);
    expect(codes(pemChain(many))).toBe('unpack-too-large');
    expect(codes(pkcs7Bundle(many))).toBe('unpack-too-large');
    expect(codes(pemChain(many.slice(0, 60)) + toPem('PKCS7', pkcs7Bundle(many.slice(0, 60))))).toBe('unpack-too-large');
    expect(codes('-'.repeat(UNPACK_LIMITS.octets + 1))).toBe('unpack-too-large');
    expect(codes(new Uint8Array(UNPACK_LIMITS.octets + 1).fill(0x30))).toBe('unpack-too-large');
  });

  test('cut off or altered at any octet it names what is wrong, and never throws', () => {
    const inputs = [leaf(), pkcs7Bundle(certificates), new TextEncoder().encode(pemChain(certificates.slice(0, 2)))];
    fc.assert(
      fc.property(fc.constantFrom(...inputs), fc.nat(), fc.integer({ min: 0, max: 255 }), (octets, at, value) => {
        const altered = octets.slice();
        altered[at % octets.length] = value;
        for (const input of [altered, octets.slice(0, at % octets.length)]) expect(unpackCertificates(input)).toHaveProperty('ok');
      }),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
        expect(unpackCertificates(octets)).toHaveProperty('ok');
      }),
    );
  });

  test('a bundle within a bundle, one of another form, and one of a length it has not are no bundles', () => {
    const bundle = pkcs7Bundle([leaf()]);
    expect(codes(pkcs7Bundle([bundle]))).toEqual(['certificate-malformed']);
    expect(codes(sequence(element(0x06, Uint8Array.of(0x2a, 0x03)), element(0xa0, leaf())))).toBe('unpack-malformed');
    expect(codes(concat(bundle, Uint8Array.of(0)))).toBe('unpack-malformed');
    expect(codes(bundle.slice(0, -1))).toBe('unpack-malformed');
    // Indefinite length (X.690 section 8.1.3.6) is BER.
    expect(codes(Uint8Array.of(0x30, 0x80, 0x00, 0x00))).toBe('unpack-malformed');
  });

  test('what is no certificate is named at its place, and what stands beside it is read', () => {
    const [first = '', second = ''] = certificates.map((der) => toPem('CERTIFICATE', der));
    const broken = second.replace(/\n.{10}/, '\nAAAAAAAAAA');
    const revocations = toPem('X509 CRL', leaf());
    expect(codes(`${first}a word between\n${broken}${revocations}${second}`)).toEqual([
      'certificate',
      'certificate-malformed',
      'other-label',
      'certificate',
    ]);
    expect(codes('-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----')).toEqual(['certificate-malformed']);
    expect(codes('no certificate at all')).toBe('unpack-malformed');
    expect(codes('')).toBe('unpack-malformed');
  });

  test('PEM of several, DER of one and PKCS #7 in both forms come out octet by octet', () => {
    const octets = (input: string | Uint8Array) => must(unpackCertificates(input)).map((one) => must(one).der);
    expect(octets(pemChain(certificates))).toEqual(certificates);
    expect(octets(new TextEncoder().encode(pemChain(certificates)))).toEqual(certificates);
    expect(octets(leaf())).toEqual([leaf()]);
    expect(octets(pkcs7Bundle(certificates))).toEqual(certificates);
    expect(octets(toPem('PKCS7', pkcs7Bundle(certificates)) + toPem('CERTIFICATE', leaf()))).toEqual([...certificates, leaf()]);
    expect(octets(pkcs7Bundle([]))).toEqual([]);
  });
});
