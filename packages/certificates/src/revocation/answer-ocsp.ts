import {
  type Bytes,
  type CertificateStatus,
  type OcspCaching,
  type OcspFailure,
  type OcspRequest,
  type OcspSigner,
  OCSP_REQUEST_MAX_OCTETS,
  ocspCaching,
  ocspFailure,
  ocspRequestInPath,
  ok,
  preSignedSubjectOf,
  readOcspRequest,
  serialsAskedFor,
  writeOcspAnswer,
} from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';
import { type OwnIssuingCa, answeringCasOf } from '../authority/own-authorities.ts';
import type { CertificatesPorts } from '../ports.ts';
import { readPreSigned, recordsOf } from './answer-store.ts';
import { ANSWER_CEILING_SECONDS, answerDates, momentNotBefore, statusForWorld } from './rules.ts';

/** Where HTTP carries a question (RFC 6960 appendix A.1): the body of a POST, or what follows the responder's own path in a GET, not decoded by anybody. */
export type OcspQuestionIn = { readonly body: Uint8Array; readonly path?: never } | { readonly path: string; readonly body?: never };

/** Longer bodies are not read. */
export const OCSP_BODY_MAX_OCTETS = OCSP_REQUEST_MAX_OCTETS;

export interface OcspQuestion {
  readonly asked: OcspQuestionIn;
  /** Asked before a signature is made for this question; when it says no, the answer is *try later*. */
  readonly maySign: () => boolean;
}

export type OcspReply =
  | { readonly kind: 'answer'; readonly der: Bytes; readonly caching: OcspCaching }
  /** Not signed, and not to be kept by anybody. */
  | { readonly kind: 'failure'; readonly der: Bytes; readonly failure: OcspFailure };

function failed(failure: OcspFailure): OcspReply {
  return { kind: 'failure', der: ocspFailure(failure), failure };
}

/** For what is no question at all. */
export const OCSP_MALFORMED: OcspReply = failed('malformed-request');

/**
 * Answers out of what was signed before where that still says what the record says, and signs on demand otherwise: so that a revocation is visible with
 * the next question, whatever was signed yesterday. A serial for which there is no signed certificate of this CA is *unknown*.
 */
export async function answerOcsp(ports: CertificatesPorts, { asked: { body, path }, maySign }: OcspQuestion): Promise<OcspReply> {
  const octets = path === undefined ? ok(body) : ocspRequestInPath(path);
  const request = octets.ok ? readOcspRequest(octets.value) : octets;
  if (!request.ok) return OCSP_MALFORMED;
  const now = ports.clock.now();
  const found = (await responderFor(ports, request.value, now)) ?? (await afterRefresh(ports, request.value, now));
  if (found === undefined) return failed('unauthorized');
  const asked = { ...found, request: request.value, now };
  const kept = await preSigned(ports, asked);
  if (kept !== undefined) return kept;
  return maySign() ? sign(ports, asked) : failed('try-later');
}

interface Found {
  readonly authority: OwnIssuingCa;
  readonly signer: OcspSigner;
  readonly serials: readonly string[];
}

/** The CA that is asked about, by the issuer in the question. */
async function responderFor(ports: CertificatesPorts, request: OcspRequest, now: Instant): Promise<Found | undefined> {
  for (const authority of answeringCasOf(ports.authorities, now).toReversed()) {
    const signer = await ports.authorities.responderOf(authority, now);
    const serials = serialsAskedFor(request, signer.responder);
    if (serials.length > 0) return { authority, signer, serials };
  }
  return undefined;
}

/** Another process may have made a CA a moment ago. */
async function afterRefresh(ports: CertificatesPorts, request: OcspRequest, now: Instant): Promise<Found | undefined> {
  const before = ports.authorities.all().length;
  await ports.authorities.refresh();
  return ports.authorities.all().length === before ? undefined : responderFor(ports, request, now);
}

interface Asked extends Found {
  readonly request: OcspRequest;
  readonly now: Instant;
}

async function preSigned(ports: CertificatesPorts, { authority, signer, request, now }: Asked): Promise<OcspReply | undefined> {
  const subject = preSignedSubjectOf(request, signer.responder);
  if (subject === undefined) return undefined;
  const { authorityId } = authority;
  const row = await ports.database.first(readPreSigned, { authorityId, serial: subject.serialHex, hash: subject.hash });
  if (row === undefined || row.answered !== row.revoked_at || row.this_update > now) return undefined;
  const der = new Uint8Array(row.der);
  const caching = cachingOf(ports, { der, thisUpdate: row.this_update, nextUpdate: row.next_update, nonce: undefined, now });
  return caching.kind === 'never' ? undefined : { kind: 'answer', der, caching };
}

async function sign(ports: CertificatesPorts, { authority, signer, serials, request, now }: Asked): Promise<OcspReply> {
  const statuses = await statusesOf(ports, { authority, serials });
  const moment = momentNotBefore(now, revokedAts(statuses));
  const { responder } = signer;
  const dates = answerDates(moment, responder.certificate.validity);
  const tbs = writeOcspAnswer({ responder, certIds: request.certIds, statuses, ...dates, nonce: request.nonce });
  const signed = tbs.ok ? await signer.sign({ tbs: tbs.value, now: moment }) : tbs;
  if (!signed.ok) return failed('internal-error');
  const der = signed.value;
  return { kind: 'answer', der, caching: cachingOf(ports, { der, ...dates, nonce: request.nonce, now }) };
}

async function statusesOf(
  { database }: CertificatesPorts,
  { authority, serials }: Pick<Found, 'authority' | 'serials'>,
): Promise<ReadonlyMap<string, CertificateStatus>> {
  const records = await recordsOf(database.query, { authorityId: authority.authorityId, serials });
  return new Map(
    records.flatMap((record) => {
      const status = statusForWorld({
        isSigned: record.sha256 !== null,
        revokedAt: record.revoked_at,
        reason: record.revocation_reason,
      });
      return status === undefined || record.serial === null ? [] : [[record.serial, status] as const];
    }),
  );
}

function revokedAts(statuses: ReadonlyMap<string, CertificateStatus>): readonly Instant[] {
  return [...statuses.values()].flatMap((status) => (status.state === 'revoked' ? [status.at] : []));
}

interface Made {
  readonly der: Bytes;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  readonly nonce: Bytes | undefined;
  readonly now: Instant;
}

function cachingOf({ cryptography }: CertificatesPorts, made: Made): OcspCaching {
  return ocspCaching({ ...made, ceilingSeconds: ANSWER_CEILING_SECONDS, digests: cryptography });
}
