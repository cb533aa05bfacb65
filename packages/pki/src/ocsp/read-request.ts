import { type DerElement, type DerLimits, TAG, readDer } from '../der/read-der.ts';
import { OID } from '../object-identifiers.ts';
import type { Bytes } from '../octets.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type RawExtension, extensionElement, extensionOf, readExtensions } from '../structures/extensions.ts';
import { type CertId, readCertId } from './cert-id.ts';

/** What a client asks (RFC 6960 section 4.1). A signature on it is ignored: anybody may ask. */
export interface OcspRequest {
  readonly certIds: readonly CertId[];
  /** The octets inside the Nonce (RFC 9654): an answer made for this request alone repeats them. */
  readonly nonce: Bytes | undefined;
}

/** Either is answered with `malformed-request`. */
export type OcspRequestRefusal = { readonly code: 'ocsp-request-too-large' } | { readonly code: 'ocsp-request-malformed' };

/** Twenty certificates with SHA-256 and a nonce are 2.5 kB; RFC 5019 asks clients for one. */
export const OCSP_REQUEST_MAX_OCTETS = 4096;
const LIMITS: DerLimits = { bytes: OCSP_REQUEST_MAX_OCTETS, depth: 10, elements: 256 };
export const MAX_CERT_IDS = 20;

const REQUEST_TAGS = { requestorName: 0xa1, extensions: 0xa2 } as const;
const SIGNATURE_TAG = 0xa0;
const SINGLE_EXTENSIONS_TAG = 0xa0;

/** Refuses what has not the form, asks about nothing or more than twenty, has a nonce of no octet or more than 128, or a critical extension. */
export function readOcspRequest(octets: Uint8Array): Result<OcspRequest, OcspRequestRefusal> {
  const root = readDer(octets, LIMITS);
  if (!root.ok) return refuse({ code: root.error.code === 'der-malformed' ? 'ocsp-request-malformed' : 'ocsp-request-too-large' });
  const [tbs, signature, ...rest] = root.value.tag === TAG.sequence ? root.value.children : [];
  if (rest.length > 0 || (signature !== undefined && signature.tag !== SIGNATURE_TAG)) return refuse({ code: 'ocsp-request-malformed' });
  return readToBeSigned(tbs);
}

function readToBeSigned(tbs: DerElement | undefined): Result<OcspRequest, OcspRequestRefusal> {
  const fields = tbs?.tag === TAG.sequence ? [...tbs.children] : [];
  // Version 1 is the default and never written; the name of who asks is nobody's business.
  if (fields[0]?.tag === REQUEST_TAGS.requestorName) fields.shift();
  const [list, wrapped, ...rest] = fields;
  if (list?.tag !== TAG.sequence || rest.length > 0) return refuse({ code: 'ocsp-request-malformed' });
  if (list.children.length > MAX_CERT_IDS) return refuse({ code: 'ocsp-request-too-large' });
  const certIds = list.children.map(readSingle);
  const isWrapped = wrapped === undefined || (wrapped.tag === REQUEST_TAGS.extensions && wrapped.children.length === 1);
  const extensions = isWrapped ? optionalExtensions(wrapped) : undefined;
  const nonceField = extensions && extensionOf(extensions, OID.ocspNonce);
  const nonce = nonceIn(nonceField);
  if (extensions === undefined || (nonceField !== undefined && nonce === undefined)) return refuse({ code: 'ocsp-request-malformed' });
  if (certIds.length === 0 || !certIds.every((certId) => certId !== undefined)) return refuse({ code: 'ocsp-request-malformed' });
  return ok({ certIds, nonce });
}

/** RFC 9654 section 2.1: one octet to 128. */
export function nonceIn(extension: RawExtension | undefined): Bytes | undefined {
  const element = extensionElement(extension, { bytes: 160, depth: 1, elements: 1 });
  const length = element?.tag === TAG.octetString ? element.content.length : 0;
  return length >= 1 && length <= 128 ? element?.content : undefined;
}

/** An empty list where the field is not there. A critical extension would change what is asked in a way we do not know; a nonce does not. */
function optionalExtensions(field: DerElement | undefined): readonly RawExtension[] | undefined {
  const extensions = field === undefined ? [] : readExtensions(field.children[0]);
  return extensions?.some(({ oid, critical }) => critical && oid !== OID.ocspNonce) === true ? undefined : extensions;
}

function readSingle(element: DerElement): CertId | undefined {
  const [certId, extensions, ...rest] = element.tag === TAG.sequence ? element.children : [];
  const isForm = extensions === undefined || (extensions.tag === SINGLE_EXTENSIONS_TAG && extensions.children.length === 1);
  return rest.length === 0 && isForm && optionalExtensions(extensions) !== undefined ? readCertId(certId) : undefined;
}
