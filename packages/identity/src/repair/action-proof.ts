import type { Instant } from '@sallyport/platform';
import { type Factor, type Proof, assuranceOf, isFresh } from '../assurance/rules.ts';
import type { DelayKind } from '../delays/rules.ts';
import { editingStanding } from '../questions/rules.ts';
import { type RecoveryAct, type RecoveryPreset, type RecoveryVerdict, judgeRecovery } from '../recovery/rules.ts';
import { type AccountStanding, type ProofWay, type RepairAction, factorOfWay, waysSetUp } from '../sign-in/rules.ts';

/** What an action asks for itself, beside the proofs: it is checked by the act. */
export type AskedThere = 'pin-reset-code' | 'one-time-password' | 'present-password' | 'present-answer';

/** By what an action is judged. */
type Measure =
  /** Whoever has come as far as the list of actions may do it. */
  | { readonly by: 'visit' }
  /** `delayed`: what becomes of it where the policy would have it waited for. */
  | { readonly by: 'recovery'; readonly act: RecoveryAct; readonly delayed: DelayKind | 'done-at-once' | 'refused' }
  | { readonly by: 'level-two' }
  | { readonly by: 'questions' };

interface Rule {
  readonly measure: Measure;
  readonly asks?: AskedThere;
  /** A token does not vouch for its own repair: the one-time password of the only one in service counts for nothing. */
  readonly repairs?: 'a-token';
}

/** The rule of each action's verb, in one table: pages say what an action takes out of this, and the act is refused by the same functions. */
const RULES: Readonly<Record<RepairAction, Rule>> = {
  'unlock-soft-token': { measure: { by: 'recovery', act: 'unlock-token', delayed: 'unlock-token' }, asks: 'pin-reset-code' },
  'reactivate-soft-token': { measure: { by: 'recovery', act: 'unlock-token', delayed: 'refused' }, asks: 'one-time-password' },
  'report-misplaced': { measure: { by: 'recovery', act: 'temporary-access', delayed: 'temporary-access' }, repairs: 'a-token' },
  // A thief must not have the time.
  'revoke-soft-token': { measure: { by: 'recovery', act: 'unlock-token', delayed: 'done-at-once' } },
  'another-soft-token': { measure: { by: 'recovery', act: 'replace-credential', delayed: 'new-soft-token' } },
  'check-clock': { measure: { by: 'recovery', act: 'unlock-token', delayed: 'done-at-once' }, asks: 'one-time-password' },
  'finish-set-up': { measure: { by: 'visit' } },
  'change-questions': { measure: { by: 'questions' } },
  'change-password': { measure: { by: 'visit' }, asks: 'present-password' },
  'recovery-codes': { measure: { by: 'recovery', act: 'replace-credential', delayed: 'recovery-codes' } },
  passkeys: { measure: { by: 'recovery', act: 'replace-credential', delayed: 'refused' } },
  'recovery-contacts': { measure: { by: 'recovery', act: 'replace-credential', delayed: 'refused' } },
  'change-addresses': { measure: { by: 'recovery', act: 'replace-credential', delayed: 'refused' } },
  'end-sessions': { measure: { by: 'visit' } },
  'say-not-me': { measure: { by: 'level-two' } },
  'ways-back': { measure: { by: 'visit' } },
};

/** What an action takes of somebody who gave these proofs: said before it is begun. */
export type ActionProof =
  | { readonly kind: 'given'; readonly asks?: AskedThere }
  /** `atOnceBy`: what would save the wait. */
  | { readonly kind: 'waits'; readonly delayMs: number; readonly atOnceBy: readonly ProofWay[]; readonly asks?: AskedThere }
  /**
   * `first`: what was given is too old, so it begins with a new sign-in. Each of `ways` is enough besides; none: nothing that is set up would be, and each of `notSetUp` would have
   * been.
   */
  | {
      readonly kind: 'missing';
      readonly first: 'sign-in' | 'nothing';
      readonly ways: readonly ProofWay[];
      readonly notSetUp?: readonly ProofWay[];
      readonly asks?: AskedThere;
    };

/** As judged now, with whatever was waited for; `waited` is asked of actions that may be waited for. */
export interface ActionProofRequest {
  readonly action: RepairAction;
  readonly preset: RecoveryPreset;
  readonly proofs: readonly Proof[];
  readonly now: Instant;
  readonly freshProofMs: number;
  readonly passwordByMailAt?: Instant | undefined;
  readonly standing: AccountStanding;
  readonly hasWaited: (kind: DelayKind) => boolean;
}

type Judgement = { readonly kind: 'open'; readonly asks?: AskedThere } | { readonly kind: 'waits'; readonly delayMs: number } | 'closed';

