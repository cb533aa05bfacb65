import {
  type Calendar,
  type CertificateProfile,
  type Identifier,
  formatIdentifier,
  identifierKey,
  isWildcard,
  isWithinDomain,
  parseIdentifier,
} from '@sallyport/pki';
import type { Instant, Looked, OutboundAnswer, OutboundRefusal, OutboundRefusalCode } from '@sallyport/platform';
import type { DomainId } from '../identifiers.ts';
import { type Refusal, refuse } from '../refusals.ts';

/**
 * A domain from its name to its end. All but `declined` follows from instants:
 *
 *     pending ──proof──▶ verified ──time──▶ expiring ──time──▶ expired
 *        │                  ▲                   │                 │
 *        │                  └──────proof────────┴─────────────────┘
 *        └──────decline, from anywhere──▶ declined ──named again by its organisation──▶ pending
 */
export type DomainState = 'pending' | 'verified' | 'expiring' | 'expired' | 'declined';

/** A TXT record (after Baseline Requirements 3.2.2.4.7), or a file that the host serves over HTTP (3.2.2.4.18). */
export type ProofMethod = 'dns' | 'file';

const LABEL = '_sallyport-challenge';
const FOLDER = '/.well-known/sallyport-challenge';
const MAX_NAME_CHARACTERS = 253;
const DAY_MS = 86_400_000;

export function parseProofMethod(text: string): ProofMethod | undefined {
  return text === 'dns' || text === 'file' ? text : undefined;
}

/** What somebody may say is theirs: a name of two labels or more without a wildcard, or an address, by a method that can prove it. */
export function judgeDomain(
  text: string,
  method: ProofMethod | undefined,
): Identifier | Refusal<'domain-malformed' | 'proof-method-refused'> {
  const malformed = (reason: string) => refuse('domain-malformed', reason, { texts: [text.slice(0, MAX_NAME_CHARACTERS)] });
  if (method === undefined) return refuse('proof-method-refused', 'not of the list');
  const parsed = parseIdentifier(text);
  if (!parsed.ok) return malformed(parsed.error.code);
  const identifier = parsed.value;
  switch (identifier.type) {
    case 'ip':
      return method === 'file' ? identifier : refuse('proof-method-refused', 'an address');
    case 'dns': {
      const { name } = identifier;
      if (isWildcard(name) || !name.includes('.')) return malformed(isWildcard(name) ? 'wildcard' : 'one label');
      const isTooLong = method === 'dns' && LABEL.length + 1 + name.length > MAX_NAME_CHARACTERS;
      return isTooLong ? malformed('no room for the label of the proof') : identifier;
    }
  }
}

/** Where a proof must stand. */
export type ProofPlace = { readonly method: 'dns'; readonly name: string } | { readonly method: 'file'; readonly url: string };

/** The name of the file says nothing of what must be in it: a server that repeats what it is asked proves nothing. */
export function proofPlace({
  identifier,
  method,
  domainId,
}: {
  readonly identifier: Identifier;
  readonly method: ProofMethod;
  readonly domainId: DomainId;
}): ProofPlace {
  const name = formatIdentifier(identifier);
  if (method === 'dns') return { method, name: `${LABEL}.${name}` };
  return { method, url: `http://${name.includes(':') ? `[${name}]` : name}${FOLDER}/${domainId}` };
}

/** What an observer saw. Of a file nothing is repeated: it is none of ours. */
export type Seen =
  | { readonly what: 'proof' }
  | { readonly what: 'no-text' }
  | { readonly what: 'lookup-failed' }
  /** `texts`: the first few, cut short. */
  | { readonly what: 'other-texts'; readonly texts: readonly string[] }
  | { readonly what: 'other-file' }
  | { readonly what: 'status'; readonly status: number }
  | { readonly what: 'refused'; readonly code: OutboundRefusalCode };

export interface Finding {
  readonly observer: string;
  readonly seen: Seen;
}

const MAX_TEXTS_SHOWN = 5;
const MAX_TEXT_CHARACTERS = 100;

export function judgeTexts(looked: Looked, challenge: string): Seen {
  switch (looked.kind) {
    case 'none':
      return { what: 'no-text' };
    case 'failed':
      return { what: 'lookup-failed' };
    case 'found': {
      if (looked.values.includes(challenge)) return { what: 'proof' };
      return { what: 'other-texts', texts: looked.values.slice(0, MAX_TEXTS_SHOWN).map((text) => text.slice(0, MAX_TEXT_CHARACTERS)) };
    }
  }
}

