import { type KeyObject, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import {
  AlgorithmIdentifier,
  Attribute,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyUsage,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
} from '@peculiar/asn1-x509';
import type { Bytes } from '../octets.ts';
import { toPem } from '../pem.ts';

/** Certification requests written by the library, so that ours reads what somebody else wrote. */

export interface TestKey {
  readonly privateKey: KeyObject;
  readonly spki: Bytes;
}

export type TestKeyKind = 'P-256' | 'P-384' | 'P-521' | 'secp256k1' | 'rsa-2048' | 'rsa-1024' | 'rsa-2048-exponent-3' | 'ed25519';

export function makeTestKey(kind: TestKeyKind = 'P-256'): TestKey {
  const { privateKey } = generate(kind);
  return { privateKey, spki: new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })) };
}

function generate(kind: TestKeyKind): { readonly privateKey: KeyObject } {
  switch (kind) {
    case 'rsa-2048':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    case 'rsa-1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 });
    case 'rsa-2048-exponent-3':
      return generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 });
    case 'ed25519':
      return generateKeyPairSync('ed25519');
    case 'P-256':
    case 'P-384':
    case 'P-521':
    case 'secp256k1':
      return generateKeyPairSync('ec', { namedCurve: kind });
  }
}

export interface CsrWish {
  readonly key?: TestKey;
  /** Put in place of the key that signs. */
  readonly spki?: Uint8Array;
  readonly commonName?: string;
  readonly names?: readonly GeneralName[];
  readonly asksForCa?: 'yes';
  readonly purposes?: readonly string[];
  readonly keyUsages?: number;
  readonly extensions?: readonly Extension[];
  readonly algorithm?: { readonly oid: string; readonly digest: string | null };
}

const ECDSA_SHA256 = { oid: '1.2.840.10045.4.3.2', digest: 'sha256' };
export const RSA_SHA256 = { oid: '1.2.840.113549.1.1.11', digest: 'sha256' };
export const ED25519 = { oid: '1.3.101.112', digest: null };

export function makeCsr(wish: CsrWish = {}): { readonly der: Bytes; readonly pem: string; readonly key: TestKey } {
  const { key = makeTestKey(), spki = key.spki, commonName, algorithm = ECDSA_SHA256 } = wish;
  const extensions = [...requestedExtensions(wish), ...(wish.extensions ?? [])];
  const info = new CertificationRequestInfo({
    subject: new Name(commonName === undefined ? [] : [nameOf(commonName)]),
    subjectPKInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    attributes: new Attributes(extensions.length === 0 ? [] : [extensionRequest(extensions)]),
  });
  const signature = sign(algorithm.digest, new Uint8Array(AsnConvert.serialize(info)), key.privateKey);
  const parameters = algorithm === RSA_SHA256 ? { parameters: null } : {};
  const request = new CertificationRequest({
    certificationRequestInfo: info,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: algorithm.oid, ...parameters }),
    signature: new Uint8Array(signature).buffer,
  });
  const der = new Uint8Array(AsnConvert.serialize(request));
  return { der, pem: toPem('CERTIFICATE REQUEST', der), key };
}

function nameOf(commonName: string): RelativeDistinguishedName {
  const value = new AttributeValue({ utf8String: commonName });
  return new RelativeDistinguishedName([new AttributeTypeAndValue({ type: '2.5.4.3', value })]);
}

function extensionRequest(extensions: readonly Extension[]): Attribute {
  return new Attribute({ type: '1.2.840.113549.1.9.14', values: [AsnConvert.serialize(new Extensions([...extensions]))] });
}

function requestedExtensions({ names, asksForCa, purposes, keyUsages }: CsrWish): readonly Extension[] {
  const extension = (extnID: string, value: unknown) => new Extension({ extnID, extnValue: new OctetString(AsnConvert.serialize(value)) });
  return [
    ...(names === undefined ? [] : [extension('2.5.29.17', new SubjectAlternativeName([...names]))]),
    ...(asksForCa === undefined ? [] : [extension('2.5.29.19', new BasicConstraints({ cA: true }))]),
    ...(purposes === undefined ? [] : [extension('2.5.29.37', new ExtendedKeyUsage([...purposes]))]),
    ...(keyUsages === undefined ? [] : [extension('2.5.29.15', new KeyUsage(keyUsages))]),
  ];
}
