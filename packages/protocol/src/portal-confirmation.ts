import { expireUnlock } from './token-record.ts';
import type { PortalEffect, SuspensionReason, TokenRecord, UnlockPolicy } from './token-record.ts';

/**
 * Section 11, the way back: after an unlock code is out, one-time passwords of the token are good for nothing but to finish
 * the unlock, until one is typed into the same portal session or the token's own receipt arrives (invariant 9).
 */

/** One token at one moment. */
export interface Moment {
  readonly record: TokenRecord;
  readonly policy: UnlockPolicy;
  readonly now: number;
}

/** What a one-time password of this token may do at this moment, before anybody looks whether it is right. */
export type OtpPurpose =
  | 'sign-in'
  /** Only `judgeConfirmation`. */
  | 'confirm-unlock'
  /** Only `judgeReactivation`. */
  | 'reactivate'
  /** Only `activateToken`. */
  | 'confirm-activation'
  | 'nothing';

export function otpPurpose(moment: Moment): OtpPurpose {
  const { state } = settled(moment).record;
  switch (state.kind) {
    case 'ACTIVE':
      return 'sign-in';
    case 'UNLOCK_PENDING':
      return 'confirm-unlock';
    case 'SUSPENDED':
      return state.reason === 'unconfirmed' ? 'reactivate' : 'nothing';
    case 'PENDING':
      return 'confirm-activation';
    case 'REVOKED':
      return 'nothing';
  }
}

export type ConfirmationRefusal =
  /** `why` is for the audit; the page says only how many tries are left. */
  | { readonly code: 'CONFIRM_FAILED'; readonly left: number; readonly why: 'wrong-code' | 'other-session' }
  | { readonly code: 'TOKEN_SUSPENDED'; readonly reason: SuspensionReason }
  | { readonly code: 'TOKEN_REVOKED' };

/** Save `next`, when there is one, with the effects; also for a refusal: it may have expired meanwhile. */
export type ConfirmationJudgement =
  | { readonly kind: 'confirmed'; readonly next: TokenRecord; readonly effects: readonly PortalEffect[] }
  /** Nothing waits for confirmation: the token's receipt was faster, or no code was ever issued. */
  | { readonly kind: 'not-awaited' }
  | {
      readonly kind: 'refuse';
      readonly refusal: ConfirmationRefusal;
      readonly next: TokenRecord | undefined;
      readonly effects: readonly PortalEffect[];
    };

/** The attempt has been spent; the one-time password has been checked by `matchTotp` or `matchHotp`. */
export interface ConfirmationAttempt extends Moment {
  readonly otp: 'right' | 'wrong';
  /** Tries left after this one. */
  readonly triesLeft: number;
}

/** `session`: the portal session the one-time password came in, or the one a sign-in in the same browser goes on from. */
export function judgeConfirmation(attempt: ConfirmationAttempt & { readonly session: string }): ConfirmationJudgement {
  const { record, effects } = settled(attempt);
  const next = record === attempt.record ? undefined : record;
  const { state } = record;
  switch (state.kind) {
    case 'PENDING':
    case 'ACTIVE':
      return { kind: 'not-awaited' };
    case 'SUSPENDED':
      return { kind: 'refuse', refusal: { code: 'TOKEN_SUSPENDED', reason: state.reason }, next, effects };
    case 'REVOKED':
      return { kind: 'refuse', refusal: { code: 'TOKEN_REVOKED' }, next, effects };
    case 'UNLOCK_PENDING':
      if (state.session !== attempt.session) return confirmationFailed(attempt, 'other-session');
      if (attempt.otp === 'wrong') return confirmationFailed(attempt, 'wrong-code');
      return {
        kind: 'confirmed',
        next: activeFrom(record, state.epoch + 1),
        effects: [{ kind: 'notify-owner', about: 'unlock-confirmed' }],
      };
  }
}

