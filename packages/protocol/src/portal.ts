import type { PinResetCode } from './codes.ts';
import { pinResetClaim, pinResetMac } from './pin-reset-code.ts';
import { expireUnlock, HOURS_24 } from './token-record.ts';
import type { PortalEffect, SuspensionReason, TokenRecord, TokenState, UnlockIssue, UnlockPolicy } from './token-record.ts';

/**
 * Section 11: what the unlock service does with a PIN Reset Code. Everything here decides and nothing acts; the caller has
 * parsed the code, spent an attempt, and saves `next` with the effects in one transaction.
 */

/** How far above the lowest acceptable epoch a token may have gone without us hearing of it (every change of PIN is one). */
const EPOCHS_AHEAD = 300;
/** How far below it an earlier lock is still recognised for what it is. */
const EPOCHS_BEHIND = 100;
const EPOCH_CYCLE = 100;

/** A token of the person who asks (or the one named), with the key that recognises its codes. */
export interface UnlockCandidate {
  readonly record: TokenRecord;
  /** `K_rmac`, derived from the unsealed recovery key. */
  readonly resetMacKey: Uint8Array;
}

export type UnlockRefusal =
  /** No token of this person made this code. */
  | { readonly code: 'PRC_NO_MATCH' }
  /** Genuine, but from an earlier lock: read the code shown now. */
  | { readonly code: 'PRC_OLD' }
  /** An old code for the second time in 24 hours: a restored copy may be about. */
  | { readonly code: 'PRC_ROLLBACK' }
  /** Two different codes of one epoch: there are two copies of this token. */
  | { readonly code: 'PRC_FORK' }
  | { readonly code: 'PRC_REISSUE_LIMIT' }
  | { readonly code: 'TOKEN_SUSPENDED'; readonly reason: SuspensionReason }
  | { readonly code: 'TOKEN_REVOKED' };

export type UnlockJudgement<Candidate extends UnlockCandidate> =
  /** Save `next`, then show `unlockCodeDigits` for this token, epoch and r. */
  | {
      readonly kind: 'issue';
      readonly token: Candidate;
      readonly epoch: number;
      readonly r: number;
      readonly next: TokenRecord;
      readonly effects: readonly PortalEffect[];
    }
  /** Save `next`, when there is one, also for a refusal: it remembers old codes and suspends forks. */
  | {
      readonly kind: 'refuse';
      readonly refusal: UnlockRefusal;
      /** The token that the code belongs to; undefined when it belongs to none. For the audit, not for the page. */
      readonly token: Candidate | undefined;
      readonly epoch: number | undefined;
      readonly next: TokenRecord | undefined;
      readonly effects: readonly PortalEffect[];
    };

export interface UnlockRequest<Candidate extends UnlockCandidate> {
  readonly code: PinResetCode;
  /** All tokens of the person, in any state; or only the one that was named. */
  readonly tokens: readonly Candidate[];
  /** The portal session: the confirmation must come back in it. */
  readonly session: string;
  /** Who asked: the owner, or an agent of the help desk. */
  readonly actor: string;
  readonly policy: UnlockPolicy;
  readonly now: number;
}

interface Hit<Candidate extends UnlockCandidate> {
  readonly token: Candidate;
  readonly epoch: number;
  readonly age: 'live' | 'old';
}

export function judgeUnlockRequest<Candidate extends UnlockCandidate>(request: UnlockRequest<Candidate>): UnlockJudgement<Candidate> {
  const hit = bestHit(request.tokens.flatMap((token) => hitsOf(token, request.code)));
  if (hit === undefined) {
    return { kind: 'refuse', refusal: { code: 'PRC_NO_MATCH' }, token: undefined, epoch: undefined, next: undefined, effects: [] };
  }
  const { token, epoch } = hit;
  const { r } = pinResetClaim(request.code);
  const settled = expireUnlock({ ...request, record: token.record });
  const lock: Lock = { record: settled?.next ?? token.record, epoch, r, age: hit.age, policy: request.policy, now: request.now };
  const refused = firstRefusal(lock);
  const effects = settled?.effects ?? [];
  if (refused !== undefined) {
    const next = refused.next ?? settled?.next;
    return { kind: 'refuse', refusal: refused.refusal, token, epoch, next, effects: [...effects, ...refused.effects] };
  }
  const issue: UnlockIssue = { epoch, r, at: request.now, session: request.session, actor: request.actor };
  const next: TokenRecord = {
    ...lock.record,
    state: { kind: 'UNLOCK_PENDING', epoch, session: request.session, since: request.now },
    issues: [...lock.record.issues, issue],
  };
  return { kind: 'issue', token, epoch, r, next, effects: [...effects, { kind: 'notify-owner', about: 'unlock-code-issued' }] };
}

