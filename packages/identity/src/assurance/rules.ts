import type { Instant } from '@sallyport/platform';
import type { TokenId } from '../identifiers.ts';

/**
 * Assurance, computed in one place (security page). Every door (pages, OpenID Connect, token API) asks `assuranceOf`.
 *
 * | Level | Needs |
 * |---|---|
 * | 0 | nothing, or only a claimed name |
 * | 1 | one factor, or several of one kind: password and questions are both knowledge, so together they are level 1 |
 * | 2 | two different kinds, or a passkey with user verification |
 *
 * What serves recovery alone (a mailed code, a colleague who vouches, a PIN Reset Code) raises no level; what it opens, `recovery/rules.ts` says.
 */

export type Factor =
  | 'password'
  | 'questions'
  | 'soft-token-otp'
  /** One of the saved look-up secrets. */
  | 'recovery-code'
  /** A passkey that only found somebody present. */
  | 'passkey'
  /** A passkey that verified its user, by PIN or biometrics. */
  | 'passkey-verified'
  /** Issued for a bounded time by an administrator or by the owner's own stronger proofs. */
  | 'temporary-access-code'
  | 'mailed-code'
  | 'recovery-contact'
  | 'pin-reset-code';
export type AssuranceLevel = 0 | 1 | 2;
/** Verification is what a passkey did by itself; no other factor is of that kind. */
type Kind = 'knowledge' | 'possession' | 'verification';

/** One proof a person gave. */
export interface Proof {
  readonly factor: Factor;
  readonly at: Instant;
  /** The network it was given from, as `networkOf` writes it. */
  readonly network: string;
  /** Of a one-time password: which token showed it. A token does not vouch for its own repair. */
  readonly tokenId?: TokenId;
}

export interface Assurance {
  readonly level: AssuranceLevel;
  /** `urn:sallyport:assurance:1` or `:2`; undefined at level 0, which no application is ever told about. */
  readonly acr: string | undefined;
  /** RFC 8176, and values of our own for what it has none for. */
  readonly amr: readonly Amr[];
}

/**
 * RFC 8176 §2: `pwd`, `kba`, `otp`, `pop` (possession of a key, here a passkey's), `user` (somebody was present) and `mfa`. It has no value for a look-up secret, nor for a
 * code that an administrator issued; §1 asks for collision-resistant names then.
 */
export type Amr =
  | 'pwd'
  | 'kba'
  | 'otp'
  | 'pop'
  | 'user'
  | 'mfa'
  | 'urn:sallyport:amr:recovery-code'
  | 'urn:sallyport:amr:temporary-access-code';

interface FactorMeaning {
  /** None: never raises the level. */
  readonly kinds: readonly Kind[];
  readonly amr: readonly Amr[];
}

const FACTORS: Readonly<Record<Factor, FactorMeaning>> = {
  password: { kinds: ['knowledge'], amr: ['pwd'] },
  questions: { kinds: ['knowledge'], amr: ['kba'] },
  'soft-token-otp': { kinds: ['possession'], amr: ['otp'] },
  'recovery-code': { kinds: ['possession'], amr: ['urn:sallyport:amr:recovery-code'] },
  passkey: { kinds: ['possession'], amr: ['pop', 'user'] },
  'passkey-verified': { kinds: ['possession', 'verification'], amr: ['pop', 'user'] },
  'temporary-access-code': { kinds: ['possession'], amr: ['urn:sallyport:amr:temporary-access-code'] },
  // Whoever reads the mail could set the password as well, so this is nothing beside it; NIST SP 800-63B-4 §3.1.3.1 rules mail out as a factor.
  'mailed-code': { kinds: [], amr: [] },
  'recovery-contact': { kinds: [], amr: [] },
  // Proves that the locked token is at hand, which is what unlocking it needs. It says nothing about the person, so it lifts no session.
  'pin-reset-code': { kinds: [], amr: [] },
};

const ACR = 'urn:sallyport:assurance:';

/**
 * The level these proofs amount to. Proofs from the future do not count; with `maxAgeMs`, neither do those older than that,
 * which is how a door asks for something fresh.
 */
export function assuranceOf(proofs: readonly Proof[], now?: Instant, maxAgeMs = Number.POSITIVE_INFINITY): Assurance {
  const meanings = proofs.filter((proof) => now === undefined || isFresh(proof, now, maxAgeMs)).map((proof) => FACTORS[proof.factor]);
  const kinds = new Set(meanings.flatMap((meaning) => meaning.kinds));
  const level = Math.min(kinds.size, 2) as AssuranceLevel;
  const methods = [...new Set(meanings.flatMap((meaning) => meaning.amr))].sort();
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