/** The file holds the challenge and nothing else, but for white space around it. */
export function judgeFile(answer: OutboundAnswer | OutboundRefusal, challenge: string): Seen {
  if (answer.kind === 'refused') return { what: 'refused', code: answer.code };
  if (answer.status !== 200) return { what: 'status', status: answer.status };
  const text = String.fromCharCode(...answer.body).trim();
  return text === challenge ? { what: 'proof' } : { what: 'other-file' };
}

export function isProven(findings: readonly Finding[], quorum: number): boolean {
  return findings.filter(({ seen }) => seen.what === 'proof').length >= quorum;
}

/** What an organisation has proven to be its own. */
export interface ProvenDomain {
  readonly identifier: Identifier;
  readonly method: ProofMethod;
  readonly verifiedAt: Instant;
}

/**
 * A record in a zone speaks for everything below it, wildcards included. A file speaks for the one host that serves it (Baseline Requirements
 * 3.2.2.4.18), and never for a wildcard.
 */
export function covers({ identifier: domain, method }: Pick<ProvenDomain, 'identifier' | 'method'>, asked: Identifier): boolean {
  if (method === 'file' || domain.type === 'ip' || asked.type === 'ip') return identifierKey(domain) === identifierKey(asked);
  return isWithinDomain(asked.name, domain.name);
}

/** The names under which a domain that covers this one may be kept: itself, and each of its endings. */
export function coveringNames(asked: Identifier): readonly string[] {
  const name = formatIdentifier(asked).replace(/^\*\./, '');
  if (asked.type === 'ip') return [name];
  const labels = name.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}

/**
 * Until when, and not at that moment any more, a profile takes a proof of this age. What counts is the day on which a certificate is issued: where the calendar
 * shortens, a proof may end by that alone (Baseline Requirements 4.2.1).
 */
export function reusableUntil(calendar: Calendar, verifiedAt: Instant): Instant {
  const inForce = calendar.filter((_entry, index) => (calendar[index + 1]?.from ?? Infinity) > verifiedAt);
  for (const [index, { from, days }] of inForce.entries()) {
    const end = verifiedAt + days * DAY_MS;
    if (end <= from) return from;
    if (end <= (inForce[index + 1]?.from ?? Infinity)) return end;
  }
  return verifiedAt;
}

export interface NamesToProve {
  readonly identifiers: readonly Identifier[];
  /** Of the organisation that asks, and of no other. */
  readonly domains: readonly ProvenDomain[];
  readonly isOwnName: (identifier: Identifier) => boolean;
  readonly profile: CertificateProfile;
  readonly now: Instant;
}

/** The names for which nothing vouches at this moment. */
export function unprovenAmong({ identifiers, domains, isOwnName, profile, now }: NamesToProve): readonly Identifier[] {
  const fresh = domains.filter(({ verifiedAt }) => now < reusableUntil(profile.validationReuseDays, verifiedAt));
  return identifiers.filter((asked) => !isOwnName(asked) && !fresh.some((domain) => covers(domain, asked)));
}

/** How long one profile still takes the proof. */
export interface ReuseClock {
  readonly profileId: string;
  readonly until: Instant;
}

export function reuseClocks(profiles: readonly CertificateProfile[], verifiedAt: Instant): readonly ReuseClock[] {
  return profiles.map(({ id, validationReuseDays }) => ({ profileId: id, until: reusableUntil(validationReuseDays, verifiedAt) }));
}

const EXPIRING_MS = 30 * DAY_MS;

/** `expiring` from the moment one profile is about to take it no more, in 30 days or the last third of its time; `expired` when none takes it. */
export function domainStateAt(
  domain: { readonly verifiedAt: Instant | undefined; readonly declinedAt: Instant | undefined },
  { profiles, now }: { readonly profiles: readonly CertificateProfile[]; readonly now: Instant },
): DomainState {
  const { verifiedAt, declinedAt } = domain;
  if (declinedAt !== undefined) return 'declined';
  if (verifiedAt === undefined) return 'pending';
  const ends = reuseClocks(profiles, verifiedAt).map(({ until }) => until);
  if (ends.every((until) => now >= until)) return 'expired';
  const isEnding = (until: Instant) => until - now <= Math.min(EXPIRING_MS, (until - verifiedAt) / 3);
  return ends.some(isEnding) ? 'expiring' : 'verified';
}
