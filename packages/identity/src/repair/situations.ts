import type { Factor } from '../assurance/rules.ts';

/** What may be wrong, in the order of the actions page: what happens most often, and what presses most, first. */
export const SITUATIONS = [
  'token-locked',
  'pin-forgotten',
  'token-misplaced',
  /** Lost or stolen: somebody else may have it. */
  'token-lost',
  /** The device, or the app on it. */
  'token-broken',
  'new-device',
  'out-of-sync',
  'password-forgotten',
] as const;

export type Situation = (typeof SITUATIONS)[number];

/**
 * What a person may still have when something is wrong, the easiest to give first. `soft-token-otp` is a token that opens: another one of theirs, or in `new-device` and
 * `out-of-sync` the old one. The locked token itself is part of its situation.
 */
export const HOLDINGS = [
  'password',
  'soft-token-otp',
  'passkey-verified',
  'questions',
  'recovery-code',
  'temporary-access-code',
  'mailed-code',
  'recovery-contact',
] as const satisfies readonly Factor[];

export type Holding = (typeof HOLDINGS)[number];

export type Remedy =
  /** The PIN Reset Code for an unlock code: nothing on the token is lost. */
  | 'unlock-token'
  /** A code for a bounded time; the token comes back into service by itself. */
  | 'temporary-access'
  /** At once, and for good. */
  | 'revoke-token'
  /** A new token is activated; the old one is revoked when it is. */
  | 'replace-token'
  /** Says how far the device's clock is off; changes nothing. */
  | 'check-clock'
  | 'reset-password';

/** What mends each situation, in this order; it is mended when the last could be done. A forgotten password is mended at the door. */
export const REMEDIES: Readonly<Record<Exclude<Situation, 'password-forgotten'>, readonly Remedy[]>> = {
  'token-locked': ['unlock-token'],
  'pin-forgotten': ['unlock-token'],
  'token-misplaced': ['temporary-access'],
  'token-lost': ['revoke-token', 'replace-token'],
  'token-broken': ['replace-token'],
  'new-device': ['replace-token'],
  'out-of-sync': ['check-clock'],
};
