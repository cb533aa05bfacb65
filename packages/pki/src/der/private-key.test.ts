import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { pkcs7Bundle } from '../certificates/bundles.ts';
import { unpackCertificates } from '../certificates/unpack.ts';
import { encryptKey } from '../key-files/encrypted-key.ts';
import { writePkcs12 } from '../key-files/write-pkcs12.ts';
import { readCsr } from '../csr/read-csr.ts';
import { keyFileCryptographyOfNode, nodeCryptography } from '../node-cryptography/index.ts';
import { type Bytes, concat } from '../octets.ts';
import { toPem } from '../pem.ts';
import { type TestAuthority, makeCsr, makeTestAuthority, must, writeOcspRequest } from '../testing/index.ts';
import { hasFormOfPrivateKey } from './private-key.ts';

let authority: TestAuthority;
let leaf: Bytes;
const keys: Record<string, Bytes> = {};
beforeAll(async () => {
  authority = await makeTestAuthority();
  leaf = await authority.issue(['a.example']);
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const der = (octets: Uint8Array) => new Uint8Array(octets);
  const pkcs8 = der(ec.export({ format: 'der', type: 'pkcs8' }));
  const given = { pkcs8, certificates: [leaf], name: 'a.example', password: 'a gate, at the quay' };
  keys['EC, PKCS #8'] = pkcs8;
  keys['EC'] = der(ec.export({ format: 'der', type: 'sec1' }));
  keys['RSA, PKCS #8'] = der(rsa.export({ format: 'der', type: 'pkcs8' }));
  keys['RSA'] = der(rsa.export({ format: 'der', type: 'pkcs1' }));
  keys['Ed25519'] = der(generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }));
  keys['encrypted'] = await encryptKey(keyFileCryptographyOfNode, given);
  keys['PKCS #12'] = await writePkcs12(keyFileCryptographyOfNode, given);
});

test('a private key as bare octets is known by its form, at every door that takes certificates or requests, and under whatever label', () => {
  for (const [kind, octets] of Object.entries(keys)) {
    expect([kind, hasFormOfPrivateKey(octets)]).toEqual([kind, true]);
    const refused = { ok: false, error: { code: 'pem-private-key' } };
    expect(unpackCertificates(octets), kind).toEqual(refused);
    expect(unpackCertificates(toPem('CERTIFICATE', leaf) + toPem('CERTIFICATE', octets)), kind).toEqual(refused);
    expect(readCsr(octets, nodeCryptography), kind).toEqual(refused);
    expect(readCsr(toPem('CERTIFICATE REQUEST', octets), nodeCryptography), kind).toEqual(refused);
  }
});

test('nothing that is handed about has that form', () => {
  const { csr } = { csr: makeCsr().der };
  const request = writeOcspRequest({ issuer: authority.issuing, serials: [authority.serial()], hash: 'sha1' });
  const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  const others = [
    leaf,
    authority.responder,
    pkcs7Bundle([leaf]),
    csr,
    request,
    new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
    new Uint8Array(publicKey.export({ format: 'der', type: 'pkcs1' })),
    new Uint8Array(),
    Uint8Array.of(0x30, 0x00),
    Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00),
    concat(keys['EC'] ?? new Uint8Array(), Uint8Array.of(0)),
  ];
  expect(others.map(hasFormOfPrivateKey)).toEqual(others.map(() => false));
  expect(must(unpackCertificates(leaf))).toHaveLength(1);
});
