import type { Factor } from '../assurance/rules.ts';
import type { RecoveryVerdict } from '../recovery/rules.ts';
import type { SetUpStep } from '../invitations/rules.ts';
import type { PasskeyView } from '../passkeys/store.ts';
import type { TokenState } from '../soft-token/token.ts';

/** A way to give a second proof at the Federation: it raises the level. */
export type SecondFactorWay = 'soft-token-otp' | 'passkey' | 'temporary-access-code' | 'recovery-code';
/** A way to give a further proof in Self-Administration. */
export type ProofWay = SecondFactorWay | 'questions' | 'mailed-code' | 'recovery-contact';

/** What the actions page of Self-Administration may offer, ordered by what is wrong: with the token, with somebody else, with what is known, with what is kept for a bad day. */
export const REPAIR_ACTIONS = [
  'unlock-soft-token',
  'reactivate-soft-token',
  'report-misplaced',
  'revoke-soft-token',
  'another-soft-token',
  'check-clock',
  'finish-set-up',
  'say-not-me',
  'end-sessions',
  'change-password',
  'change-questions',
  'change-addresses',
  'recovery-codes',
  'passkeys',
  'recovery-contacts',
  'ways-back',
] as const;

export type RepairAction = (typeof REPAIR_ACTIONS)[number];

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
  return waysSetUp(standing).filter((way) =>
    way === 'passkey' ? standing.passkeys.some((passkey) => brings(passkey, helps)) : helps.has(way),
  );
}

/** Every way of proof that this account has and that can work now. */
export function waysSetUp(standing: AccountStanding): readonly ProofWay[] {
  return offered<ProofWay>([
    ['questions', standing.hasQuestions],
    ['soft-token-otp', hasToken(standing, 'ACTIVE')],
    ['passkey', standing.passkeys.some(isInService)],
    ['temporary-access-code', standing.hasTemporaryAccess],
    ['recovery-code', standing.recoveryCodesLeft > 0],
    ['mailed-code', true],
    ['recovery-contact', standing.hasRecoveryContact],
  ]);
}

/** What giving it would prove, by the best of the passkeys. */
export function factorOfWay(way: ProofWay, standing: AccountStanding): Factor {
  if (way !== 'passkey') return way;
  return standing.passkeys.some((passkey) => isInService(passkey) && passkey.signsInAlone) ? 'passkey-verified' : 'passkey';
}

/** Whether a passkey verifies its user is known only once it is used: what it did before is a good guess. */
function brings(passkey: AccountStanding['passkeys'][number], helps: ReadonlySet<Factor>): boolean {
  return isInService(passkey) && (helps.has('passkey') || (passkey.signsInAlone && helps.has('passkey-verified')));
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
  const isSetUp = standing.nextSetUpStep === 'done';
  const applies: Readonly<Record<RepairAction, boolean>> = {
    'unlock-soft-token': standing.tokens.some(mayBeUnlocked),
    'reactivate-soft-token': standing.tokens.some(isUnconfirmed),
    'report-misplaced': hasToken(standing, 'ACTIVE'),
    'revoke-soft-token': standing.tokens.some(wasActivated),
    'another-soft-token': isSetUp,
    'check-clock': hasToken(standing, 'ACTIVE'),
    'finish-set-up': !isSetUp,
    'say-not-me': true,
    'end-sessions': true,
    'change-password': true,
    'change-questions': standing.hasQuestions,
    'change-addresses': isSetUp,
    'recovery-codes': isSetUp,
    passkeys: isSetUp,
    'recovery-contacts': isSetUp,
    'ways-back': true,
  };
  return REPAIR_ACTIONS.filter((action) => applies[action]);
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
