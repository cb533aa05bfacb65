import { type CertificateStatus, type RevocationReason, reasonNumbered } from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

interface Validity {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** When a list is made again though nothing was revoked, and how long it stands: whoever reads it survives an outage of the difference. */
const LIST_TIMES = {
  issuing: { againMs: 12 * HOUR_MS, standsMs: 4 * DAY_MS },
  root: { againMs: 7 * DAY_MS, standsMs: 60 * DAY_MS },
} as const;

export type AuthorityKind = keyof typeof LIST_TIMES;

/** The list that is served. */
export interface ServedList {
  readonly number: number;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
}

export interface ListSituation {
  readonly kind: AuthorityKind;
  readonly served: ServedList | undefined;
  /** The last number that was counted: higher than the served one when somebody works on it, or died over it. */
  readonly lastNumber: number | undefined;
  /** A revocation that no list has been counted for. */
  readonly hasUnlisted: boolean;
  readonly now: Instant;
}

export function listIsDue({ kind, served, lastNumber = 0, hasUnlisted, now }: ListSituation): boolean {
  return served === undefined || hasUnlisted || lastNumber > served.number || now >= served.thisUpdate + LIST_TIMES[kind].againMs;
}

/**
 * The moment a list or an answer speaks of: now, but never before what is said already. When the clock has stepped back, what was served yesterday
 * still names the later moment; a list that named an earlier one would be taken for an older one, and one that waited would keep revocations back.
 */
export function momentNotBefore(now: Instant, said: readonly Instant[]): Instant {
  return said.reduce((latest, instant) => Math.max(latest, instant), now);
}

export function listDates(kind: AuthorityKind, moment: Instant): { readonly thisUpdate: Instant; readonly nextUpdate: Instant } {
  const thisUpdate = wholeSecond(moment);
  return { thisUpdate, nextUpdate: thisUpdate + LIST_TIMES[kind].standsMs };
}

/** Nobody can revoke a responder (RFC 6960 section 4.2.2.2.1), so it does not live long. */
const RESPONDER_MS = 30 * DAY_MS;

/** An hour back for the clocks of those who read it. */
export function responderValidity(now: Instant, issuer: Validity): Validity {
  const notBefore = Math.max(wholeSecond(now) - HOUR_MS, issuer.notBefore);
  return { notBefore, notAfter: Math.min(notBefore + RESPONDER_MS, issuer.notAfter) };
}

/** Half its life, so that whatever it signed is over before it is; also when the clock has stepped back before its beginning. */
export function responderIsDue({ notBefore, notAfter }: Validity, now: Instant): boolean {
  return now < notBefore || now >= notBefore + (notAfter - notBefore) / 2;
}

/** How long an answer is good, whoever keeps it. */
const ANSWER_MS = DAY_MS;

export function answerDates(moment: Instant, responder: Validity): { readonly thisUpdate: Instant; readonly nextUpdate: Instant } {
  const thisUpdate = wholeSecond(moment);
  return { thisUpdate, nextUpdate: Math.min(thisUpdate + ANSWER_MS, responder.notAfter) };
}

/** Half its life before an answer ends, another is made. */
export function answerDueAgain(thisUpdate: Instant): Instant {
  return thisUpdate + ANSWER_MS / 2;
}

/** How long caches on the way may keep an answer, which is how long they may hide a revocation. */
export const ANSWER_CEILING_SECONDS = 5;
/** The same for a list: together with the few seconds that it takes to be made, well under a minute. */
const LIST_CEILING_SECONDS = 30;

/** For the headers of a list. */
export interface ListCaching {
  readonly maxAgeSeconds: number;
  /** Without its quotes. */
  readonly etag: string;
  readonly lastModified: Instant;
  readonly expires: Instant;
}

export function listCaching(list: ServedList & { readonly sha256: string }, now: Instant): ListCaching {
  const left = Math.floor((list.nextUpdate - now) / SECOND_MS);
  const maxAgeSeconds = Math.max(0, Math.min(left, LIST_CEILING_SECONDS));
  return { maxAgeSeconds, etag: list.sha256, lastModified: list.thisUpdate, expires: now + maxAgeSeconds * SECOND_MS };
}

export interface CertificateRecord {
  readonly isSigned: boolean;
  readonly revokedAt: Instant | null;
  readonly reason: number | null;
}

/**
 * What the world is told of a serial of ours. Undefined where there is no certificate (not yet, or its issue failed): *good* is only what was signed
 * and is on record. What left management or has ended is still what it was.
 */
export function statusForWorld({ isSigned, revokedAt, reason }: CertificateRecord): CertificateStatus | undefined {
  if (!isSigned) return undefined;
  return revokedAt === null ? { state: 'good' } : { state: 'revoked', at: revokedAt, reason: reasonOf(reason) };
}

export function reasonOf(number: number | null): RevocationReason {
  return (number === null ? undefined : reasonNumbered(number)) ?? 'unspecified';
}

function wholeSecond(instant: Instant): Instant {
  return Math.floor(instant / SECOND_MS) * SECOND_MS;
}
