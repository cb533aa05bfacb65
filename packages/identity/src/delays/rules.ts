import type { Instant } from '@sallyport/platform';
import { type Proof, isFresh } from '../assurance/rules.ts';
import { type Opening, type RecoveryAct, type RecoveryRequest, openedBy } from '../recovery/rules.ts';

/** What can be made to wait. */
export const DELAY_KINDS = ['new-soft-token', 'unlock-token', 'temporary-access', 'recovery-codes', 'reset-password'] as const;

export type DelayKind = (typeof DELAY_KINDS)[number];

interface DelayedAct {
  /** What `recovery/rules.ts` judges it as. */
  readonly act: RecoveryAct;
  /** `owner`: comes back and does it. `machine`: it is done when it is ripe, for its owner could not sign in. */
  readonly finishedBy: 'owner' | 'machine';
}

export const DELAYED_ACTS: Readonly<Record<DelayKind, DelayedAct>> = {
  'new-soft-token': { act: 'replace-credential', finishedBy: 'owner' },
  'unlock-token': { act: 'unlock-token', finishedBy: 'owner' },
  'temporary-access': { act: 'temporary-access', finishedBy: 'owner' },
  'recovery-codes': { act: 'replace-credential', finishedBy: 'owner' },
  'reset-password': { act: 'reset-password', finishedBy: 'machine' },
};

/**
 * WAITING ──ripe, and done──▶ DONE
 *    │ │ │
 *    │ │ └──ripe, and left there too long──▶ LAPSED
 *    │ └──ripe, and the rules say no by now──▶ REFUSED
 *    └──by a link, its owner, everyday proofs, a new password or a freeze──▶ CANCELLED
 *
 * Each arrow is one conditional statement that starts from WAITING: of a cancellation and an execution at the same moment one happens.
 */
export type DelayState = 'WAITING' | 'DONE' | 'REFUSED' | 'CANCELLED' | 'LAPSED';

export type DelayStanding =
  | { readonly at: 'waiting'; readonly ripeAt: Instant; readonly leftMs: number }
  /** `until`: when it lapses; undefined for what the machine does. */
  | { readonly at: 'ripe'; readonly until: Instant | undefined }
  | { readonly at: 'over'; readonly state: Exclude<DelayState, 'WAITING'> };

/**
 * Ripe is a moment of the clock, not time counted: a clock that steps back makes it wait longer and never act early, or twice. `ripeForMs`: how long its owner may take to
 * come back.
 */
export function standingOf(
  delay: { readonly kind: DelayKind; readonly state: DelayState; readonly ripeAt: Instant },
  { now, ripeForMs }: { readonly now: Instant; readonly ripeForMs: number },
): DelayStanding {
  if (delay.state !== 'WAITING') return { at: 'over', state: delay.state };
  if (now < delay.ripeAt) return { at: 'waiting', ripeAt: delay.ripeAt, leftMs: delay.ripeAt - now };
  if (DELAYED_ACTS[delay.kind].finishedBy === 'machine') return { at: 'ripe', until: undefined };
  const until = delay.ripeAt + ripeForMs;
  return now < until ? { at: 'ripe', until } : { at: 'over', state: 'LAPSED' };
}

/** Something of this kind that waits, as far as it decides what may be done now. */
export interface Waited {
  readonly begunAt: Instant;
  /** What was given when it was asked for, without what has lost its force since, such as a one-time password of a token that is revoked. */
  readonly proofs: readonly Proof[];
  /** `here`: in this very browser, as its claim shows. */
  readonly asked: 'here' | 'elsewhere';
}

/**
 * Whether what was waited for is open now, judged by the rules of now: to whoever has just proved as much again, and to whoever asked for it, in the same browser, and has
 * signed in again. Somebody else who knows the password has waited for nothing.
 */
export function opensAfterWait(request: RecoveryRequest, waited: Waited): boolean {
  const { now, freshProofMs } = request;
  const again = openedBy(request);
  if (again) return hasWaited(again, { now, begunAt: waited.begunAt });
  const hasComeBack = waited.asked === 'here' && request.proofs.some((proof) => signsIn(proof) && isFresh(proof, now, freshProofMs));
  return hasComeBack && stillOpens(request, waited) === 'opens';
}

/** What was proved then, judged by the rules of now. `not-yet`: they ask for a longer delay by now. */
export function stillOpens(request: Omit<RecoveryRequest, 'proofs'>, waited: Waited): 'opens' | 'not-yet' | 'no' {
  const opening = openedBy({ ...request, proofs: waited.proofs, now: waited.begunAt });
  if (!opening) return 'no';
  return hasWaited(opening, { now: request.now, begunAt: waited.begunAt }) ? 'opens' : 'not-yet';
}

function hasWaited(opening: Opening, { now, begunAt }: { readonly now: Instant; readonly begunAt: Instant }): boolean {
  return opening.kind === 'allowed' || now - begunAt >= opening.delayMs;
}

function signsIn({ factor }: Proof): boolean {
  return factor === 'password' || factor === 'passkey' || factor === 'passkey-verified';
}
