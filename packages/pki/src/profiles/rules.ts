import { DAY_MS, DAY_SECONDS, type Instant, SECOND_MS, wholeSecond } from '../instant.ts';
import { type Identifier, compareIdentifiers, formatIdentifier } from '../names/identifiers.ts';
import { SUBJECT_FIELDS, type Subject, type SubjectRefusal, mistakeInSubject } from '../names/subject.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { Calendar, CertificateProfile, RevocationDeadlines } from './profile.ts';

/** What a profile allows at one moment. */
export interface ProfileLimits {
  readonly maximumLifetimeDays: number;
  /** Never above the maximum. */
  readonly usualLifetimeDays: number;
  readonly validationReuseDays: number;
}

export type LimitsRefusal = { readonly code: 'profile-not-yet-in-force' };

export function limitsAt(profile: CertificateProfile, now: Instant): Result<ProfileLimits, LimitsRefusal> {
  const maximumLifetimeDays = daysAt(profile.lifetimeDays, now);
  const validationReuseDays = daysAt(profile.validationReuseDays, now);
  if (maximumLifetimeDays === undefined || validationReuseDays === undefined) return refuse({ code: 'profile-not-yet-in-force' });
  return ok({ maximumLifetimeDays, usualLifetimeDays: Math.min(profile.usualLifetimeDays, maximumLifetimeDays), validationReuseDays });
}

function daysAt(calendar: Calendar, now: Instant): number | undefined {
  return calendar.findLast((entry) => entry.from <= now)?.days;
}

/** Both ends belong to it, so a certificate of one day ends one second before it would begin again. */
export interface Validity {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

export function validitySeconds({ notBefore, notAfter }: Validity): number {
  return (notAfter - notBefore) / SECOND_MS + 1;
}

/** Baseline Requirements 1.6.1, since 15 March 2026: at most seven days, and then nobody needs to ask whether it was revoked. */
export const SHORT_LIVED_SECONDS = 7 * DAY_SECONDS;

export function isShortLived(validity: Validity): boolean {
  return validitySeconds(validity) <= SHORT_LIVED_SECONDS;
}

export function needsRevocationPointers(profile: CertificateProfile, validity: Validity): boolean {
  return profile.shortLivedPointers === 'present' || !isShortLived(validity);
}

export interface ValidityWish {
  readonly profile: CertificateProfile;
  readonly now: Instant;
  /** Whole days, or the end that a reissued certificate keeps. */
  readonly until: { readonly days: number } | { readonly notAfter: Instant };
  /** The end of the issuing CA's own certificate. */
  readonly issuerNotAfter: Instant;
}

export type ValidityRefusal =
  | LimitsRefusal
  | { readonly code: 'lifetime-malformed' }
  | { readonly code: 'lifetime-too-long'; readonly maximumDays: number }
  /** `issuerNotAfter` is the last moment it could end. */
  | { readonly code: 'lifetime-outlives-issuer'; readonly issuerNotAfter: Instant };

/** The back-dating counts as lifetime. */
export function chooseValidity({ profile, now, until, issuerNotAfter }: ValidityWish): Result<Validity, ValidityRefusal> {
  const limits = limitsAt(profile, now);
  if (!limits.ok) return limits;
  const notBefore = wholeSecond(now) - profile.backdateSeconds * SECOND_MS;
  if ('days' in until && !(Number.isSafeInteger(until.days) && until.days >= 1)) return refuse({ code: 'lifetime-malformed' });
  const notAfter = 'days' in until ? notBefore + until.days * DAY_MS - SECOND_MS : wholeSecond(until.notAfter);
  if (!(notAfter > now)) return refuse({ code: 'lifetime-malformed' });
  const maximumDays = limits.value.maximumLifetimeDays;
  if (validitySeconds({ notBefore, notAfter }) > maximumDays * DAY_SECONDS) return refuse({ code: 'lifetime-too-long', maximumDays });
  if (notAfter > issuerNotAfter) return refuse({ code: 'lifetime-outlives-issuer', issuerNotAfter });
  return ok({ notBefore, notAfter });
}

export type RevocationCause = 'key-compromise' | 'subscriber-asked' | 'bad-validation' | 'other';

/** The moment by which a certificate must be revoked, once somebody told us why. */
export function revocationDeadline({ profile, cause, toldAt }: RevocationReport): Instant {
  const { urgentSeconds, otherSeconds }: RevocationDeadlines = profile.revocation;
  return toldAt + (cause === 'other' ? otherSeconds : urgentSeconds) * SECOND_MS;
}

export interface RevocationReport {
  readonly profile: CertificateProfile;
  readonly cause: RevocationCause;
  readonly toldAt: Instant;
}

export type NamesRefusal =
  | { readonly code: 'names-none' }
  | { readonly code: 'names-too-many'; readonly maximum: number }
  | { readonly code: 'names-duplicate'; readonly identifiers: readonly Identifier[] }
  | { readonly code: 'names-wildcard-refused'; readonly identifiers: readonly Identifier[] }
  | { readonly code: 'names-address-refused'; readonly identifiers: readonly Identifier[] }
  | { readonly code: 'names-single-label-refused'; readonly identifiers: readonly Identifier[] }
  | SubjectRefusal
  | { readonly code: 'subject-field-refused'; readonly field: keyof Subject }
  /** It must repeat one of the names, to the letter. */
  | { readonly code: 'common-name-not-among-names' };

/** Whether a profile takes these names and this subject. Who may use them is another question, and not ours. */
export function mistakeInNames(profile: CertificateProfile, { identifiers, subject }: WhatIsNamed): NamesRefusal | undefined {
  const rules = profile.names;
  if (identifiers.length === 0) return { code: 'names-none' };
  if (identifiers.length > rules.maximum) return { code: 'names-too-many', maximum: rules.maximum };
  const { duplicates } = compareIdentifiers(identifiers, []);
  if (duplicates.length > 0) return { code: 'names-duplicate', identifiers: duplicates };
  const wildcards = identifiers.filter((one) => one.type === 'dns' && one.name.startsWith('*.'));
  if (rules.wildcards === 'refused' && wildcards.length > 0) return { code: 'names-wildcard-refused', identifiers: wildcards };
  const addresses = identifiers.filter((one) => one.type === 'ip');
  if (rules.addresses === 'refused' && addresses.length > 0) return { code: 'names-address-refused', identifiers: addresses };
  const singleLabels = identifiers.filter((one) => one.type === 'dns' && !one.name.includes('.'));
  if (rules.singleLabels === 'refused' && singleLabels.length > 0) return { code: 'names-single-label-refused', identifiers: singleLabels };
  return mistakeInProfileSubject(profile, { identifiers, subject });
}

export interface WhatIsNamed {
  readonly identifiers: readonly Identifier[];
  readonly subject: Subject;
}

function mistakeInProfileSubject(profile: CertificateProfile, { identifiers, subject }: WhatIsNamed): NamesRefusal | undefined {
  const refused = SUBJECT_FIELDS.find((field) => subject[field] !== undefined && !profile.subjectFields.includes(field));
  if (refused !== undefined) return { code: 'subject-field-refused', field: refused };
  const mistake = mistakeInSubject(subject);
  if (mistake !== undefined) return mistake;
  const names = new Set(identifiers.map(formatIdentifier));
  return subject.commonName === undefined || names.has(subject.commonName) ? undefined : { code: 'common-name-not-among-names' };
}
