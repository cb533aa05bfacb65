import { type DerElement, TAG, readDer } from '../der/read-der.ts';
import { objectIdentifier, wholeBits } from '../der/values.ts';
import { OID } from '../object-identifiers.ts';
import type { Bytes } from '../octets.ts';
import { type Result, ok, refuse } from '../result.ts';
import { algorithmName } from '../signature-algorithm.ts';
import { OCSP_ANSWER_LIMITS, type OcspAnswer, readAnswerElement } from './read-answer.ts';
import { type OcspFailure, failureOf } from './write-answer.ts';

/** An OCSPResponse of ours or another's, taken apart (RFC 6960 section 4.2.1). */
export type DecodedOcspResponse = { readonly status: OcspFailure | 'other-failure' } | SuccessfulResponse;

export interface SuccessfulResponse {
  readonly status: 'successful';
  readonly answer: OcspAnswer;
  /** A name from the list of `SignatureAlgorithm`, or a dotted object identifier. */
  readonly signatureAlgorithm: string;
  readonly signature: Bytes;
  /** The DER of those that came with it: that of a delegated responder. */
  readonly certificates: readonly Bytes[];
}

export type OcspResponseRefusal = { readonly code: 'ocsp-response-too-large' } | { readonly code: 'ocsp-response-malformed' };

const MALFORMED = refuse({ code: 'ocsp-response-malformed' } as const);

/** Refuses what is larger than 64 kB and what has not the form. Says nothing about trust. */
export function decodeOcspResponse(der: Uint8Array): Result<DecodedOcspResponse, OcspResponseRefusal> {
  const root = readDer(der, OCSP_ANSWER_LIMITS);
  if (!root.ok) return root.error.code === 'der-malformed' ? MALFORMED : refuse({ code: 'ocsp-response-too-large' });
  const [status, body, ...rest] = root.value.tag === TAG.sequence ? root.value.children : [];
  const [code, ...more] = status?.tag === TAG.enumerated ? status.content : [];
  if (code === undefined || more.length + rest.length > 0 || (code === 0) !== (body !== undefined)) return MALFORMED;
  if (code !== 0) return ok({ status: failureOf(code) ?? 'other-failure' });
  const basic = body?.tag === 0xa0 && body.children.length === 1 ? basicResponseIn(body.children[0]) : undefined;
  return basic === undefined ? MALFORMED : ok(basic);
}

function basicResponseIn(element: DerElement | undefined): SuccessfulResponse | undefined {
  const [type, octets, ...rest] = element?.tag === TAG.sequence ? element.children : [];
  if (objectIdentifier(type) !== OID.ocspBasic || octets?.tag !== TAG.octetString || rest.length > 0) return undefined;
  const basic = readDer(octets.content, OCSP_ANSWER_LIMITS);
  const [data, algorithm, bits, wrapped, ...more] = basic.ok && basic.value.tag === TAG.sequence ? basic.value.children : [];
  const answer = readAnswerElement(data);
  const signature = wholeBits(bits);
  const certificates = certificatesIn(wrapped);
  if (answer === undefined || algorithm?.tag !== TAG.sequence || signature === undefined || more.length > 0) return undefined;
  if (certificates === undefined) return undefined;
  return { status: 'successful', answer, signatureAlgorithm: algorithmName(algorithm), signature, certificates };
}

function certificatesIn(wrapped: DerElement | undefined): readonly Bytes[] | undefined {
  if (wrapped === undefined) return [];
  const list = wrapped.tag === 0xa0 && wrapped.children.length === 1 ? wrapped.children[0] : undefined;
  return list?.tag === TAG.sequence ? list.children.map(({ octets }) => octets) : undefined;
}