/** One recognised lock of one token, as the checks look at it. */
interface Lock {
  readonly record: TokenRecord;
  readonly epoch: number;
  readonly r: number;
  readonly age: 'live' | 'old';
  readonly policy: UnlockPolicy;
  readonly now: number;
}

interface Refused {
  readonly refusal: UnlockRefusal;
  readonly next?: TokenRecord;
  readonly effects: readonly PortalEffect[];
}

/** In this order: the first that objects is the answer. */
const unlockChecks = [tokenMayBeUnlocked, codeIsNotForked, codeIsOfTheLatestLock, reissuesAreLeft] as const;

function firstRefusal(lock: Lock): Refused | undefined {
  for (const check of unlockChecks) {
    const refused = check(lock);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function tokenMayBeUnlocked({ record: { state } }: Lock): Refused | undefined {
  if (mayBeUnlocked(state)) return undefined;
  if (state.kind === 'SUSPENDED') return { refusal: { code: 'TOKEN_SUSPENDED', reason: state.reason }, effects: [] };
  if (state.kind === 'REVOKED') return { refusal: { code: 'TOKEN_REVOKED' }, effects: [] };
  // PENDING: never confirmed, so it protects nothing yet and is not known here: activate again.
  return { refusal: { code: 'PRC_NO_MATCH' }, effects: [] };
}

/** An epoch draws r once. A second r under the same epoch can only come from a copy that went its own way. */
function codeIsNotForked({ record, epoch, r, age }: Lock): Refused | undefined {
  const forked = age === 'live' && record.issues.some((issue) => issue.epoch === epoch && issue.r !== r);
  if (!forked) return undefined;
  return {
    refusal: { code: 'PRC_FORK' },
    next: { ...record, state: { kind: 'SUSPENDED', reason: 'fork' } },
    effects: [
      { kind: 'alarm', about: 'fork' },
      { kind: 'notify-owner', about: 'token-suspended' },
    ],
  };
}

/**
 * Old is what lies below the lowest acceptable epoch, and also what lies below an epoch already issued for: that the token
 * has been there is proven, so only a copy restored from before it can still show the earlier one (invariant 6).
 */
function codeIsOfTheLatestLock({ record, epoch, age, now }: Lock): Refused | undefined {
  const isLatest = age === 'live' && record.issues.every((issue) => issue.epoch <= epoch);
  if (isLatest) return undefined;
  const next = { ...record, oldCodeAt: now };
  const again = record.oldCodeAt !== undefined && now - record.oldCodeAt < HOURS_24;
  if (again) return { refusal: { code: 'PRC_ROLLBACK' }, next, effects: [{ kind: 'alarm', about: 'rollback' }] };
  return { refusal: { code: 'PRC_OLD' }, next, effects: [] };
}

function reissuesAreLeft({ record, epoch, r, policy, now }: Lock): Refused | undefined {
  const recent = record.issues.filter((issue) => issue.epoch === epoch && issue.r === r && now - issue.at < HOURS_24);
  return recent.length < policy.reissue ? undefined : { refusal: { code: 'PRC_REISSUE_LIMIT' }, effects: [] };
}

/** Every epoch of this token under which the code verifies. All candidates are computed, whichever match. */
function hitsOf<Candidate extends UnlockCandidate>(token: Candidate, code: PinResetCode): Hit<Candidate>[] {
  const { r, mac, epochMod100 } = pinResetClaim(code);
  const { tokenId, lowestEpoch } = token.record;
  return epochsEndingIn(epochMod100, Math.max(0, lowestEpoch - EPOCHS_BEHIND), lowestEpoch + EPOCHS_AHEAD)
    .filter((epoch) => pinResetMac({ resetMacKey: token.resetMacKey, tokenId, epoch, r }) === mac)
    .map((epoch) => ({ token, epoch, age: epoch < lowestEpoch ? 'old' : 'live' }));
}

/** Those from `first` to below `end` whose last two decimal digits are these. */
function epochsEndingIn(lastTwoDigits: number, first: number, end: number): number[] {
  const distance = (lastTwoDigits - (first % EPOCH_CYCLE) + EPOCH_CYCLE) % EPOCH_CYCLE;
  const epochs: number[] = [];
  for (let epoch = first + distance; epoch < end; epoch += EPOCH_CYCLE) epochs.push(epoch);
  return epochs;
}

/** A lock of a token that may be unlocked goes before an earlier lock of one, and both before tokens that are out of use. */
function bestHit<Candidate extends UnlockCandidate>(hits: readonly Hit<Candidate>[]): Hit<Candidate> | undefined {
  const usable = hits.filter(({ token }) => mayBeUnlocked(token.record.state));
  return usable.find(({ age }) => age === 'live') ?? usable.at(0) ?? hits.at(0);
}

function mayBeUnlocked(state: TokenState): boolean {
  return state.kind === 'ACTIVE' || state.kind === 'UNLOCK_PENDING' || (state.kind === 'SUSPENDED' && state.reason === 'unconfirmed');
}
