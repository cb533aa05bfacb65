import { type DecodedCertificate, type Issuer, type SigningKey, decodeCertificate, readIssuer, signRequest } from '@sallyport/pki';
import { generateSigningKey, nodeCryptography } from '@sallyport/pki/node-cryptography';
import { TEST_NOW, makeTestAuthority, must } from '@sallyport/pki/testing';
import { systemRandomness } from '@sallyport/platform';
import { expect, test } from 'vitest';
import { makeOfflineRoot, signOfflineIssuing } from '../index.ts';
import { mistakeInSigned } from './rules.ts';

const ports = { clock: { now: () => TEST_NOW }, randomness: systemRandomness, cryptography: nodeCryptography };
const pointers = { crl: ['http://pki.example.test/root.crl'], ocsp: [], issuer: ['http://pki.example.test/root.cer'] };

async function rootOf(key: SigningKey, days: number): Promise<Issuer> {
  return must(readIssuer(must(await makeOfflineRoot(ports, { key, organization: 'Example', commonName: 'Example Root', days })).der));
}

function mistake(changes: {
  readonly issuing: DecodedCertificate;
  readonly root: DecodedCertificate;
  readonly now?: number;
  readonly namesTaken?: readonly Uint8Array[];
}) {
  const { issuing, now = TEST_NOW, namesTaken = [] } = changes;
  return mistakeInSigned({ now, pointers, requestedKey: issuing.publicKey.spki, cryptography: nodeCryptography, ...changes, namesTaken });
}

test('a CA below which there may be another is refused, though its root signed it so', async () => {
  const authority = await makeTestAuthority({ issuing: { pathLength: 1 } });
  const [issuing, root] = [authority.issuing.certificate, authority.root.certificate];
  expect(mistake({ issuing, root })).toBe('path-length');
});

test('one that outlives its root is refused, also where a root of the same name and key would have lived longer', async () => {
  const { key } = await generateSigningKey();
  const [long, short] = [await rootOf(key, 7300), await rootOf(key, 365)];
  const { key: below } = await generateSigningKey();
  const request = must(await signRequest({ key: below, cryptography: nodeCryptography }));
  const wish = { request, organization: 'Example', commonName: 'Example Issuing CA', pointers };
  const signed = must(await signOfflineIssuing(ports, { key, root: long, transcript: { entries: [], head: '' } }, wish));
  const issuing = must(decodeCertificate(signed.der));
  expect(mistake({ issuing, root: short.certificate })).toBe('outlives-root');
  expect(mistake({ issuing, root: long.certificate })).toBeUndefined();
  expect(mistake({ issuing, root: long.certificate, namesTaken: [issuing.subjectDer] })).toBe('name-taken');
});

test('neither a certificate that is over nor a leaf is an issuing CA', async () => {
  const authority = await makeTestAuthority();
  const [issuing, root] = [authority.issuing.certificate, authority.root.certificate];
  expect(mistake({ issuing, root })).toBeUndefined();
  expect(mistake({ issuing, root, now: issuing.validity.notAfter + 1 })).toBe('chain-does-not-hold');
  const leaf = must(decodeCertificate(await authority.issue(['www.example.test'])));
  expect(mistake({ issuing: leaf, root: issuing })).toBe('root-not-a-root');
  // Said to be a CA, and none that could be opened.
  expect(mistake({ issuing: { ...issuing, der: leaf.der }, root })).toBe('usage');
});
