import { signingAlgorithmOf } from '../keys/signing-algorithm.ts';
import type { PublicKey } from '../keys/public-key.ts';
import type { NameConstraints } from '../names/name-constraints.ts';
import { type Subject, type SubjectRefusal, mistakeInSubject } from '../names/subject.ts';
import { OID } from '../object-identifiers.ts';
import type { Bytes } from '../octets.ts';
import type { Digests } from '../ports.ts';
import type { Validity } from '../profiles/rules.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { Issuer } from './issuer.ts';
import type { Pointers } from './leaf.ts';
import { writeToBeSigned } from './to-be-signed.ts';
import {
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionPoints,
  extendedKeyUsage,
  keyUsage,
  nameConstraints,
  ocspNoCheck,
  subjectKeyIdentifier,
} from './write-extensions.ts';
import { writeName } from './write-name.ts';

/** The certificates of the CA itself: made in a ceremony, signed by the ceremony's signer alone. */

export interface RootRequest {
  readonly serial: Bytes;
  readonly publicKey: PublicKey;
  readonly subject: Subject;
  readonly validity: Validity;
}

export type AuthorityRefusal =
  | SubjectRefusal
  /** A CA without a name could not be named by what it signs (RFC 5280 section 4.1.2.6). */
  | { readonly code: 'subject-empty' }
  | { readonly code: 'lifetime-outlives-issuer'; readonly issuerNotAfter: number }
  /** The issuer's own path length leaves no room for another CA below it. */
  | { readonly code: 'path-too-long' };

const CA_USAGES = ['keyCertSign', 'cRLSign'] as const;

/** A self-signed root. It is trusted because somebody chose it, so it carries neither pointers nor purposes nor a path length. */
export function writeRoot({ serial, publicKey, subject, validity }: RootRequest, digests: Digests): Result<Bytes, AuthorityRefusal> {
  const mistake = mistakeInCaSubject(subject);
  if (mistake !== undefined) return refuse(mistake);
  const name = writeName(subject);
  const keyIdentifier = digests.sha1(publicKey.keyBits);
  const extensions = [
    basicConstraints({}),
    keyUsage(CA_USAGES),
    subjectKeyIdentifier(keyIdentifier),
    authorityKeyIdentifier(keyIdentifier),
  ];
  const algorithm = signingAlgorithmOf(publicKey);
  return ok(writeToBeSigned({ serial, algorithm, issuer: name, validity, subject: name, publicKey: publicKey.spki, extensions }));
}

export interface IssuingCaRequest extends RootRequest {
  readonly issuer: Issuer;
  /** How many CAs may stand between this one and a leaf: 0 for one that only issues leaves. */
  readonly pathLength: number;
  readonly constraints?: NameConstraints;
  readonly pointers: Pointers;
}

export function writeIssuingCa(request: IssuingCaRequest, digests: Digests): Result<Bytes, AuthorityRefusal> {
  const { serial, publicKey, subject, validity, issuer, pathLength, constraints, pointers } = request;
  const mistake = mistakeInCaSubject(subject) ?? mistakeBelow(issuer, request);
  if (mistake !== undefined) return refuse(mistake);
  const extensions = [
    basicConstraints({ pathLength }),
    keyUsage(CA_USAGES),
    ...(constraints === undefined ? [] : [nameConstraints(constraints)]),
    subjectKeyIdentifier(digests.sha1(publicKey.keyBits)),
    authorityKeyIdentifier(issuer.keyIdentifier),
    ...authorityInfoAccess({ ocsp: pointers.ocsp, issuer: pointers.issuer }),
    ...crlDistributionPoints(pointers.crl),
  ];
  const { algorithm, name } = issuer;
  return ok(
    writeToBeSigned({ serial, algorithm, issuer: name, validity, subject: writeName(subject), publicKey: publicKey.spki, extensions }),
  );
}

export interface ResponderRequest extends RootRequest {
  readonly issuer: Issuer;
}

/** The delegated responder of one CA (RFC 6960 section 4.2.2.2): it can sign OCSP answers and nothing else. */
export function writeResponder(request: ResponderRequest, digests: Digests): Result<Bytes, AuthorityRefusal> {
  const { serial, publicKey, subject, validity, issuer } = request;
  const mistake = mistakeInCaSubject(subject) ?? outlives(issuer, validity);
  if (mistake !== undefined) return refuse(mistake);
  const extensions = [
    basicConstraints('leaf'),
    keyUsage(['digitalSignature']),
    extendedKeyUsage([OID.ocspSigning]),
    ocspNoCheck(),
    subjectKeyIdentifier(digests.sha1(publicKey.keyBits)),
    authorityKeyIdentifier(issuer.keyIdentifier),
  ];
  const { algorithm, name } = issuer;
  return ok(
    writeToBeSigned({ serial, algorithm, issuer: name, validity, subject: writeName(subject), publicKey: publicKey.spki, extensions }),
  );
}

function mistakeInCaSubject(subject: Subject): AuthorityRefusal | undefined {
  return Object.values(subject).some((value) => value !== undefined) ? mistakeInSubject(subject) : { code: 'subject-empty' };
}

function mistakeBelow(issuer: Issuer, { validity, pathLength }: IssuingCaRequest): AuthorityRefusal | undefined {
  const limit = issuer.certificate.basicConstraints?.pathLength;
  return limit !== undefined && pathLength >= limit ? { code: 'path-too-long' } : outlives(issuer, validity);
}

function outlives({ validity: { notAfter } }: Issuer, validity: Validity): AuthorityRefusal | undefined {
  return validity.notAfter > notAfter ? { code: 'lifetime-outlives-issuer', issuerNotAfter: notAfter } : undefined;
}
