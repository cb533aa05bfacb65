import { type DecodedCertificate, decodeCertificate } from '@sallyport/pki';
import { makeTestAuthority, must } from '@sallyport/pki/testing';
import { beforeAll, expect, test } from 'vitest';
import { IMPORT_LIMITS, factsOf, faultIn, foreignNames } from './rules.ts';

let leaf: DecodedCertificate;
let root: DecodedCertificate;
beforeAll(async () => {
  const authority = await makeTestAuthority();
  leaf = must(decodeCertificate(await authority.issue(['*.quay.example', '2001:db8::1'])));
  root = authority.root.certificate;
});

const named = (count: number): DecodedCertificate['names'] =>
  Array.from({ length: count }, (_, index) => ({ type: 'dns', text: `host-${String(index)}.example` }));

test('a CA, and one whose names would fill the index, are not taken', () => {
  expect(faultIn(root)).toBe('is-a-ca');
  expect(faultIn({ ...leaf, names: named(IMPORT_LIMITS.names + 1) })).toBe('too-many-names');
  expect(faultIn({ ...leaf, names: named(IMPORT_LIMITS.names) })).toBeUndefined();
});

test('what has no names is called by its common name, else its subject, else its serial, and never by nothing', () => {
  expect(foreignNames(leaf)).toEqual(['*.quay.example', '2001:db8::1']);
  for (const names of [undefined, []]) {
    expect(foreignNames({ ...root, names })).toEqual(['Example Root']);
    const subject = root.subject.filter(({ shortName }) => shortName !== 'CN');
    expect(foreignNames({ ...root, names, subject })).toEqual(['O=Example,C=AT']);
    expect(foreignNames({ ...root, names, subject: [] })).toEqual([root.serialHex]);
  }
});

test('a name longer than a key of a page may be is cut where it is sorted by, and whole where it is shown', () => {
  const text = `${'a'.repeat(60)}.`.repeat(6);
  const facts = factsOf({ ...leaf, names: [{ type: 'uri', text }] });
  expect(facts.first_name).toHaveLength(253);
  expect(JSON.parse(facts.names)).toEqual([text]);
});

test('a kind of key we do not know is named by its algorithm', () => {
  const publicKey = { kind: 'unknown', algorithm: '1.2.3.4', spki: leaf.der, keyBits: leaf.der } as const;
  expect(factsOf({ ...leaf, publicKey })).toMatchObject({ key_name: '1.2.3.4', issuer: 'CN=Example Issuing CA,O=Example,C=AT' });
});
