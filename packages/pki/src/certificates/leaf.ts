import type { PublicKey } from '../keys/public-key.ts';
import type { Identifier } from '../names/identifiers.ts';
import { isPermitted } from '../names/name-constraints.ts';
import type { Subject } from '../names/subject.ts';
import { type Bytes, fromHex, toHex } from '../octets.ts';
import type { Digests } from '../ports.ts';
import type { CertificateProfile, LeafKeyUsage } from '../profiles/profile.ts';
import { type NamesRefusal, type Validity, mistakeInNames, needsRevocationPointers } from '../profiles/rules.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { RawExtension } from '../structures/extensions.ts';
import { PURPOSES } from '../structures/usages.ts';
import type { Issuer } from './issuer.ts';
import { writeToBeSigned } from './to-be-signed.ts';
import {
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  certificatePolicies,
  crlDistributionPoints,
  extendedKeyUsage,
  keyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from './write-extensions.ts';
import { writeName } from './write-name.ts';

/** Everything a leaf is made of. The key is all that comes from a CSR. */
export interface LeafRequest {
  readonly profile: CertificateProfile;
  readonly issuer: Issuer;
  readonly serial: Bytes;
  readonly publicKey: PublicKey;
  readonly identifiers: readonly Identifier[];
  readonly subject: Subject;
  /** From `chooseValidity`. */
  readonly validity: Validity;
  readonly pointers: Pointers;
}

/** Where those who rely on a certificate find out about it: http, as RFC 5280 section 4.2.1.13 and RFC 5019 expect. */
export interface Pointers {
  readonly crl: readonly string[];
  readonly ocsp: readonly string[];
  readonly issuer: readonly string[];
}

export type LeafRefusal =
  | NamesRefusal
  /** The profile wants nothing that a key of this kind can do. */
  | { readonly code: 'key-without-usage' }
  /** Outside what the CA's own certificate permits. */
  | { readonly code: 'names-not-permitted'; readonly identifiers: readonly Identifier[] };

/** The octets that lint looks at and the signer signs. Key strength was looked at when the CSR was read; the signer looks again. */
export function writeLeaf(request: LeafRequest, digests: Digests): Result<Bytes, LeafRefusal> {
  const { profile, issuer, identifiers, subject, validity, pointers, publicKey } = request;
  const mistake = mistakeInNames(profile, { identifiers, subject });
  if (mistake !== undefined) return refuse(mistake);
  const { constraints } = issuer;
  const notPermitted = constraints === undefined ? [] : identifiers.filter((identifier) => !isPermitted(identifier, constraints));
  if (notPermitted.length > 0) return refuse({ code: 'names-not-permitted', identifiers: notPermitted });
  const usages = keyUsagesFor(profile, publicKey);
  if (usages.length === 0) return refuse({ code: 'key-without-usage' });
  const isNamed = Object.values(subject).some((value) => value !== undefined);
  const revocation = needsRevocationPointers(profile, validity) ? pointers : { crl: [], ocsp: [] };
  const { before, after } = commonExtensions({
    usages,
    purposes: profile.purposes.map((purpose) => PURPOSES[purpose]),
    authorityKey: toHex(issuer.keyIdentifier),
    policies: profile.policies,
    pointers: { ...revocation, issuer: pointers.issuer },
  });
  const extensions = [
    ...before,
    subjectAltName(identifiers, isNamed ? 'present' : 'empty'),
    subjectKeyIdentifier(digests.sha1(publicKey.keyBits)),
    ...after,
  ];
  const { serial } = request;
  const { algorithm, name } = issuer;
  return ok(
    writeToBeSigned({ serial, algorithm, issuer: name, validity, subject: writeName(subject), publicKey: publicKey.spki, extensions }),
  );
}

/** What all leaves of a profile have in common under one issuer, but for what their kind of key and their length change. */
interface CommonContents {
  readonly usages: readonly LeafKeyUsage[];
  readonly purposes: readonly string[];
  /** Hexadecimal. */
  readonly authorityKey: string;
  readonly policies: readonly string[];
  readonly pointers: Pointers;
}

interface CommonExtensions {
  /** In front of those that every leaf has for itself. */
  readonly before: readonly RawExtension[];
  readonly after: readonly RawExtension[];
}

/** By their contents, so that nothing can be found under another's name. */
const remembered = new Map<string, CommonExtensions>();
const MOST_REMEMBERED = 64;

function commonExtensions(contents: CommonContents): CommonExtensions {
  const name = JSON.stringify(contents);
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const { usages, purposes, authorityKey, policies, pointers } = contents;
  const written = {
    before: [basicConstraints('leaf'), keyUsage(usages), extendedKeyUsage(purposes)],
    after: [
      authorityKeyIdentifier(fromHex(authorityKey)),
      ...certificatePolicies(policies),
      ...authorityInfoAccess(pointers),
      ...crlDistributionPoints(pointers.crl),
    ],
  };
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(name, written);
  return written;
}

/** Only what a key of this kind can do: an EC or Ed25519 key enciphers nothing (RFC 5480 section 3, RFC 8410 section 5). */
function keyUsagesFor(profile: CertificateProfile, key: PublicKey): readonly LeafKeyUsage[] {
  return profile.keyUsages.filter((usage) => isPossible(usage, key));
}

export function isPossible(usage: LeafKeyUsage, key: PublicKey): boolean {
  switch (usage) {
    case 'digitalSignature':
      return true;
    case 'keyEncipherment':
      return key.kind === 'rsa';
    case 'keyAgreement':
      return key.kind === 'ec';
  }
}
