import type { Factor } from '../assurance/rules.ts';
import type { RecoveryVerdict } from '../recovery/rules.ts';
import type { SetUpStep } from '../invitations/rules.ts';
import type { PasskeyView } from '../passkeys/store.ts';
import type { TokenState } from '../soft-token/token.ts';

/** A way to give a second proof at the Federation: it raises the level. */
export type SecondFactorWay = 'soft-token-otp' | 'passkey' | 'temporary-access-code' | 'recovery-code';
/** A way to give a further proof in Self-Administration. */
export type ProofWay = SecondFactorWay | 'questions' | 'mailed-code' | 'recovery-contact';

/** What the actions page of Self-Administration may offer. */
export type RepairAction =
  | 'unlock-soft-token'
  | 'reactivate-soft-token'
  | 'report-misplaced'
  | 'revoke-soft-token'
  | 'another-soft-token'
  | 'check-clock'
  | 'finish-set-up'
  | 'change-questions'
  | 'change-password'
  | 'recovery-codes'
  | 'passkeys'
  | 'recovery-contacts'
  | 'ways-back';

export interface AccountStanding {
  readonly tokens: readonly TokenState[];
  /** Registered, and accepted by the recovery policy. */
  readonly hasQuestions: boolean;
  readonly recoveryCodesLeft: number;
  readonly hasTemporaryAccess: boolean;
  readonly passkeys: readonly Pick<PasskeyView, 'state' | 'signsInAlone'>[];
  /** One who has agreed and can sign in now. */
  readonly hasRecoveryContact: boolean;
  readonly nextSetUpStep: SetUpStep;
}

/**
 * The ways that can work now, the one to show first in front. While an unlock waits, its one-time password is offered, since it may be the confirmation;
 * whether it is, `submitOtp` decides.
 */
export function secondFactorWays(standing: AccountStanding): readonly SecondFactorWay[] {
  return offered([
    ['soft-token-otp', hasToken(standing, 'ACTIVE', 'UNLOCK_PENDING')],
    ['passkey', standing.passkeys.some(isInService)],
    ['temporary-access-code', standing.hasTemporaryAccess],
    ['recovery-code', standing.recoveryCodesLeft > 0],
  ]);
}

/**
 * The ways that the person has and that bring them on, as the recovery policy judges: what could open nothing is not offered. Questions come first, for whoever
 * comes to repair most likely has a token that does not work.
 */
export function waysToProve(standing: AccountStanding, verdict: RecoveryVerdict): readonly ProofWay[] {
  if (verdict.kind !== 'needed') return [];
  const helps = new Set<Factor>(verdict.oneOf.flat());
  const ways = offered<ProofWay>([
    ['questions', standing.hasQuestions],
    ['soft-token-otp', hasToken(standing, 'ACTIVE')],
    ['passkey', standing.passkeys.some((passkey) => isInService(passkey) && brings(passkey, helps))],
    ['temporary-access-code', standing.hasTemporaryAccess],
    ['recovery-code', standing.recoveryCodesLeft > 0],
    ['mailed-code', true],
    ['recovery-contact', standing.hasRecoveryContact],
  ]);
  return ways.filter((way) => way === 'passkey' || helps.has(way));
}

/** Whether a passkey verifies its user is known only once it is used: what it did before is a good guess. */
function brings({ signsInAlone }: AccountStanding['passkeys'][number], helps: ReadonlySet<Factor>): boolean {
  return helps.has('passkey') || (signsInAlone && helps.has('passkey-verified'));
}

export function isInService({ state }: AccountStanding['passkeys'][number]): boolean {
  return state === 'in-service';
}

function offered<Way>(ways: readonly (readonly [Way, boolean])[]): readonly Way[] {
  return ways.flatMap(([way, applies]) => (applies ? [way] : []));
}

function hasToken({ tokens }: AccountStanding, ...states: readonly TokenState['is'][]): boolean {
  return tokens.some((token) => states.includes(token.is));
}

/** What applies now, in the order in which it is shown. What could only fail is not offered. */
export function repairActions(standing: AccountStanding): readonly RepairAction[] {
  const actions: readonly (readonly [RepairAction, boolean])[] = [
    ['unlock-soft-token', standing.tokens.some(mayBeUnlocked)],
    ['reactivate-soft-token', standing.tokens.some(isUnconfirmed)],
    ['report-misplaced', hasToken(standing, 'ACTIVE')],
    ['revoke-soft-token', standing.tokens.some(wasActivated)],
    ['another-soft-token', standing.nextSetUpStep === 'done'],
    ['check-clock', standing.tokens.some((token) => token.is === 'ACTIVE')],
    ['finish-set-up', standing.nextSetUpStep !== 'done'],
    ['change-questions', standing.hasQuestions],
    ['change-password', true],
    ['recovery-codes', standing.nextSetUpStep === 'done'],
    ['passkeys', standing.nextSetUpStep === 'done'],
    ['recovery-contacts', standing.nextSetUpStep === 'done'],
    ['ways-back', true],
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
