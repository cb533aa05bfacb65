import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AccessDescription,
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CRLDistributionPoints,
  CertificatePolicies,
  DistributionPoint,
  DistributionPointName,
  ExtendedKeyUsage,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  KeyIdentifier,
  NameConstraints as AsnNameConstraints,
  PolicyInformation,
} from '@peculiar/asn1-x509';
import { TAG } from '../der/read-der.ts';
import { element, sequence } from '../der/write-der.ts';
import type { Identifier } from '../names/identifiers.ts';
import type { AddressRange, NameConstraints } from '../names/name-constraints.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, utf8 } from '../octets.ts';
import type { RawExtension } from '../structures/extensions.ts';
import { KEY_USAGES, type KeyUsage } from '../structures/usages.ts';

/**
 * The extensions we write, each with the criticality its RFC asks for. What is another one in every leaf is written by hand: over the two of them and what is around
 * them the library took 370 µs, and a signature takes 30.
 */

export function basicConstraints(of: 'leaf' | { readonly pathLength?: number }): RawExtension {
  const value = of === 'leaf' ? new BasicConstraints() : new BasicConstraints({ cA: true, ...pathLengthOf(of) });
  return { oid: OID.basicConstraints, critical: true, value: written(value) };
}

function pathLengthOf({ pathLength }: { readonly pathLength?: number }): { readonly pathLenConstraint?: number } {
  return pathLength === undefined ? {} : { pathLenConstraint: pathLength };
}

/** A named bit list in DER ends with its last set bit (X.690 section 11.2.2), which the library leaves to its caller. */
export function keyUsage(usages: readonly KeyUsage[]): RawExtension {
  const bits = usages.map((usage) => KEY_USAGES.indexOf(usage));
  const last = Math.max(...bits);
  const octets = new Uint8Array((last >> 3) + 1);
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return { oid: OID.keyUsage, critical: true, value: element(TAG.bitString, Uint8Array.of(7 - (last & 7)), octets) };
}

export function extendedKeyUsage(purposes: readonly string[]): RawExtension {
  return { oid: OID.extKeyUsage, critical: false, value: written(new ExtendedKeyUsage([...purposes])) };
}

/** Critical exactly when the subject is empty (RFC 5280 section 4.2.1.6): then it is the only name there is. */
export function subjectAltName(identifiers: readonly Identifier[], subject: 'empty' | 'present'): RawExtension {
  return { oid: OID.subjectAltName, critical: subject === 'empty', value: sequence(...identifiers.map(generalName)) };
}

const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/** A DNS name as we keep it has no letter outside IA5String. */
function generalName(identifier: Identifier): Bytes {
  return identifier.type === 'dns' ? element(DNS_NAME, utf8(identifier.name)) : element(IP_ADDRESS, identifier.address.octets);
}

export function subjectKeyIdentifier(keyIdentifier: Bytes): RawExtension {
  return { oid: OID.subjectKeyIdentifier, critical: false, value: element(TAG.octetString, keyIdentifier) };
}

export function authorityKeyIdentifier(keyIdentifier: Bytes): RawExtension {
  const value = new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier) });
  return { oid: OID.authorityKeyIdentifier, critical: false, value: written(value) };
}

/** Only what there is: an empty list would be no list (RFC 5280 section 4.2.2.1). */
export function authorityInfoAccess(urls: {
  readonly ocsp: readonly string[];
  readonly issuer: readonly string[];
}): readonly RawExtension[] {
  const describe = (accessMethod: string) => (uniformResourceIdentifier: string) =>
    new AccessDescription({ accessMethod, accessLocation: new GeneralName({ uniformResourceIdentifier }) });
  const descriptions = [...urls.ocsp.map(describe(OID.ocsp)), ...urls.issuer.map(describe(OID.caIssuers))];
  if (descriptions.length === 0) return [];
  return [{ oid: OID.authorityInfoAccess, critical: false, value: written(new AuthorityInfoAccessSyntax(descriptions)) }];
}

export function crlDistributionPoints(urls: readonly string[]): readonly RawExtension[] {
  if (urls.length === 0) return [];
  const fullName = urls.map((uniformResourceIdentifier) => new GeneralName({ uniformResourceIdentifier }));
  const point = new DistributionPoint({ distributionPoint: new DistributionPointName({ fullName }) });
  return [{ oid: OID.cRLDistributionPoints, critical: false, value: written(new CRLDistributionPoints([point])) }];
}

export function certificatePolicies(policies: readonly string[]): readonly RawExtension[] {
  if (policies.length === 0) return [];
  const information = policies.map((policyIdentifier) => new PolicyInformation({ policyIdentifier }));
  return [{ oid: OID.certificatePolicies, critical: false, value: written(new CertificatePolicies(information)) }];
}

export function nameConstraints(constraints: NameConstraints): RawExtension {
  const permitted = subtrees(constraints.permittedDomains, constraints.permittedAddresses);
  const excluded = subtrees(constraints.excludedDomains, constraints.excludedAddresses);
  const value = new AsnNameConstraints({
    ...(permitted.length > 0 ? { permittedSubtrees: permitted } : {}),
    ...(excluded.length > 0 ? { excludedSubtrees: excluded } : {}),
  });
  return { oid: OID.nameConstraints, critical: true, value: written(value) };
}

function subtrees(domains: readonly string[], addresses: readonly AddressRange[]): GeneralSubtrees {
  const ofDomain = (dNSName: string) => new GeneralSubtree({ base: new GeneralName({ dNSName }) });
  // The library writes an address from its text and has none for a range.
  const ofRange = (range: AddressRange) =>
    AsnConvert.parse(sequence(element(IP_ADDRESS, range.address.octets, maskOf(range))), GeneralSubtree);
  return new GeneralSubtrees([...domains.map(ofDomain), ...addresses.map(ofRange)]);
}

function maskOf({ address, bits }: AddressRange): Bytes {
  return Uint8Array.from(address.octets, (_, index) => (0xff << (8 - Math.min(8, Math.max(0, bits - 8 * index)))) & 0xff);
}

/** RFC 6960 section 4.2.2.2.1: nobody asks whether a responder's own certificate was revoked, so it lives shortly. */
export function ocspNoCheck(): RawExtension {
  return { oid: OID.ocspNoCheck, critical: false, value: Uint8Array.of(0x05, 0x00) };
}

function written(value: unknown): Bytes {
  return new Uint8Array(AsnConvert.serialize(value));
}
