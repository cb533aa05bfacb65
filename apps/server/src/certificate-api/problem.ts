import type { Refusal, RefusalDetails } from '@sallyport/certificates';
import type { CertificateRefusalSpeaker } from '../certificate-portal/refusals/refusal-sentences.ts';
import { problemMessages } from './problems.messages.ts';
import { moment, type Problem } from './schemas.ts';

/** RFC 9457 section 3. */
export const PROBLEM_TYPE = 'application/problem+json';

export type FaultCode = keyof typeof problemMessages;

export const FAULTS: Readonly<Record<FaultCode, number>> = {
  'not-understood': 400,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'media-type-refused': 415,
  'too-many-requests': 429,
  'no-room': 503,
  unexpected: 500,
};

interface Told {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
}

export function problem({ code, status, detail, requestId }: Told): Problem {
  return { type: `urn:sallyport:problem:${code}`, status, code, detail, instance: `urn:sallyport:request:${requestId}` };
}

/** The refusal of a page, in the same words. What only the audit log hears is left out. */
export function problemOf(refusal: Refusal, given: { readonly refusals: CertificateRefusalSpeaker; readonly requestId: string }): Problem {
  const { code, status } = refusal;
  const told = problem({ code, status, detail: given.refusals.sentence(refusal), requestId: given.requestId });
  const details = detailsOf(refusal.details);
  return Object.keys(details).length === 0 ? told : { ...told, details };
}

/** What of a refusal programs are told beside its code. */
export function detailsOf(details: RefusalDetails): NonNullable<Problem['details']> {
  const { roles, scopes, texts, status, limit, until } = details;
  const because = becauseOf(details);
  return {
    ...(roles && { roles: [...roles] }),
    ...(scopes && { scopes: [...scopes] }),
    ...(texts && { texts: [...texts] }),
    ...(status && { status }),
    ...(limit !== undefined && { limit }),
    ...(until !== undefined && { until: moment(until) }),
    ...(because.length > 0 && { because }),
  };
}

function becauseOf({ csr, names, validity, weaknesses = [], findings = [] }: RefusalDetails): string[] {
  const codes = [csr, names, validity, ...weaknesses].flatMap((one) => (one === undefined ? [] : [one.code]));
  return [...codes, ...findings.map(({ rule }) => rule)];
}
