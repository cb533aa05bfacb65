import type { Instant } from '@sallyport/platform';
import type { CodeKind } from '@sallyport/protocol';

/**
 * Every refusal of this room. A refusal is a value: the public half is the code (with its status and message key) and what helps the
 * person go on; the private half is the reason, which only the audit log hears. Anything thrown is a bug.
 */
export const REFUSALS = {
  // Budgets
  /** `until`: when the next try will be looked at. */
  'too-many-attempts': 429,
  /** More slow hashes are waiting than the machine can do; nothing was spent. Try again in a moment. */
  busy: 503,

  // Invitation and set-up
  /** Never existed, spent, or replaced by a newer one: one answer for all. */
  'invitation-not-valid': 404,
  /** `until` is when it ended. */
  'invitation-expired': 410,
  'set-up-step-already-done': 409,
  'user-name-malformed': 422,
  'user-name-taken': 409,
  'display-name-malformed': 422,
  /** `positions`: which of the addresses, counted from 0. */
  'address-malformed': 422,

  // Password
  /** Unknown name, wrong password, suspended or not yet set up: one answer for all. */
  'sign-in-failed': 401,
  'password-too-short': 422,
  'password-too-long': 422,
  /** On the list of common ones, a repetition, or built from the person's or the service's name. */
  'password-too-easy': 422,
  /** Holds what cannot be typed everywhere, such as control characters. */
  'password-malformed': 422,
  'password-unchanged': 422,
  'current-password-wrong': 422,
  'reset-link-not-valid': 404,
  'reset-link-expired': 410,
  /** The recovery policy wants a second proof beside the mail, or a stronger one. */
  'reset-needs-proof': 403,

  // Questions
  'questions-not-registered': 409,
  /** Nothing was asked, or what was asked has been answered meanwhile: ask again. */
  'questions-not-asked': 409,
  /** Not five different ones. `positions`: which are there already; none when their number is wrong. */
  'questions-not-distinct': 422,
  /** `positions`: which are too short, too long, or hold what cannot be shown. */
  'question-malformed': 422,
  /** `positions`: which answers are empty or too short once folded. */
  'answer-too-short': 422,
  /** `positions`: which answers are words of their question. */
  'answer-in-question': 422,
  /** `positions`: which answers are equal to an earlier one, or to one that is registered. */
  'answers-not-distinct': 422,
  /** One answer for both: which was wrong is not said. `left`: challenges left. */
  'answers-wrong': 422,
  /** To the question that shall be changed or removed. `left`: tries left. */
  'present-answer-wrong': 422,
  'question-not-found': 404,
  /** `limit`: the most there may be. */
  'questions-too-many': 409,
  /** `limit`: the fewest there may be. */
  'questions-too-few': 409,
  /** Edited in another browser meanwhile; nothing was spent. */
  'questions-changed': 409,

  // One-time passwords
  /** Not of the form of one; nothing was spent. */
  'otp-malformed': 422,
  /** Wrong, used before, or of a token that may not sign in now: one answer for all. `left`: tries left. */
  'otp-refused': 422,

  // Recovery codes, mailed codes
  /** As for a PIN Reset Code: `groups`, `wrongKind` or `digits`. Nothing was spent. */
  'recovery-code-typo': 422,
  /** Spent, replaced, or none of this account's: one answer for all. `left`: tries left. */
  'recovery-code-refused': 422,
  /** There are none to show: saved already, made in another session, or too long ago. */
  'recovery-codes-not-shown': 410,
  /** Not of the form of one; nothing was spent. `limit`: its digits. */
  'mailed-code-malformed': 422,
  /** Wrong, spent, run out, or sent to another session: one answer for all. `left`: tries left. */
  'mailed-code-refused': 422,

  // Temporary access
  /** As for a PIN Reset Code: `groups`, `wrongKind` or `digits`. Nothing was spent. */
  'temporary-access-code-typo': 422,
  /** Wrong, used up, ended, or none of this account's: one answer for all. `left`: tries left. */
  'temporary-access-code-refused': 422,
  /** Whoever came in by temporary access cannot have more of it by that. */
  'temporary-access-not-prolonged': 403,

  // Passkeys
  /** Empty, too long, or holds what cannot be shown. `limit`: the most characters. */
  'passkey-name-malformed': 422,
  /** `limit`: the most an account may have. */
  'passkey-limit': 409,
  'passkey-not-found': 404,
  /** The device has registered it before, with this account or another: one answer for both. */
  'passkey-known': 409,
  /** Nothing a device can have sent; nothing was spent. */
  'passkey-malformed': 422,
  /** Nothing was asked, or it was answered before, too long ago, or in another session or for another purpose: ask again. */
  'passkey-not-expected': 409,
  /** Unknown, another account's, out of use, or not signed as asked: one answer for all. */
  'passkey-refused': 422,
  /** Genuine, but its device asked for neither PIN nor biometrics: it opens nothing alone. */
  'passkey-not-verified': 422,

  // Activation
  'activation-not-found': 404,
  'activation-expired': 410,
  /** Answered or confirmed before, replaced by a newer link, or its five tries are spent. */
  'activation-used': 409,
  /** The message was not made with this link's or this code's keys. `left`: tries left. */
  'activation-mismatch': 422,
  /** As for a PIN Reset Code: `groups`, `wrongKind` or `digits`. Nothing was spent. */
  'registration-code-typo': 422,
  /** Well typed, but not made from the text shown now. `left`: tries left. */
  'registration-code-wrong': 422,
  /** MAC or one-time password do not verify. `left`: tries left. */
  'activation-not-confirmed': 422,

  // Unlock (section 17 of the protocol; `protocolCode` says its name there)
  /** `groups`: which groups have a typing error, counted from 1; `wrongKind` or `digits` when it is something else. Nothing was spent. */
  'prc-typo': 422,
  'prc-version': 422,
  /** Of another token, or no genuine code. `left`: tries left. */
  'prc-no-match': 422,
  /** From an earlier lock: read the code shown now. */
  'prc-old': 422,
  /** The second old one in 24 hours: an alarm went out. */
  'prc-rollback': 422,
  /** Two copies of one token: it was suspended. */
  'prc-fork': 409,
  /** `until`: when it may be issued again. */
  'prc-reissue-limit': 429,
  'token-suspended': 409,
  'token-revoked': 409,
  /** `left`: tries left; at 0 the code must be issued again. */
  'unlock-not-confirmed': 422,
  /** No unlock of this token waits for confirmation in this session. */
  'unlock-not-pending': 409,
  'receipt-refused': 422,

  // Notices, addresses and what waits
  /** Never existed, spent, or from before the account was opened again: one answer for all. */
  'notice-link-not-valid': 404,
  'notice-link-expired': 410,
  /** Unknown name, wrong password, wrong or untrusted one-time password: one answer for all. */
  'thaw-failed': 401,
  /** Told only after both factors. */
  'account-not-frozen': 409,
  'address-known': 409,
  /** `limit`: how many an account may have. */
  'address-limit': 409,
  /** The last one stays: nobody could be told anything any more. */
  'address-last': 409,
  'address-not-found': 404,
  'address-link-not-valid': 404,
  'address-link-expired': 410,
  /** One of this kind waits already. `until`: when it is ripe. */
  'delay-waiting': 409,
  /** Done, stopped, refused when its time came, or not finished in time. */
  'delay-over': 410,
  'delay-link-not-valid': 404,

  // Recovery contacts
  /** Nobody of the same organisation goes by that name, or they cannot be one now: one answer for all. */
  'contact-not-found': 404,
  /** Named already, and not declined or removed since. */
  'contact-known': 409,
  /** `limit`: how many an account may have. */
  'contact-limit': 409,
  /** Answered meanwhile, withdrawn or removed. */
  'contact-not-asked': 410,
  /** Nothing to answer any more: withdrawn, answered, run out, or not theirs. */
  'vouching-over': 410,
  /** The code that the person tells by voice. `left`: tries left. */
  'vouching-code-wrong': 422,
  /** Nobody has vouched in this browser, or the vouching was used or has run out. */
  'vouching-not-given': 409,

  // Rehearsals
  /** None was begun in this session, or it has run out. */
  'rehearsal-over': 410,
  /** Tried as often as a rehearsal may; the tries of the real thing are not used up. `until`: when it may be tried again. */
  'rehearsed-enough': 429,

  // Contact, re-key, removal: what only the token itself hears
  'contact-refused': 422,
  'rekey-refused': 422,
  'removal-refused': 422,

  // Doors
  /** More proof is needed, or a fresher one. */
  'step-up-needed': 403,
  'token-not-found': 404,
} as const;

