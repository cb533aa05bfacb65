import { type DerElement, TAG } from '../der/read-der.ts';
import { objectIdentifier, wholeBits } from '../der/values.ts';
import { OID } from '../object-identifiers.ts';
import type { Bytes } from '../octets.ts';
import { readGeneralName, readNamesIn } from './general-names.ts';

/** Where a certificate says its CRL, its OCSP responder and its issuer's certificate are. */
export interface Access {
  readonly ocspUrls: readonly string[];
  readonly issuerUrls: readonly string[];
}

/** AuthorityInfoAccess (RFC 5280 section 4.2.2.1): the URIs of the two methods we know. */
export function readAccess(element: DerElement | undefined): Access | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const entries = element.children.map((entry) => {
    const [method, location, ...rest] = entry.tag === TAG.sequence ? entry.children : [];
    const name = location === undefined ? undefined : readGeneralName(location);
    return rest.length > 0 || name === undefined ? undefined : { method: objectIdentifier(method), name };
  });
  if (!entries.every((entry) => entry !== undefined)) return undefined;
  const urls = (method: string) => entries.filter((one) => one.method === method && one.name.type === 'uri').map((one) => one.name.text);
  return { ocspUrls: urls(OID.ocsp), issuerUrls: urls(OID.caIssuers) };
}

/** CRLDistributionPoints (RFC 5280 section 4.2.1.13): the URIs of full names. */
export function readDistributionPoints(element: DerElement | undefined): readonly string[] | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const points = element.children.map(readDistributionPoint);
  return points.every((point) => point !== undefined) ? points.flat() : undefined;
}

const CONTEXT_0 = 0xa0;

function readDistributionPoint(element: DerElement): readonly string[] | undefined {
  if (element.tag !== TAG.sequence) return undefined;
  const point = element.children.find(({ tag }) => tag === CONTEXT_0);
  return point === undefined ? [] : readDistributionPointName(point);
}

/** DistributionPointName, of which `fullName` [0] is the choice everybody uses. */
export function readDistributionPointName(element: DerElement): readonly string[] | undefined {
  const fullName = element.children.length === 1 ? element.children[0] : undefined;
  if (fullName?.tag !== CONTEXT_0) return [];
  const names = readNamesIn(fullName);
  return names?.filter((name) => name.type === 'uri').map((name) => name.text);
}

/** SubjectKeyIdentifier (RFC 5280 section 4.2.1.2). */
export function readSubjectKeyIdentifier(element: DerElement | undefined): Bytes | undefined {
  return element?.tag === TAG.octetString ? element.content : undefined;
}

const KEY_IDENTIFIER = 0x80;

/** AuthorityKeyIdentifier (RFC 5280 section 4.2.1.1): its key identifier, empty when it names the issuer in another way. */
export function readAuthorityKeyIdentifier(element: DerElement | undefined): Bytes | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  return element.children.find(({ tag }) => tag === KEY_IDENTIFIER)?.content ?? new Uint8Array();
}

/** CertificatePolicies (RFC 5280 section 4.2.1.4), in dotted form. */
export function readPolicies(element: DerElement | undefined): readonly string[] | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const policies = element.children.map((policy) => (policy.tag === TAG.sequence ? objectIdentifier(policy.children[0]) : undefined));
  return policies.every((policy) => policy !== undefined) ? policies : undefined;
}

/** The octets of the subjectPublicKey inside a SubjectPublicKeyInfo: what key identifiers and OCSP hash. */
export function keyBitsOf(publicKeyInfo: DerElement): Bytes | undefined {
  return wholeBits(publicKeyInfo.children[1]);
}
