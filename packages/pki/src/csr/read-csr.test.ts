import { GeneralName } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weaknessesOf } from '../keys/key-strength.ts';
import { parseIdentifier } from '../names/identifiers.ts';
import { nodeCryptography } from '../node-cryptography/index.ts';
import { decodeCertificate } from '../certificates/decode.ts';
import { ED25519, RSA_SHA256, makeCsr, makeTestKey } from '../testing/make-csr.ts';
import { must } from '../testing/must.ts';
import { TEST_PROFILE, makeTestAuthority } from '../testing/test-authority.ts';
import { differencesFrom } from './differences.ts';
import { CSR_LIMITS, CSR_MAX_CHARACTERS, readCsr, readKeptCsr } from './read-csr.ts';

const read = (input: string | Uint8Array) => readCsr(input, nodeCryptography);
const refusal = (input: string | Uint8Array) => {
  const result = read(input);
  return result.ok ? 'read' : result.error.code;
};
const dns = (name: string) => new GeneralName({ dNSName: name });

describe('a certification request', () => {
  test('CSR asking for CA:TRUE and extra names: it gives its public key and nothing else', async () => {
    const { der } = makeCsr({
      commonName: 'bank.example.test',
      names: [dns('www.example.test'), dns('bank.example.test'), new GeneralName({ rfc822Name: 'root@example.test' })],
      asksForCa: 'yes',
      purposes: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.3'],
      keyUsages: 0b100000,
    });
    const csr = must(read(der));
    const identifiers = [must(parseIdentifier('www.example.test')), must(parseIdentifier('www2.example.test'))];
    expect(differencesFrom(csr.asksFor, { profile: TEST_PROFILE, identifiers, subject: {} })).toEqual([
      { kind: 'ca-left-out' },
      { kind: 'name-left-out', name: 'bank.example.test' },
      { kind: 'name-left-out', name: 'root@example.test' },
      { kind: 'name-added', name: 'www2.example.test' },
      { kind: 'subject-left-out', field: 'CN', value: 'bank.example.test' },
      { kind: 'usage-left-out', usage: 'keyCertSign' },
      { kind: 'purpose-left-out', purpose: '1.3.6.1.5.5.7.3.3' },
    ]);

    const authority = await makeTestAuthority();
    const certificate = must(decodeCertificate(await authority.issue([], { publicKey: csr.publicKey, identifiers })));
    expect(certificate.publicKey).toEqual(csr.publicKey);
    expect(certificate.basicConstraints).toEqual({ isCa: false, pathLength: undefined });
    expect(certificate.names?.map(({ text }) => text)).toEqual(['www.example.test', 'www2.example.test']);
    expect(certificate.subject).toEqual([]);
    expect(certificate.keyUsages).toEqual(['digitalSignature']);
  });

  test('without proof of possession is refused: signed by another key, or changed after it was signed', () => {
    const stranger = makeTestKey();
    expect(refusal(makeCsr({ spki: stranger.spki }).der)).toBe('csr-signature-wrong');
    const { der } = makeCsr({ commonName: 'a.example.test' });
    const at = Buffer.from(der).indexOf('a.example.test');
    expect(refusal(der.with(at, 'b'.charCodeAt(0)))).toBe('csr-signature-wrong');
  });

  test('with a signature over SHA-1 is refused', () => {
    expect(read(makeCsr({ algorithm: { oid: '1.2.840.10045.4.1', digest: 'sha1' } }).der)).toEqual({
      ok: false,
      error: { code: 'csr-signature-algorithm', algorithm: '1.2.840.10045.4.1' },
    });
  });

  test('is refused by its size before anything is read', () => {
    expect(refusal('x'.repeat(CSR_MAX_CHARACTERS + 1))).toBe('csr-too-large');
    expect(refusal(new Uint8Array(CSR_MAX_CHARACTERS + 1))).toBe('csr-too-large');
    expect(refusal(new Uint8Array(CSR_LIMITS.bytes + 1).fill(0x30))).toBe('csr-too-large');
  });

  test('nested a thousand deep is refused', () => {
    let nested = new Uint8Array();
    for (let depth = 0; depth < 1000; depth += 1) {
      const { length } = nested;
      nested = new Uint8Array(
        Buffer.concat([length < 128 ? Buffer.of(0x30, length) : Buffer.of(0x30, 0x82, length >> 8, length & 0xff), nested]),
      );
    }
    expect(refusal(nested)).toMatch(/^csr-(too-large|malformed)$/);
  });

  test('pasted together with its private key is refused, and says so', () => {
    const { pem, key } = makeCsr();
    expect(refusal(`${pem}${key.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()}`)).toBe('pem-private-key');
  });

  test('that is a certificate, or one of several, is refused', async () => {
    const { pem } = makeCsr();
    expect(refusal(`${pem}\n${pem}`)).toBe('csr-several');
    expect(refusal(pem.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE'))).toBe('pem-other-label');
    const authority = await makeTestAuthority();
    expect(refusal(await authority.issue(['a.example.test']))).toBe('csr-malformed');
  });

  test.each([
    ['P-256', undefined],
    ['rsa-2048', RSA_SHA256],
    ['ed25519', ED25519],
  ] as const)('is read as PEM, as older PEM, as the octets of either and as DER: %s', (kind, algorithm) => {
    const { der, pem } = makeCsr({
      key: makeTestKey(kind),
      ...(algorithm === undefined ? {} : { algorithm }),
      names: [dns('a.example.test')],
    });
    const read1 = must(read(der));
    expect(read1.asksFor.names).toEqual([{ type: 'dns', text: 'a.example.test' }]);
    const olderPem = pem.replaceAll('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST');
    for (const input of [pem, olderPem, Buffer.from(pem), `Subject: a\r\n${pem.replaceAll('\n', '\r\n')}`])
      expect(must(read(input))).toEqual(read1);
  });

  test.each([
    ['rsa-1024', RSA_SHA256, 'key-too-short'],
    ['rsa-2048-exponent-3', RSA_SHA256, 'key-exponent'],
  ] as const)('with a weak key is read, and the weakness found: %s', (kind, algorithm, code) => {
    const { publicKey } = must(read(makeCsr({ key: makeTestKey(kind), algorithm }).der));
    expect(weaknessesOf(publicKey, TEST_PROFILE.keys)).toEqual([expect.objectContaining({ code })]);
  });

  test('with a curve we do not know is refused by name', () => {
    expect(read(makeCsr({ key: makeTestKey('secp256k1') }).der)).toEqual({
      ok: false,
      error: { code: 'key-kind-unknown', algorithm: '1.3.132.0.10' },
    });
  });

  test('that was let in and kept is read as it was then, its proof not looked at again; what is no request is still refused', () => {
    const { der, pem } = makeCsr({ commonName: 'a.example.test', names: [dns('a.example.test')] });
    expect(must(readKeptCsr(must(read(pem)).der))).toEqual(must(read(pem)));
    expect(readKeptCsr(der.slice(0, -1))).toEqual({ ok: false, error: { code: 'csr-malformed' } });
    expect(readKeptCsr(new Uint8Array(CSR_LIMITS.bytes + 1))).toEqual({ ok: false, error: { code: 'csr-too-large' } });
  });

  test('with any octet changed, left out or added is refused with a value, never an exception', () => {
    const { der } = makeCsr({
      commonName: 'a.example.test',
      names: [dns('a.example.test')],
      asksForCa: 'yes',
      purposes: ['1.3.6.1.5.5.7.3.1'],
    });
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = der.with(at, (der[at] ?? 0) ^ by);
        const added = new Uint8Array([...der.slice(0, at), by, ...der.slice(at)]);
        for (const octets of [changed, der.slice(0, at), added]) expect(read(octets).ok).toBe(false);
      }),
    );
  });
});
