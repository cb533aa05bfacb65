import type { Instant } from '@sallyport/platform';

/**
 * Assurance, computed in one place (security page). Every door (pages, OpenID Connect, token API) asks `assuranceOf`.
 *
 * | Level | Needs |
 * |---|---|
 * | 0 | nothing, or only a claimed name |
 * | 1 | one factor, or several of one kind: password and questions are both knowledge, so together they are level 1 |
 * | 2 | two different kinds |
 */

export type Factor = 'password' | 'questions' | 'soft-token-otp' | 'pin-reset-code';
export type AssuranceLevel = 0 | 1 | 2;
type Kind = 'knowledge' | 'possession';

/** One proof a person gave. */
export interface Proof {
  readonly factor: Factor;
  readonly at: Instant;
  /** The network it was given from, as `networkOf` writes it. */
  readonly network: string;
}

export interface Assurance {
  readonly level: AssuranceLevel;
  /** `urn:sallyport:assurance:1` or `:2`; undefined at level 0, which no application is ever told about. */
  readonly acr: string | undefined;
  /** RFC 8176. */
  readonly amr: readonly Amr[];
}

export type Amr = 'pwd' | 'kba' | 'otp' | 'mfa';

interface FactorMeaning {
  /** undefined: never raises the level. */
  readonly kind: Kind | undefined;
  readonly amr: Amr | undefined;
}

const FACTORS: Readonly<Record<Factor, FactorMeaning>> = {
  password: { kind: 'knowledge', amr: 'pwd' },
  questions: { kind: 'knowledge', amr: 'kba' },
  'soft-token-otp': { kind: 'possession', amr: 'otp' },
  // Proves that the locked token is at hand, which is what unlocking it needs. It says nothing about the person, so it lifts no session.
  'pin-reset-code': { kind: undefined, amr: undefined },
};

const ACR = 'urn:sallyport:assurance:';

/**
 * The level these proofs amount to. Proofs from the future do not count; with `maxAgeMs`, neither do those older than that,
 * which is how a door asks for something fresh.
 */
export function assuranceOf(proofs: readonly Proof[], now?: Instant, maxAgeMs = Number.POSITIVE_INFINITY): Assurance {
  const meanings = proofs.filter((proof) => now === undefined || isFresh(proof, now, maxAgeMs)).map((proof) => FACTORS[proof.factor]);
  const kinds = new Set(meanings.flatMap((meaning) => meaning.kind ?? []));
  const level = Math.min(kinds.size, 2) as AssuranceLevel;
  const methods = [...new Set(meanings.flatMap((meaning) => meaning.amr ?? []))].sort();
  return {
    level,
    acr: acrOfLevel(level),
    amr: level === 2 ? [...methods, 'mfa'] : methods,
  };
}

/** Whether a proof was given at most `maxAgeMs` ago. */
export function isFresh(proof: Proof, now: Instant, maxAgeMs: number): boolean {
  return proof.at <= now && now - proof.at < maxAgeMs;
}

export function acrOfLevel(level: AssuranceLevel): string | undefined {
  return level === 0 ? undefined : `${ACR}${String(level)}`;
}

/** The level a requested `acr` asks for; 0 for a value that is not ours. */
export function levelOfAcr(acr: string): AssuranceLevel {
  if (acr === `${ACR}1`) return 1;
  return acr === `${ACR}2` ? 2 : 0;
}
