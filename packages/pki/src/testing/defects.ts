import { type ToBeSignedParts, writeToBeSigned } from '../certificates/to-be-signed.ts';
import { basicConstraints, keyUsage } from '../certificates/write-extensions.ts';
import { writeName } from '../certificates/write-name.ts';
import { TAG, readDer } from '../der/read-der.ts';
import { bitString, element, sequence, time } from '../der/write-der.ts';
import { DAY_MS, HOUR_MS, midnight } from '../instant.ts';
import type { LintRule } from '../lint/finding.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, concat, fromHex, utf8 } from '../octets.ts';
import type { RawExtension } from '../structures/extensions.ts';
import { readToBeSigned } from '../structures/read-tbs.ts';
import { makeTestKey } from './make-csr.ts';
import { must } from './must.ts';
import { TEST_NOW, type TestAuthority } from './test-authority.ts';

/** A leaf that is right but for one thing. */
export interface Defect {
  readonly name: string;
  /** The rule of lint that must catch it. */
  readonly rule: LintRule;
  readonly tbs: Bytes;
}

const NAMES = ['www.example.test', '10.1.2.3'];

/** The parts of what the authority would sign, to be changed and written again. */
function partsOf(authority: TestAuthority): ToBeSignedParts {
  const tbs = readToBeSigned(must(readDer(authority.writeLeaf(NAMES), { bytes: 65_536, depth: 16, elements: 1000 })));
  if (tbs?.extensions === undefined) throw new Error('the test authority writes no certificates');
  return {
    serial: tbs.serial,
    algorithm: authority.issuing.algorithm,
    issuer: tbs.issuer,
    validity: { notBefore: tbs.notBefore.instant, notAfter: tbs.notAfter.instant },
    subject: tbs.subject,
    publicKey: tbs.publicKey.octets,
    extensions: tbs.extensions,
  };
}

const ia5 = (tag: number, text: string) => element(tag, utf8(text));
const oid = (hex: string) => element(TAG.objectIdentifier, fromHex(hex));
const CRITICAL = { critical: true };

