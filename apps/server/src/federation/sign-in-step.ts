import type { AssuranceLevel } from '@sallyport/identity';
import type { Instant } from '@sallyport/platform';
import type { SessionProof } from './federation-sessions.ts';

/**
 * The order of the Federation's pages, as one decision.
 *
 *   (nobody known, or a fresh sign-in demanded) ──▶ password, or a passkey ──▶ second factor ──▶ done
 *                                                                  ├── their level is enough ──▶ done
 *                                                                  └── (a passkey demanded) ──▶ passkey ──▶ done
 */
export type SignInStep = 'password' | 'passkey' | 'second-factor' | 'done';

export interface SignInWish {
  readonly level: AssuranceLevel;
  /** `prompt=login`: the application wants a password, or a passkey in its place, given in this very sign-in, which this names. */
  readonly freshIn?: string;
  /** The application wants a passkey given in this very sign-in, beside whatever was given before. */
  readonly passkeyIn?: string;
  /** `max_age`: the application wants a password, or a passkey in its place, given at this moment or later. */
  readonly freshSince?: Instant;
}

export interface SignInStanding {
  readonly level: AssuranceLevel;
  readonly proofs: readonly SessionProof[];
}

export function nextSignInStep(wish: SignInWish, standing: SignInStanding | undefined): SignInStep {
  if (!standing || standing.level === 0) return 'password';
  if (!isSignedInAsWished(wish, standing.proofs)) return 'password';
  if (!hasPasskeyAsWished(wish, standing.proofs)) return 'passkey';
  return standing.level >= wish.level ? 'done' : 'second-factor';
}

/** What says who somebody is: a password, or a passkey that verified its user in its place. */
export function signsIn({ factor }: Pick<SessionProof, 'factor'>): boolean {
  return factor === 'password' || factor === 'passkey-verified';
}

export function isPasskey({ factor }: Pick<SessionProof, 'factor'>): boolean {
  return factor === 'passkey' || factor === 'passkey-verified';
}

function isSignedInAsWished({ freshIn, freshSince }: SignInWish, proofs: readonly SessionProof[]): boolean {
  return proofs.some(
    (proof) =>
      signsIn(proof) && (freshIn === undefined || proof.givenIn === freshIn) && (freshSince === undefined || proof.at >= freshSince),
  );
}

function hasPasskeyAsWished({ passkeyIn }: SignInWish, proofs: readonly SessionProof[]): boolean {
  return passkeyIn === undefined || proofs.some((proof) => isPasskey(proof) && proof.givenIn === passkeyIn);
}
