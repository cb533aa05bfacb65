import type { AssuranceLevel } from '@sallyport/identity';
import type { Instant } from '@sallyport/platform';
import type { SessionProof } from './federation-sessions.ts';

/**
 * The order of the Federation's pages, as one decision.
 *
 *   (nobody known, or a fresh password demanded) ──▶ password ──▶ second factor ──▶ done
 *                                                       └── level 1 is enough ──────▶ done
 */
export type SignInStep = 'password' | 'second-factor' | 'done';

export interface SignInWish {
  readonly level: AssuranceLevel;
  /** `prompt=login`: the application wants a password given in this very sign-in, which this names. */
  readonly passwordIn?: string;
  /** `max_age`: the application wants a password given at this moment or later. */
  readonly passwordSince?: Instant;
}

export interface SignInStanding {
  readonly level: AssuranceLevel;
  readonly proofs: readonly SessionProof[];
}

export function nextSignInStep(wish: SignInWish, standing: SignInStanding | undefined): SignInStep {
  if (!standing || standing.level === 0) return 'password';
  if (!hasPasswordAsWished(wish, standing.proofs)) return 'password';
  return standing.level >= wish.level ? 'done' : 'second-factor';
}

function hasPasswordAsWished({ passwordIn, passwordSince }: SignInWish, proofs: readonly SessionProof[]): boolean {
  return proofs.some(
    (proof) =>
      proof.factor === 'password' &&
      (passwordIn === undefined || proof.givenIn === passwordIn) &&
      (passwordSince === undefined || proof.at >= passwordSince),
  );
}
