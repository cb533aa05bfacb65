import type { SetUpStep } from '../invitations/rules.ts';
import type { TokenState } from '../soft-token/token.ts';

/** A way to give a second proof. The soft token raises the level; the questions do not, and are offered by Self-Administration only. */
export type SecondFactorWay = 'soft-token-otp' | 'questions';
/** `sign-in`: the Federation's step-up. `repair`: the sign-in of Self-Administration. */
export type SignInPurpose = 'sign-in' | 'repair';

/** What the actions page of Self-Administration may offer. */
export type RepairAction = 'unlock-soft-token' | 'reactivate-soft-token' | 'revoke-soft-token' | 'finish-set-up' | 'change-password';

export interface AccountStanding {
  readonly tokens: readonly TokenState[];
  readonly hasQuestions: boolean;
  readonly nextSetUpStep: SetUpStep;
}

/**
 * The ways that can work now, the one to show first in front: whoever comes to repair most likely has a token that does not work. While an
 * unlock waits, its one-time password is offered at sign-in, since it may be the confirmation; whether it is, `submitOtp` decides.
 */
export function secondFactorWays(standing: AccountStanding, purpose: SignInPurpose): readonly SecondFactorWay[] {
  const hasToken = (...states: readonly TokenState['is'][]): boolean => standing.tokens.some((token) => states.includes(token.is));
  switch (purpose) {
    case 'sign-in':
      return hasToken('ACTIVE', 'UNLOCK_PENDING') ? ['soft-token-otp'] : [];
    case 'repair':
      return [...(standing.hasQuestions ? ['questions' as const] : []), ...(hasToken('ACTIVE') ? ['soft-token-otp' as const] : [])];
  }
}

/** What applies now, in the order in which it is shown. What could only fail is not offered. */
export function repairActions(standing: AccountStanding): readonly RepairAction[] {
  const actions: readonly (readonly [RepairAction, boolean])[] = [
    ['unlock-soft-token', standing.tokens.some(mayBeUnlocked)],
    ['reactivate-soft-token', standing.tokens.some(isUnconfirmed)],
    ['revoke-soft-token', standing.tokens.some(wasActivated)],
    ['finish-set-up', standing.nextSetUpStep !== 'done'],
    ['change-password', true],
  ];
  return actions.flatMap(([action, applies]) => (applies ? [action] : []));
}

function mayBeUnlocked(token: TokenState): boolean {
  return token.is === 'ACTIVE' || token.is === 'UNLOCK_PENDING' || isUnconfirmed(token);
}

function wasActivated(token: TokenState): boolean {
  return token.is !== 'PENDING' && token.is !== 'REVOKED';
}

function isUnconfirmed(token: TokenState): boolean {
  return token.is === 'SUSPENDED' && token.because === 'unconfirmed';
}