export type RefusalCode = keyof typeof REFUSALS;
/** Where the sentence stands in the message catalogue. */
export type RefusalMessageKey = `refusal.${RefusalCode}`;

/** What the public page may say beyond the sentence. */
export interface RefusalDetails {
  readonly left?: number;
  readonly until?: Instant;
  /** Groups of a code, counted from 1. */
  readonly groups?: readonly number[];
  /** Positions in a list that was sent, counted from 0. */
  readonly positions?: readonly number[];
  /** The code is in good order but of this kind. */
  readonly wrongKind?: CodeKind;
  /** The code has the wrong number of digits. */
  readonly digits?: { readonly expected: number; readonly found: number };
  /** A bound that was not kept, in characters. */
  readonly limit?: number;
}

export interface Refusal<Code extends RefusalCode = RefusalCode> {
  readonly kind: 'refusal';
  readonly code: Code;
  readonly status: number;
  readonly message: `refusal.${Code}`;
  readonly details: RefusalDetails;
  /** For the audit log only; never shown. */
  readonly reason: string;
}

export function refuse<Code extends RefusalCode>(code: Code, reason: string, details: RefusalDetails = {}): Refusal<Code> {
  return { kind: 'refusal', code, status: REFUSALS[code], message: `refusal.${code}`, details, reason };
}

export function isRefusal<Outcome extends object>(outcome: Outcome): outcome is Extract<Outcome, Refusal> {
  return 'kind' in outcome && outcome.kind === 'refusal';
}