function confirmationFailed(
  attempt: ConfirmationAttempt,
  why: 'wrong-code' | 'other-session',
): Extract<ConfirmationJudgement, { kind: 'refuse' }> {
  return { kind: 'refuse', refusal: { code: 'CONFIRM_FAILED', left: attempt.triesLeft, why }, next: undefined, effects: [] };
}

/** After 24 hours without confirmation: the owner signs in to the portal, in any session, and shows that the token is open. */
export function judgeReactivation(attempt: ConfirmationAttempt): ConfirmationJudgement {
  const { record, effects } = settled(attempt);
  const next = record === attempt.record ? undefined : record;
  const { state } = record;
  switch (state.kind) {
    case 'PENDING':
    case 'ACTIVE':
    case 'UNLOCK_PENDING':
      return { kind: 'not-awaited' };
    case 'REVOKED':
      return { kind: 'refuse', refusal: { code: 'TOKEN_REVOKED' }, next, effects };
    case 'SUSPENDED': {
      if (state.reason !== 'unconfirmed')
        return { kind: 'refuse', refusal: { code: 'TOKEN_SUSPENDED', reason: state.reason }, next, effects };
      if (attempt.otp === 'wrong') return { ...confirmationFailed(attempt, 'wrong-code'), next, effects };
      return {
        kind: 'confirmed',
        next: activeFrom(record, state.epoch + 1),
        effects: [...effects, { kind: 'notify-owner', about: 'token-reactivated' }],
      };
    }
  }
}

export type ReceiptJudgement =
  /** The receipt finished an unlock. */
  | { readonly kind: 'confirmed'; readonly next: TokenRecord; readonly effects: readonly PortalEffect[] }
  /** The token is known to be further on: everything below is now an earlier lock. */
  | { readonly kind: 'noted'; readonly next: TokenRecord; readonly effects: readonly PortalEffect[] }
  /** Said before; nothing to do, and no reason to complain. */
  | { readonly kind: 'repeated' }
  /** Not newer than what is known, or the token is in no state to be believed. */
  | { readonly kind: 'refuse'; readonly refusal: { readonly code: 'RECEIPT_REFUSED' } };

/** The receipt's MAC has been checked by `receiptHolds`. Its epoch is the one the token holds *now*. */
export function judgeReceipt(input: Moment & { readonly epoch: number }): ReceiptJudgement {
  const { record, effects } = settled(input);
  const { state } = record;
  if (state.kind === 'PENDING' || state.kind === 'REVOKED' || (state.kind === 'SUSPENDED' && state.reason !== 'unconfirmed')) {
    return { kind: 'refuse', refusal: { code: 'RECEIPT_REFUSED' } };
  }
  if (input.epoch === record.lowestEpoch) return { kind: 'repeated' };
  // While an unlock waits, only an epoch beyond the lock proves that the code arrived; an earlier receipt may have been caught and kept.
  const known = state.kind === 'ACTIVE' ? record.lowestEpoch : Math.max(record.lowestEpoch, state.epoch);
  if (input.epoch <= known) return { kind: 'refuse', refusal: { code: 'RECEIPT_REFUSED' } };
  if (state.kind === 'UNLOCK_PENDING') {
    return { kind: 'confirmed', next: activeFrom(record, input.epoch), effects: [{ kind: 'notify-owner', about: 'unlock-confirmed' }] };
  }
  // Suspended for lack of confirmation stays so: after 24 hours only the owner in the portal reactivates (section 11).
  return { kind: 'noted', next: { ...record, lowestEpoch: input.epoch }, effects };
}

function activeFrom(record: TokenRecord, lowestEpoch: number): TokenRecord {
  return { ...record, state: { kind: 'ACTIVE' }, lowestEpoch: Math.max(record.lowestEpoch, lowestEpoch) };
}

/** The record as it is at this moment: an unlock that has run out is suspended whether or not a sweep has come by. */
function settled(moment: Moment): { readonly record: TokenRecord; readonly effects: readonly PortalEffect[] } {
  const expired = expireUnlock(moment);
  return expired === undefined ? { record: moment.record, effects: [] } : { record: expired.next, effects: expired.effects };
}