export function actionProof(request: ActionProofRequest): ActionProof {
  const { action, proofs, now, freshProofMs } = request;
  const { asks } = RULES[action];
  const asked = asks && { asks };
  const judgement = judge(request, proofs);
  if (judgement !== 'closed' && judgement.kind === 'open')
    return { kind: 'given', ...asked, ...(judgement.asks && { asks: judgement.asks }) };
  if (judgement !== 'closed') return { kind: 'waits', delayMs: judgement.delayMs, atOnceBy: waysTo('open', request, proofs), ...asked };
  const isRecent = proofs.some((proof) => isFresh(proof, now, freshProofMs));
  const afterSignIn: readonly Proof[] = isRecent ? proofs : [{ factor: 'password', at: now, network: '' }];
  const ways = waysTo('open-or-waits', request, afterSignIn);
  const first = isRecent ? 'nothing' : 'sign-in';
  if (ways.length > 0) return { kind: 'missing', first, ways, ...asked };
  return { kind: 'missing', first, ways, notSetUp: waysMissing(request, afterSignIn), ...asked };
}

/** What people set up for themselves, the easiest to come by first. */
const TO_SET_UP: readonly ProofWay[] = ['passkey', 'soft-token-otp', 'recovery-code', 'recovery-contact', 'questions'];

/** Which of the ways that are not set up would open it. */
function waysMissing(request: ActionProofRequest, proofs: readonly Proof[]): readonly ProofWay[] {
  const has = waysSetUp(request.standing);
  return TO_SET_UP.filter((way) => !has.includes(way) && opens('open-or-waits', request, [...proofs, proofBy(way, request)]));
}

/** Which of the ways that are set up would open it if they were given besides. */
function waysTo(aim: 'open' | 'open-or-waits', request: ActionProofRequest, proofs: readonly Proof[]): readonly ProofWay[] {
  return waysSetUp(request.standing).filter((way) => opens(aim, request, [...proofs, proofBy(way, request)]));
}

function proofBy(way: ProofWay, { standing, now }: ActionProofRequest): Proof {
  return { factor: factorOfWay(way, standing), at: now, network: '' };
}

function opens(aim: 'open' | 'open-or-waits', request: ActionProofRequest, proofs: readonly Proof[]): boolean {
  const judgement = judge(request, proofs);
  return judgement !== 'closed' && (aim === 'open-or-waits' || judgement.kind === 'open');
}

function judge(request: ActionProofRequest, given: readonly Proof[]): Judgement {
  const { action, now, freshProofMs, standing } = request;
  const { measure, repairs } = RULES[action];
  const isOwnWord = repairs !== undefined && standing.tokens.filter(({ is }) => is === 'ACTIVE').length === 1;
  const proofs = isOwnWord ? given.filter(({ factor }) => factor !== 'soft-token-otp') : given;
  switch (measure.by) {
    case 'visit':
      return { kind: 'open' };
    case 'level-two':
      return assuranceOf(proofs, now, freshProofMs).level === 2 ? { kind: 'open' } : 'closed';
    case 'questions': {
      const editing = editingStanding({ ...request, proofs });
      if (editing === 'more-proof') return 'closed';
      return editing === 'allowed' ? { kind: 'open' } : { kind: 'open', asks: 'present-answer' };
    }
    case 'recovery':
      return afterVerdict(judgeRecovery({ ...request, proofs, act: measure.act }), measure.delayed, request.hasWaited);
  }
}

function afterVerdict(
  verdict: RecoveryVerdict,
  delayed: Extract<Measure, { by: 'recovery' }>['delayed'],
  hasWaited: ActionProofRequest['hasWaited'],
): Judgement {
  if (verdict.kind === 'allowed') return { kind: 'open' };
  if (delayed !== 'done-at-once' && delayed !== 'refused' && hasWaited(delayed)) return { kind: 'open' };
  if (verdict.kind === 'needed' || delayed === 'refused') return 'closed';
  return delayed === 'done-at-once' ? { kind: 'open' } : { kind: 'waits', delayMs: verdict.delayMs };
}

/** The kinds of delay that an action may have been waited for. */
export const WAITED_ACTIONS: readonly (readonly [DelayKind, RecoveryAct])[] = Object.values(RULES).flatMap(({ measure }) =>
  measure.by === 'recovery' && measure.delayed !== 'done-at-once' && measure.delayed !== 'refused'
    ? [[measure.delayed, measure.act] as const]
    : [],
);

/** Which of the ways that are set up bring somebody further who must prove more: to what moves a credential, or to the wait for it. */
export function waysOnward(
  standing: AccountStanding,
  request: {
    readonly preset: RecoveryPreset;
    readonly proofs: readonly Proof[];
    readonly now: Instant;
    readonly freshProofMs: number;
    readonly passwordByMailAt?: Instant | undefined;
  },
): readonly ProofWay[] {
  const verdictWith = (proofs: readonly Proof[]) => judgeRecovery({ ...request, proofs, act: 'replace-credential' }).kind;
  const rank: Readonly<Record<RecoveryVerdict['kind'], number>> = { needed: 0, 'after-delay': 1, allowed: 2 };
  const present = rank[verdictWith(request.proofs)];
  const given = (factor: Factor): Proof => ({ factor, at: request.now, network: '' });
  return waysSetUp(standing).filter((way) => rank[verdictWith([...request.proofs, given(factorOfWay(way, standing))])] > present);
}