export function defectsOf(authority: TestAuthority): readonly Defect[] {
  const good = partsOf(authority);
  const write = (changes: Partial<ToBeSignedParts>) => writeToBeSigned({ ...good, ...changes });
  const without = (wanted: string) => ({ extensions: good.extensions.filter((extension) => extension.oid !== wanted) });
  const changed = (wanted: string, change: Partial<RawExtension>) => ({
    extensions: good.extensions.map((extension) => (extension.oid === wanted ? { ...extension, ...change } : extension)),
  });
  const added = (...more: readonly RawExtension[]) => ({ extensions: [...good.extensions, ...more] });
  const named = (...attributes: readonly Uint8Array[]) => ({
    subject: sequence(...attributes),
    ...changed(OID.subjectAltName, { critical: false }),
  });
  const attribute = (type: string, value: Uint8Array) => element(TAG.set, sequence(oid(type), value));
  const commonName = (value: Uint8Array) => attribute('550403', value);
  const sans = (...names: readonly Uint8Array[]) => changed(OID.subjectAltName, { value: sequence(...names) });
  const crl = (...names: readonly Uint8Array[]) =>
    changed(OID.cRLDistributionPoints, { value: sequence(sequence(element(0xa0, element(0xa0, ...names)))) });
  const validity = (notBefore: number, notAfter: number) => ({ validity: { notBefore, notAfter } });
  const spki = (key: ReturnType<typeof makeTestKey>) => ({ publicKey: key.spki });
  const { notBefore, notAfter } = good.validity;
  /** Replaces octets that stand exactly once. */
  const spliced = (from: Uint8Array, to: Uint8Array) => splice(write({}), from, to);
  const defect = (name: string, rule: LintRule, tbs: Partial<ToBeSignedParts> | Uint8Array): Defect => ({
    name,
    rule,
    tbs: tbs instanceof Uint8Array ? new Uint8Array(tbs) : write(tbs),
  });
  const version3 = fromHex('a003020102');

  return [
    defect('octets after the end', 'form-malformed', concat(write({}), Uint8Array.of(0))),
    defect('an extension twice', 'form-malformed', added(...good.extensions.slice(0, 1))),
    defect('version 2', 'version-not-3', spliced(version3, fromHex('a003020101'))),
    defect('serial of 21 octets', 'serial-too-long', { serial: new Uint8Array(21).fill(0x41) }),
    defect('negative serial', 'serial-not-positive', { serial: new Uint8Array(20).fill(0x81) }),
    defect('serial 0', 'serial-not-positive', { serial: Uint8Array.of(0) }),
    defect('serial of 64 bits', 'serial-too-short', { serial: new Uint8Array(8).fill(0x41) }),
    defect('a unique identifier', 'unique-identifiers', insertBefore(write({}), good.publicKey, element(0x82, Uint8Array.of(0, 1)))),
    defect('another algorithm than the CA', 'signature-algorithm-not-the-issuers', { algorithm: 'rsa-sha256' }),
    defect('SHA-1', 'signature-algorithm-unknown', spliced(fromHex('300a06082a8648ce3d040302'), fromHex('300906072a8648ce3d0401'))),
    defect(
      'a NULL behind the ECDSA algorithm',
      'signature-algorithm-unknown',
      spliced(fromHex('300a06082a8648ce3d040302'), fromHex('300c06082a8648ce3d0403020500')),
    ),
    defect('no issuer', 'issuer-empty', { issuer: sequence() }),
    defect('another issuer', 'issuer-not-the-issuers-subject', { issuer: writeName({ commonName: 'Somebody Else' }) }),
    defect('a common name as TeletexString', 'name-string-type', named(commonName(ia5(0x14, 'www.example.test')))),
    defect('a country as UTF8String', 'name-string-type', named(attribute('550406', ia5(TAG.utf8String, 'AT')))),
    defect('an at sign in a PrintableString', 'name-string-type', named(attribute('55040a', ia5(TAG.printableString, 'a@b')))),
    defect('an organisation of a space', 'name-empty-value', named(attribute('55040a', ia5(TAG.utf8String, ' ')))),
    defect('an organisation of 65 characters', 'name-value-too-long', named(attribute('55040a', ia5(TAG.utf8String, 'x'.repeat(65))))),
    defect('a country of three letters', 'name-country', named(attribute('550406', ia5(TAG.printableString, 'AUT')))),
    defect(
      'two common names',
      'name-attribute-twice',
      named(commonName(ia5(TAG.utf8String, NAMES[0] ?? '')), commonName(ia5(TAG.utf8String, NAMES[1] ?? ''))),
    ),
    defect('a serial number in the subject', 'subject-field-not-in-profile', named(attribute('550405', ia5(TAG.printableString, '1')))),
    defect(
      'a common name that is none of the names',
      'subject-common-name-not-a-name',
      named(commonName(ia5(TAG.utf8String, 'bank.example.test'))),
    ),
    defect(
      '2027 as GeneralizedTime',
      'validity-time-type',
      spliced(sequence(time(notBefore), time(notAfter)), sequence(time(notBefore), element(TAG.generalizedTime, utf8('20270830115500Z')))),
    ),
    defect('an end before the beginning', 'validity-reversed', validity(notBefore, notBefore - DAY_MS)),
    defect('one second more than the profile allows', 'validity-too-long', validity(notBefore, notBefore + 397 * DAY_MS)),
    defect('three days back-dated', 'validity-backdated', validity(TEST_NOW - 3 * DAY_MS, notAfter)),
    defect('post-dated', 'validity-backdated', validity(TEST_NOW + HOUR_MS, notAfter)),
    defect('an end after that of the CA', 'validity-outlives-issuer', validity(notBefore, midnight(2050, 1, 1))),
    defect('a key that is no point of its curve', 'key-malformed', {
      publicKey: good.publicKey.with(-1, (good.publicKey.at(-1) ?? 0) ^ 1),
    }),
    defect('RSA of 1024 bits', 'key-weak', spki(makeTestKey('rsa-1024'))),
    defect('no extensions', 'extensions-missing', dropLast(write({ extensions: [] }))),
    defect('an empty list of extensions', 'extensions-empty', { extensions: [] }),
    defect('a key usage that is none', 'extension-malformed', changed(OID.keyUsage, { value: Uint8Array.of(0x05, 0x00) })),
    defect('policies without one', 'extension-malformed', added({ oid: OID.certificatePolicies, critical: false, value: sequence() })),
    defect(
      'a critical extension nobody knows',
      'extension-unknown-critical',
      added({ oid: '1.2.3.4', critical: true, value: Uint8Array.of(5, 0) }),
    ),
    defect(
      'ocsp-nocheck on a leaf',
      'extension-not-in-profile',
      added({ oid: OID.ocspNoCheck, critical: false, value: Uint8Array.of(5, 0) }),
    ),
    defect('no basic constraints', 'basic-constraints-missing', without(OID.basicConstraints)),
    defect('basic constraints that are not critical', 'basic-constraints-not-critical', changed(OID.basicConstraints, { critical: false })),
    defect('CA:TRUE', 'leaf-is-a-ca', changed(OID.basicConstraints, { value: basicConstraints({}).value })),
    defect('no key usage', 'key-usage-missing', without(OID.keyUsage)),
    defect('an empty key usage', 'key-usage-empty', changed(OID.keyUsage, { value: bitString(new Uint8Array()) })),
    defect('key usage that is not critical', 'key-usage-not-critical', changed(OID.keyUsage, { critical: false })),
    defect('keyCertSign', 'key-usage-of-a-ca', changed(OID.keyUsage, { value: keyUsage(['digitalSignature', 'keyCertSign']).value })),
    defect(
      'keyEncipherment for an EC key',
      'key-usage-not-for-this-key',
      changed(OID.keyUsage, { value: keyUsage(['digitalSignature', 'keyEncipherment']).value }),
    ),
    defect('zero bits at the end of the key usage', 'key-usage-encoding', changed(OID.keyUsage, { value: fromHex('03020080') })),
    defect('no extended key usage', 'purposes-missing', without(OID.extKeyUsage)),
    defect('an empty extended-key-usage list', 'purposes-empty', changed(OID.extKeyUsage, { value: sequence() })),
    defect('any purpose', 'purposes-any', changed(OID.extKeyUsage, { value: sequence(oid('551d2500')) })),
    defect('OCSP signing', 'purposes-not-in-profile', changed(OID.extKeyUsage, { value: sequence(oid('2b06010505070309')) })),
    defect('no names', 'names-missing', without(OID.subjectAltName)),
    defect('an empty list of names', 'names-empty', sans()),
    defect('an address of e-mail', 'names-malformed', sans(ia5(0x81, 'a@example.test'))),
    defect('a name with a NUL in it', 'names-malformed', sans(ia5(0x82, 'bank.example.test\0.example.test'))),
    defect('an underscore', 'names-malformed', sans(ia5(0x82, 'a_b.example.test'))),
    defect('an address of five octets', 'names-malformed', sans(element(0x87, new Uint8Array(5)))),
    defect('a name in capitals', 'names-malformed', sans(ia5(0x82, 'WWW.example.test'))),
    defect('a name twice', 'names-duplicate', sans(ia5(0x82, 'a.example.test'), ia5(0x82, 'a.example.test'))),
    defect('a name the CA may not use', 'names-not-permitted', sans(ia5(0x82, 'www.elsewhere.test'))),
    defect(
      'an empty subject with non-critical SAN',
      'names-not-critical-without-subject',
      changed(OID.subjectAltName, { critical: false }),
    ),
    defect('a subject with a critical SAN', 'names-critical-with-subject', { subject: writeName({ commonName: NAMES[0] ?? '' }) }),
    defect('no authority key identifier', 'authority-key-missing', without(OID.authorityKeyIdentifier)),
    defect(
      'the key identifier of another CA',
      'authority-key-not-the-issuers',
      changed(OID.authorityKeyIdentifier, { value: sequence(element(0x80, new Uint8Array(20))) }),
    ),
    defect('a critical authority key identifier', 'authority-key-critical', changed(OID.authorityKeyIdentifier, CRITICAL)),
    defect('no subject key identifier', 'subject-key-missing', without(OID.subjectKeyIdentifier)),
    defect(
      'the key identifier of another key',
      'subject-key-wrong',
      changed(OID.subjectKeyIdentifier, { value: element(TAG.octetString, new Uint8Array(20)) }),
    ),
    defect('an empty list of distribution points', 'pointers-empty', changed(OID.cRLDistributionPoints, { value: sequence() })),
    defect('no distribution points and no responder', 'pointers-missing', {
      extensions: good.extensions.filter(
        (extension) => extension.oid !== OID.cRLDistributionPoints && extension.oid !== OID.authorityInfoAccess,
      ),
    }),
    defect('a CRL by LDAP', 'pointers-not-http', crl(ia5(0x86, 'ldap://pki.example.test/ca.crl'))),
    defect('a critical authority information access', 'access-critical', changed(OID.authorityInfoAccess, CRITICAL)),
  ];
}

function splice(octets: Uint8Array, from: Uint8Array, to: Uint8Array): Bytes {
  const buffer = Buffer.from(octets);
  const at = buffer.indexOf(from);
  if (at < 0) throw new Error('the octets to replace are not there');
  return rewrapped(concat(octets.subarray(0, at), to, octets.subarray(at + from.length)));
}

function insertBefore(octets: Uint8Array, after: Uint8Array, inserted: Uint8Array): Bytes {
  return splice(octets, after, concat(after, inserted));
}

/** The outer sequence, whose header has four octets, with its length as it is now. */
function rewrapped(octets: Uint8Array): Bytes {
  return sequence(octets.subarray(4));
}

/** Without the last element, an empty explicit list of four octets. */
function dropLast(octets: Uint8Array): Bytes {
  const contents = octets.subarray((octets[1] ?? 0) < 0x80 ? 2 : (octets[1] ?? 0) - 0x80 + 2);
  return sequence(contents.subarray(0, contents.length - 4));
}
