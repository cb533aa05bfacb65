import { type ListedReason, reasonIn } from '../crl/revocation-reason.ts';
import { type DerElement, type DerLimits, TAG, readDer } from '../der/read-der.ts';
import { instantIn } from '../der/values.ts';
import type { Instant } from '../instant.ts';
import { OID } from '../object-identifiers.ts';
import type { Bytes } from '../octets.ts';
import { type RawExtension, extensionOf, readExtensions } from '../structures/extensions.ts';
import { type CertId, readCertId } from './cert-id.ts';
import { nonceIn } from './read-request.ts';

/** A ResponseData (RFC 6960 section 4.2.1) taken apart. */
export interface OcspAnswer {
  readonly octets: Bytes;
  /** By key; undefined for one that is named otherwise. */
  readonly responderKeyHash: Bytes | undefined;
  readonly producedAt: Instant;
  readonly responses: readonly SingleAnswer[];
  readonly nonce: Bytes | undefined;
  readonly extensions: readonly RawExtension[];
}

export interface SingleAnswer {
  readonly certId: CertId;
  readonly status: AnsweredStatus;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant | undefined;
  readonly extensions: readonly RawExtension[];
}

export type AnsweredStatus =
  | { readonly state: 'good' }
  | { readonly state: 'unknown' }
  | { readonly state: 'revoked'; readonly at: Instant; readonly reason: ListedReason | undefined };

export const OCSP_ANSWER_LIMITS: DerLimits = { bytes: 65_536, depth: 20, elements: 4000 };

/** Undefined for what does not have the form. */
export function readOcspAnswer(octets: Uint8Array): OcspAnswer | undefined {
  const root = readDer(octets, OCSP_ANSWER_LIMITS);
  return root.ok ? readAnswerElement(root.value) : undefined;
}

export function readAnswerElement(element: DerElement | undefined): OcspAnswer | undefined {
  const [responder, produced, list, wrapped, ...rest] = element?.tag === TAG.sequence ? element.children : [];
  const producedAt = generalizedInstant(produced);
  const extensions = optionalExtensions(wrapped, 0xa1);
  const nonceField = extensions && extensionOf(extensions, OID.ocspNonce);
  const nonce = nonceIn(nonceField);
  const isNamed = responder?.children.length === 1 && (responder.tag === 0xa1 || responder.tag === 0xa2);
  if (element === undefined || !isNamed || producedAt === undefined || list?.tag !== TAG.sequence || rest.length > 0) return undefined;
  if (extensions === undefined || (nonceField !== undefined && nonce === undefined)) return undefined;
  const responses = list.children.map(readSingle);
  if (!responses.every((response) => response !== undefined)) return undefined;
  const keyHash = responder.tag === 0xa2 && responder.children[0]?.tag === TAG.octetString ? responder.children[0].content : undefined;
  return { octets: element.octets, responderKeyHash: keyHash, producedAt, responses, nonce, extensions };
}

function generalizedInstant(element: DerElement | undefined): Instant | undefined {
  return element?.tag === TAG.generalizedTime ? instantIn(element) : undefined;
}

function optionalExtensions(field: DerElement | undefined, tag: number): readonly RawExtension[] | undefined {
  if (field === undefined) return [];
  return field.tag === tag && field.children.length === 1 ? readExtensions(field.children[0]) : undefined;
}

function readSingle(element: DerElement): SingleAnswer | undefined {
  const [id, found, first, ...rest] = element.tag === TAG.sequence ? element.children : [];
  const certId = readCertId(id);
  const status = readStatus(found);
  const thisUpdate = generalizedInstant(first);
  const nextField = rest[0]?.tag === 0xa0 ? rest.shift() : undefined;
  const nextUpdate = nextField?.children.length === 1 ? generalizedInstant(nextField.children[0]) : undefined;
  const extensions = rest.length > 1 ? undefined : optionalExtensions(rest[0], 0xa1);
  if (certId === undefined || status === undefined || thisUpdate === undefined || extensions === undefined) return undefined;
  return nextField !== undefined && nextUpdate === undefined ? undefined : { certId, status, thisUpdate, nextUpdate, extensions };
}

function readStatus(element: DerElement | undefined): AnsweredStatus | undefined {
  if (element === undefined) return undefined;
  switch (element.tag) {
    case 0x80:
      return element.content.length === 0 ? { state: 'good' } : undefined;
    case 0x82:
      return element.content.length === 0 ? { state: 'unknown' } : undefined;
    case 0xa1:
      return readRevoked(element);
    default:
      return undefined;
  }
}

function readRevoked({ children: [date, wrapped, ...rest] }: DerElement): AnsweredStatus | undefined {
  const at = generalizedInstant(date);
  if (at === undefined || rest.length > 0) return undefined;
  if (wrapped === undefined) return { state: 'revoked', at, reason: undefined };
  const [found, ...more] = wrapped.tag === 0xa0 ? wrapped.children : [];
  const reason = found?.tag === TAG.enumerated && more.length === 0 ? reasonIn(found.content) : undefined;
  return reason === undefined ? undefined : { state: 'revoked', at, reason };
}
