import { type RevocationReason, reasonCode } from '../crl/revocation-reason.ts';
import { TAG } from '../der/read-der.ts';
import { element, generalizedTime, sequence } from '../der/write-der.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import { type Bytes, fromHex } from '../octets.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type CertId, isIssuedBy } from './cert-id.ts';
import type { Responder } from './responder.ts';

/** What our records say of a certificate we issued. There is no `unknown`: that is a serial for which there is no record. */
export type CertificateStatus =
  | { readonly state: 'good' }
  | { readonly state: 'revoked'; readonly at: Instant; readonly reason: RevocationReason };

export interface OcspAnswerRequest {
  readonly responder: Responder;
  /** Those of a request, or one from `preSignedCertId`. */
  readonly certIds: readonly CertId[];
  /** By serial in lower-case hexadecimal. A serial that is not in it is answered with `unknown`: good is only what a record says is good. */
  readonly statuses: ReadonlyMap<string, CertificateStatus>;
  /** When the records were read; also when the answer is made. */
  readonly thisUpdate: Instant;
  /** Until when the answer may be relied upon: at most ten days (Baseline Requirements 4.9.10). */
  readonly nextUpdate: Instant;
  /** That of the request. */
  readonly nonce?: Bytes | undefined;
}

export type OcspAnswerRefusal =
  /** None of the certificates is one of this CA: answer with `unauthorized` (RFC 5019 section 2.2.3). */
  { readonly code: 'ocsp-not-ours' } | { readonly code: 'ocsp-dates-reversed' };

const RESPONDER_BY_KEY = 0xa2;
const EXTENSIONS_TAG = 0xa1;
const NEXT_UPDATE_TAG = 0xa0;
const REASON_TAG = 0xa0;
const STATUS_TAGS = { good: 0x80, revoked: 0xa1, unknown: 0x82 } as const;
const NONCE_OID = element(TAG.objectIdentifier, fromHex('2b0601050507300102'));

/** The ResponseData (RFC 6960 section 4.2.1) that the signer signs. A certificate of another CA among several is answered with `unknown`. */
export function writeOcspAnswer(request: OcspAnswerRequest): Result<Bytes, OcspAnswerRefusal> {
  const { responder, certIds, thisUpdate, nextUpdate, nonce } = request;
  if (!certIds.some((certId) => isIssuedBy(certId, responder.hashes))) return refuse({ code: 'ocsp-not-ours' });
  if (nextUpdate - thisUpdate < SECOND_MS) return refuse({ code: 'ocsp-dates-reversed' });
  const dates = sequenceTail(thisUpdate, nextUpdate);
  const responses = certIds.map((certId) => sequence(certId.octets, writeStatus(statusOf(certId, request)), ...dates));
  const extensions = nonce === undefined ? [] : [element(EXTENSIONS_TAG, sequence(writeNonce(nonce)))];
  return ok(
    sequence(
      element(RESPONDER_BY_KEY, element(TAG.octetString, responder.keyHash)),
      generalizedTime(thisUpdate),
      sequence(...responses),
      ...extensions,
    ),
  );
}

function sequenceTail(thisUpdate: Instant, nextUpdate: Instant): readonly Bytes[] {
  return [generalizedTime(thisUpdate), element(NEXT_UPDATE_TAG, generalizedTime(nextUpdate))];
}

function statusOf(certId: CertId, { responder, statuses }: OcspAnswerRequest): CertificateStatus | undefined {
  return isIssuedBy(certId, responder.hashes) ? statuses.get(certId.serialHex) : undefined;
}

function writeStatus(status: CertificateStatus | undefined): Bytes {
  switch (status?.state) {
    case undefined:
      return element(STATUS_TAGS.unknown);
    case 'good':
      return element(STATUS_TAGS.good);
    case 'revoked': {
      const code = reasonCode(status.reason);
      const reason = code === undefined ? [] : [element(REASON_TAG, Uint8Array.of(TAG.enumerated, 1, code))];
      return element(STATUS_TAGS.revoked, generalizedTime(status.at), ...reason);
    }
  }
}

function writeNonce(nonce: Bytes): Bytes {
  return sequence(NONCE_OID, element(TAG.octetString, element(TAG.octetString, nonce)));
}

/** RFC 6960 section 4.2.1, OCSPResponseStatus, but for `successful` and for `sigRequired`, which we never ask for. */
const FAILURES = { 'malformed-request': 1, 'internal-error': 2, 'try-later': 3, unauthorized: 6 } as const;

export type OcspFailure = keyof typeof FAILURES;

export const OCSP_FAILURES = Object.keys(FAILURES) as readonly OcspFailure[];

/** The whole answer that says nothing about any certificate, and is therefore not signed. It must not be kept by caches. */
export function ocspFailure(failure: OcspFailure): Bytes {
  return sequence(Uint8Array.of(TAG.enumerated, 1, FAILURES[failure]));
}

export function failureOf(code: number): OcspFailure | undefined {
  return OCSP_FAILURES.find((failure) => FAILURES[failure] === code);
}
