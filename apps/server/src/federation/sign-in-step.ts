import type { AssuranceLevel, Proof } from '@sallyport/identity';
import type { Instant } from '@sallyport/platform';

/**
 * The order of the Federation's pages, as one decision.
 *
 *   (nobody known, or a fresh password demanded) ──▶ password ──▶ second factor ──▶ done
 *                                                       └── level 1 is enough ──────▶ done
 */
export type SignInStep = 'password' | 'second-factor' | 'done';

export interface SignInWish {
  readonly level: AssuranceLevel;
  /** Set when the application demands a password typed after this moment. */
  readonly freshSince?: Instant;
}

export interface SignInStanding {
  readonly level: AssuranceLevel;
  readonly proofs: readonly Proof[];
}

export function nextSignInStep(wish: SignInWish, standing: SignInStanding | undefined): SignInStep {
  if (!standing || standing.level === 0) return 'password';
  if (wish.freshSince !== undefined && !hasPasswordSince(standing.proofs, wish.freshSince)) return 'password';
  return standing.level >= wish.level ? 'done' : 'second-factor';
}

function hasPasswordSince(proofs: readonly Proof[], since: Instant): boolean {
  return proofs.some((proof) => proof.factor === 'password' && proof.at >= since);
}
