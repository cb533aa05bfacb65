import {
  type BlockedKeys,
  type CertificateProfile,
  type CertificateSigningRequest,
  type CsrDifference,
  type Cryptography,
  type Identifier,
  type KeyWeakness,
  type Subject,
  differencesFrom,
  formatIdentifier,
  identifierIn,
  isBlocked,
  limitsAt,
  mistakeInNames,
  parseIdentifier,
  readCsr,
  weaknessesOf,
} from '@sallyport/pki';
import type { FieldEntry } from '../fields/rules.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';

/** What a person asks for. Of the CSR only the key is taken. */
export interface CertificateWish {
  readonly profileId: string;
  /** PEM, or DER. */
  readonly csr: string | Uint8Array;
  /** As typed, one name each. None: those of the CSR. */
  readonly names: readonly string[];
  readonly subject: Subject;
  /** Undefined: what is usual for the profile. */
  readonly lifetimeDays: number | undefined;
  readonly note: string;
  /**
   * What is written into the fields of the organisation. Undefined: nothing, though one that is required wants something. `not-asked`: whoever asks
   * stands in for an earlier request, which has said what there is to say.
   */
  readonly entries?: readonly FieldEntry[] | 'not-asked';
}

/** A wish that its profile takes, with what of the CSR will not be in the certificate. */
export interface GoodWish {
  readonly profile: CertificateProfile;
  readonly csr: CertificateSigningRequest;
  readonly identifiers: readonly Identifier[];
  readonly subject: Subject;
  readonly lifetimeDays: number;
  readonly note: string;
  readonly differences: readonly CsrDifference[];
}

export type WishRefusal = Refusal<
  | 'profile-unknown'
  | 'csr-missing'
  | 'csr-refused'
  | 'names-malformed'
  | 'names-refused'
  | 'key-refused'
  | 'lifetime-refused'
  | 'note-too-long'
  | 'subject-not-verified'
>;

export const NOTE_MAX_CHARACTERS = 1000;

export interface WishSurroundings {
  readonly profiles: readonly CertificateProfile[];
  readonly blockedKeys: BlockedKeys;
  readonly cryptography: Cryptography;
  /** What an operator has verified of the organisation. */
  readonly verifiedSubject: Subject;
  readonly now: number;
}

/** Everything that can be said about a wish without asking the CA. */
export function judgeWish(wish: CertificateWish, surroundings: WishSurroundings): GoodWish | WishRefusal {
  const { profiles, cryptography, now } = surroundings;
  const profile = profiles.find(({ id }) => id === wish.profileId);
  if (profile === undefined) return refuse('profile-unknown', wish.profileId.slice(0, 64));
  if (wish.note.length > NOTE_MAX_CHARACTERS) return refuse('note-too-long', String(wish.note.length), { limit: NOTE_MAX_CHARACTERS });
  if (wish.csr.length === 0 || (typeof wish.csr === 'string' && wish.csr.trim() === '')) return refuse('csr-missing', 'nothing was sent');
  const csr = readCsr(wish.csr, cryptography);
  if (!csr.ok) return refuse('csr-refused', csr.error.code, { csr: csr.error });
  const weaknesses = weaknessesIn(csr.value, profile, surroundings);
  if (weaknesses.length > 0) return refuse('key-refused', weaknesses.map(({ code }) => code).join(' '), { weaknesses });
  const identifiers = identifiersOf(wish, csr.value);
  if (isRefusal(identifiers)) return identifiers;
  const subject = subjectOf(wish.subject, surroundings.verifiedSubject);
  if (isRefusal(subject)) return subject;
  const mistake = mistakeInNames(profile, { identifiers: identifiers.all, subject });
  if (mistake !== undefined) return refuse('names-refused', mistake.code, { names: mistake });
  const lifetimeDays = lifetimeOf(wish, profile, now);
  if (isRefusal(lifetimeDays)) return lifetimeDays;
  const differences = differencesFrom(csr.value.asksFor, { profile, identifiers: identifiers.all, subject });
  return { profile, csr: csr.value, identifiers: identifiers.all, subject, ...lifetimeDays, note: wish.note.trim(), differences };
}

function weaknessesIn(
  { publicKey }: CertificateSigningRequest,
  profile: CertificateProfile,
  { blockedKeys, cryptography }: WishSurroundings,
): readonly (KeyWeakness | { readonly code: 'key-blocked' })[] {
  const weaknesses = weaknessesOf(publicKey, profile.keys);
  return isBlocked(publicKey, blockedKeys, cryptography) ? [...weaknesses, { code: 'key-blocked' }] : weaknesses;
}

/** The names typed, or those that the CSR asks for. */
function identifiersOf(
  wish: CertificateWish,
  csr: CertificateSigningRequest,
): { readonly all: readonly Identifier[] } | Refusal<'names-malformed'> {
  const texts = wish.names.map((name) => name.trim()).filter((name) => name !== '');
  const asked = texts.length > 0 ? texts : namesAskedFor(csr);
  const parsed = asked.map((text) => ({ text, identifier: parseIdentifier(text) }));
  const malformed = parsed.filter(({ identifier }) => !identifier.ok).map(({ text }) => text.slice(0, 253));
  if (malformed.length > 0) return refuse('names-malformed', String(malformed.length), { texts: malformed });
  return { all: parsed.flatMap(({ identifier }) => (identifier.ok ? [identifier.value] : [])) };
}

function namesAskedFor({ asksFor }: CertificateSigningRequest): readonly string[] {
  return asksFor.names.flatMap((name) => {
    const identifier = identifierIn(name);
    return identifier === undefined ? [] : [formatIdentifier(identifier)];
  });
}

/** Only what an operator has verified may stand in a subject; the common name repeats a name and needs nobody's word. */
function subjectOf(asked: Subject, verified: Subject): Subject | Refusal<'subject-not-verified'> {
  const { commonName: _, ...organisation } = asked;
  const unverified = Object.entries(organisation).filter(([field, value]) => verified[field as keyof Subject] !== value);
  if (unverified.length === 0) return asked;
  return refuse('subject-not-verified', unverified.map(([field]) => field).join(' '), { texts: unverified.map(([field]) => field) });
}

function lifetimeOf(
  { lifetimeDays }: CertificateWish,
  profile: CertificateProfile,
  now: number,
): { readonly lifetimeDays: number } | Refusal<'lifetime-refused'> {
  const limits = limitsAt(profile, now);
  if (!limits.ok) return refuse('lifetime-refused', limits.error.code, { validity: limits.error });
  const { maximumLifetimeDays, usualLifetimeDays } = limits.value;
  const days = lifetimeDays ?? usualLifetimeDays;
  if (!Number.isSafeInteger(days) || days < 1) return refuse('lifetime-refused', 'malformed', { validity: { code: 'lifetime-malformed' } });
  if (days <= maximumLifetimeDays) return { lifetimeDays: days };
  const validity = { code: 'lifetime-too-long', maximumDays: maximumLifetimeDays } as const;
  return refuse('lifetime-refused', validity.code, { validity });
}
