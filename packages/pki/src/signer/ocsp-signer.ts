import { isRevocationReason } from '../crl/revocation-reason.ts';
import { TAG } from '../der/read-der.ts';
import { element, sequence } from '../der/write-der.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, equalOctets, fromHex } from '../octets.ts';
import { isIssuedBy } from '../ocsp/cert-id.ts';
import { type OcspAnswer, type SingleAnswer, readOcspAnswer } from '../ocsp/read-answer.ts';
import { MAX_CERT_IDS } from '../ocsp/read-request.ts';
import type { Responder } from '../ocsp/responder.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import { isSame } from './certificate-facts.ts';
import type { Objection, SignerRefusal } from './objection.ts';
import { type Check, signChecked } from './sign-checked.ts';

/** Signs OCSP answers with the key of a delegated responder, and nothing else. The key of the CA itself never signs one. */
export interface OcspSigner {
  readonly responder: Responder;
  /** The whole OCSPResponse, with the responder's certificate in it. */
  sign(answer: OcspAnswerToSign): Promise<Result<Bytes, SignerRefusal>>;
}

export interface OcspAnswerToSign {
  readonly tbs: Uint8Array;
  readonly now: Instant;
}

export interface OcspSignerParts {
  readonly key: SigningKey;
  readonly responder: Responder;
  readonly cryptography: Cryptography;
}

const SUCCESSFUL = Uint8Array.of(TAG.enumerated, 1, 0);
const BASIC = element(TAG.objectIdentifier, fromHex('2b0601050507300101'));
const CERTIFICATES_TAG = 0xa0;

export function createOcspSigner({ key, responder, cryptography }: OcspSignerParts): Result<OcspSigner, SignerRefusal> {
  if (!equalOctets(key.publicKey, responder.publicKey)) return refuse({ code: 'signer-key-mismatch' });
  const behind = element(CERTIFICATES_TAG, sequence(responder.certificate.der));
  const sign = async ({ tbs, now }: OcspAnswerToSign): Promise<Result<Bytes, SignerRefusal>> => {
    const answer = readOcspAnswer(tbs);
    const facts = answer === undefined ? undefined : { tbs: answer, now };
    const basic = await signChecked({ facts, checks: OCSP_CHECKS, context: responder, key, cryptography, behind });
    if (!basic.ok) return basic;
    return ok(sequence(SUCCESSFUL, element(0xa0, sequence(BASIC, element(TAG.octetString, basic.value)))));
  };
  return ok({ responder, sign });
}

interface OcspFacts {
  readonly tbs: OcspAnswer;
  readonly now: Instant;
}

type OcspCheck = Check<OcspFacts, Responder>;

/** Under its own name, while its certificate is valid, about one certificate at least. */
const isOfTheResponder: OcspCheck = ({ tbs, now }, { keyHash, certificate: { validity } }) => {
  if (!isSame(tbs.responderKeyHash, keyHash)) return 'issuer';
  if (now < validity.notBefore || now > validity.notAfter) return 'issuer-expired';
  return tbs.responses.length > 0 && tbs.responses.length <= MAX_CERT_IDS ? undefined : 'form';
};

const saysNothingElse: OcspCheck = ({ tbs: { extensions, responses } }) => {
  const isNonceOnly = extensions.every(({ oid, critical }) => oid === OID.ocspNonce && !critical);
  return isNonceOnly && responses.every((response) => response.extensions.length === 0) ? undefined : 'extension';
};

/** An hour for the clock of the process that wrote the octets, and no post-dating. */
const CLOCK_TOLERANCE_MS = HOUR_MS;
/** Baseline Requirements 4.9.10. */
const MAX_LIFETIME_MS = 10 * DAY_MS;

const isOfNow: OcspCheck = ({ tbs, now }, { certificate: { validity } }) => {
  const isRecent = (instant: Instant) => instant <= now && instant >= now - CLOCK_TOLERANCE_MS;
  if (!isRecent(tbs.producedAt)) return 'validity';
  for (const { thisUpdate, nextUpdate } of tbs.responses) {
    if (!isRecent(thisUpdate) || nextUpdate === undefined || nextUpdate <= now) return 'validity';
    // Nobody could verify it when the certificate of the responder is over.
    if (nextUpdate - thisUpdate > MAX_LIFETIME_MS || nextUpdate > validity.notAfter) return 'lifetime';
  }
  return undefined;
};

const isAboutOurs: OcspCheck = ({ tbs: { responses }, now }, { hashes }) => {
  for (const response of responses) {
    // Of the certificates of other CAs it knows nothing, and says so.
    const objection = isIssuedBy(response.certId, hashes) || response.status.state === 'unknown' ? statusIsGood(response, now) : 'issuer';
    if (objection !== undefined) return objection;
  }
  return undefined;
};

function statusIsGood({ status }: SingleAnswer, now: Instant): Objection | undefined {
  if (status.state !== 'revoked') return undefined;
  if (status.at > now) return 'validity';
  const { reason } = status;
  return reason === undefined || (reason !== 'unspecified' && isRevocationReason(reason)) ? undefined : 'reason';
}

/** In this order. */
const OCSP_CHECKS: readonly OcspCheck[] = [isOfTheResponder, saysNothingElse, isOfNow, isAboutOurs];
