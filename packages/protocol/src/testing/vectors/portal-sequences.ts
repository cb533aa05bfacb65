/**
 * Section 11 as sequences of events with the state expected after each: written by hand, so that the code cannot agree with itself.
 * `portal.json` is this list with the codes filled in.
 */

/** Whose header shows the code: the two tokens of one person. */
export type TokenName = 'desk' | 'phone';

export type PortalEvent =
  | { readonly kind: 'activate'; readonly token: TokenName }
  /** The PIN Reset Code that `shownBy` shows at this epoch, with this r. `named`: the only token asked about. */
  | {
      readonly kind: 'request';
      readonly shownBy: TokenName;
      readonly epoch: number;
      readonly r: number;
      readonly session: string;
      readonly named?: TokenName;
    }
  | {
      readonly kind: 'confirm';
      readonly token: TokenName;
      readonly session: string;
      readonly otp: 'right' | 'wrong';
      readonly triesLeft: number;
    }
  | { readonly kind: 'reactivate'; readonly token: TokenName; readonly otp: 'right' | 'wrong' }
  | { readonly kind: 'receipt'; readonly token: TokenName; readonly epoch: number }
  | { readonly kind: 'sweep'; readonly token: TokenName }
  | { readonly kind: 'suspend'; readonly token: TokenName }
  | { readonly kind: 'revoke'; readonly token: TokenName }
  /** Asks what a one-time password would be good for. */
  | { readonly kind: 'otp'; readonly token: TokenName };

export interface PortalStep {
  /** Hours since the beginning of the sequence. */
  readonly hour: number;
  readonly event: PortalEvent;
  /** `issue`, `confirmed`, a refusal's code, or what the one-time password is good for. */
  readonly answer: string;
  /** State after the event, with the reason of a suspension, and E_conf. Of the token named in the event. */
  readonly state: string;
  readonly lowestEpoch: number;
  readonly effects: readonly string[];
}

export interface PortalSequence {
  readonly name: string;
  readonly steps: readonly PortalStep[];
}

type After = readonly [answer: string, state: string, lowestEpoch: number, ...effects: string[]];

function at(hour: number, event: PortalEvent, [answer, state, lowestEpoch, ...effects]: After): PortalStep {
  return { hour, event, answer, state, lowestEpoch, effects };
}

const activate = (token: TokenName): PortalEvent => ({ kind: 'activate', token });
const otp: PortalEvent = { kind: 'otp', token: 'desk' };
const request = (epoch: number, r: number, session = 's1'): PortalEvent => ({ kind: 'request', shownBy: 'desk', epoch, r, session });
const confirm = (session: string, typed: 'right' | 'wrong', triesLeft: number): PortalEvent => ({
  kind: 'confirm',
  token: 'desk',
  session,
  otp: typed,
  triesLeft,
});
const receipt = (epoch: number): PortalEvent => ({ kind: 'receipt', token: 'desk', epoch });
const reactivate = (typed: 'right' | 'wrong'): PortalEvent => ({ kind: 'reactivate', token: 'desk', otp: typed });

const ACTIVATED = at(0, activate('desk'), ['activated', 'ACTIVE', 0]);
const ISSUED = 'notify-owner:unlock-code-issued';
const CONFIRMED = 'notify-owner:unlock-confirmed';
const SUSPENDED = 'notify-owner:token-suspended';

export const PORTAL_SEQUENCES: readonly PortalSequence[] = [
  {
    name: 'lock, unlock code, confirmation, and the old code afterwards',
    steps: [
      at(0, otp, ['confirm-activation', 'PENDING', 0]),
      ACTIVATED,
      at(1, otp, ['sign-in', 'ACTIVE', 0]),
      at(1, request(7, 5831), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(1, otp, ['confirm-unlock', 'UNLOCK_PENDING', 0]),
      at(1, confirm('s1', 'right', 2), ['confirmed', 'ACTIVE', 8, CONFIRMED]),
      at(1, otp, ['sign-in', 'ACTIVE', 8]),
      at(2, request(7, 5831), ['PRC_OLD', 'ACTIVE', 8]),
      at(3, request(8, 17), ['issue', 'UNLOCK_PENDING', 8, ISSUED]),
    ],
  },
  {
    name: 'rollback: an old code twice within 24 hours raises the alarm, a day later it is only old again',
    steps: [
      ACTIVATED,
      at(1, request(3, 1), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(1, confirm('s1', 'right', 2), ['confirmed', 'ACTIVE', 4, CONFIRMED]),
      at(2, request(3, 1), ['PRC_OLD', 'ACTIVE', 4]),
      at(3, request(2, 9), ['PRC_ROLLBACK', 'ACTIVE', 4, 'alarm:rollback']),
      at(28, request(3, 1), ['PRC_OLD', 'ACTIVE', 4]),
    ],
  },
  {
    name: 'fork: another r of the same epoch suspends the token for good',
    steps: [
      ACTIVATED,
      at(1, request(7, 5831), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(2, request(7, 5832), ['PRC_FORK', 'SUSPENDED:fork', 0, 'alarm:fork', SUSPENDED]),
      at(2, otp, ['nothing', 'SUSPENDED:fork', 0]),
      at(2, confirm('s1', 'right', 2), ['TOKEN_SUSPENDED', 'SUSPENDED:fork', 0]),
      at(3, request(7, 5831), ['TOKEN_SUSPENDED', 'SUSPENDED:fork', 0]),
      at(3, request(8, 1), ['TOKEN_SUSPENDED', 'SUSPENDED:fork', 0]),
      at(3, reactivate('right'), ['TOKEN_SUSPENDED', 'SUSPENDED:fork', 0]),
      at(3, receipt(8), ['RECEIPT_REFUSED', 'SUSPENDED:fork', 0]),
      at(4, { kind: 'suspend', token: 'desk' }, ['nothing', 'SUSPENDED:fork', 0]),
      at(40, request(7, 5832), ['TOKEN_SUSPENDED', 'SUSPENDED:fork', 0]),
    ],
  },
  {
    name: 'fork: also of an epoch that is not the latest, as long as it is not behind the confirmed one',
    steps: [
      ACTIVATED,
      at(1, request(6, 1), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(2, request(7, 1), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(3, request(6, 2), ['PRC_FORK', 'SUSPENDED:fork', 0, 'alarm:fork', SUSPENDED]),
    ],
  },
  {
    name: 'a copy restored from before the lock cannot have its earlier epoch unlocked while the later one waits',
    steps: [
      ACTIVATED,
      at(1, request(7, 5831), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(2, request(6, 4), ['PRC_OLD', 'UNLOCK_PENDING', 0]),
      at(3, request(6, 4), ['PRC_ROLLBACK', 'UNLOCK_PENDING', 0, 'alarm:rollback']),
      at(3, request(7, 5831), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
    ],
  },
  {
    name: 're-issue: the same code three times in 24 hours, then not until the first is a day old',
    steps: [
      ACTIVATED,
      at(0, request(7, 5831), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(10, request(7, 5831, 's2'), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(20, request(7, 5831, 's3'), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(23, request(7, 5831, 's4'), ['PRC_REISSUE_LIMIT', 'UNLOCK_PENDING', 0]),
      at(24, request(7, 5831, 's4'), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(25, request(7, 5831, 's5'), ['PRC_REISSUE_LIMIT', 'UNLOCK_PENDING', 0]),
      at(25, confirm('s4', 'right', 2), ['confirmed', 'ACTIVE', 8, CONFIRMED]),
    ],
  },
  {
    name: 'confirmation: wrong codes and other sessions confirm nothing',
    steps: [
      ACTIVATED,
      at(1, confirm('s1', 'right', 2), ['not-awaited', 'ACTIVE', 0]),
      at(1, request(7, 5831), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(1, confirm('s1', 'wrong', 2), ['CONFIRM_FAILED', 'UNLOCK_PENDING', 0]),
      at(1, confirm('thief', 'right', 1), ['CONFIRM_FAILED', 'UNLOCK_PENDING', 0]),
      at(1, reactivate('right'), ['not-awaited', 'UNLOCK_PENDING', 0]),
      at(2, request(7, 5831, 's2'), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(2, confirm('s1', 'right', 2), ['CONFIRM_FAILED', 'UNLOCK_PENDING', 0]),
      at(2, confirm('s2', 'right', 1), ['confirmed', 'ACTIVE', 8, CONFIRMED]),
      at(2, confirm('s2', 'right', 0), ['not-awaited', 'ACTIVE', 8]),
    ],
  },
  {
    name: 'expiry: not confirmed in 24 hours, suspended, and brought back by its owner',
    steps: [
      ACTIVATED,
      at(1, request(7, 5831), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(24, { kind: 'sweep', token: 'desk' }, ['nothing', 'UNLOCK_PENDING', 0]),
      at(25, { kind: 'sweep', token: 'desk' }, ['expired', 'SUSPENDED:unconfirmed', 0, SUSPENDED]),
      at(26, otp, ['reactivate', 'SUSPENDED:unconfirmed', 0]),
      at(26, confirm('s1', 'right', 2), ['TOKEN_SUSPENDED', 'SUSPENDED:unconfirmed', 0]),
      at(26, receipt(8), ['noted', 'SUSPENDED:unconfirmed', 8]),
      at(26, reactivate('wrong'), ['CONFIRM_FAILED', 'SUSPENDED:unconfirmed', 8]),
      at(26, reactivate('right'), ['confirmed', 'ACTIVE', 8, 'notify-owner:token-reactivated']),
      at(26, reactivate('right'), ['not-awaited', 'ACTIVE', 8]),
    ],
  },
  {
    name: 'expiry counts even when no sweep came by, and a new unlock code leads out of it as well',
    steps: [
      ACTIVATED,
      at(1, request(7, 5831), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(25, otp, ['reactivate', 'UNLOCK_PENDING', 0]),
      at(25, confirm('s1', 'right', 2), ['TOKEN_SUSPENDED', 'SUSPENDED:unconfirmed', 0, SUSPENDED]),
      at(26, request(7, 5831, 's2'), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(50, request(7, 5831, 's3'), ['issue', 'UNLOCK_PENDING', 0, SUSPENDED, ISSUED]),
      at(50, confirm('s3', 'right', 2), ['confirmed', 'ACTIVE', 8, CONFIRMED]),
    ],
  },
  {
    name: 'receipts: only an epoch beyond the lock confirms, and none counts twice',
    steps: [
      at(0, receipt(0), ['RECEIPT_REFUSED', 'PENDING', 0]),
      ACTIVATED,
      at(0, receipt(0), ['repeated', 'ACTIVE', 0]),
      at(1, receipt(6), ['noted', 'ACTIVE', 6]),
      at(1, receipt(6), ['repeated', 'ACTIVE', 6]),
      at(1, receipt(5), ['RECEIPT_REFUSED', 'ACTIVE', 6]),
      at(2, request(7, 5831), ['issue', 'UNLOCK_PENDING', 6, ISSUED]),
      at(2, receipt(7), ['RECEIPT_REFUSED', 'UNLOCK_PENDING', 6]),
      at(2, receipt(8), ['confirmed', 'ACTIVE', 8, CONFIRMED]),
      at(2, receipt(8), ['repeated', 'ACTIVE', 8]),
      at(2, confirm('s1', 'right', 2), ['not-awaited', 'ACTIVE', 8]),
      at(3, request(7, 5831), ['PRC_OLD', 'ACTIVE', 8]),
    ],
  },
  {
    name: 'the window: 299 epochs ahead are found, 300 are not; 100 behind are old, 101 are unknown',
    steps: [
      ACTIVATED,
      at(1, request(300, 1), ['PRC_NO_MATCH', 'ACTIVE', 0]),
      at(1, request(299, 1), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(1, confirm('s1', 'right', 2), ['confirmed', 'ACTIVE', 300, CONFIRMED]),
      at(2, request(199, 1), ['PRC_NO_MATCH', 'ACTIVE', 300]),
      at(2, request(200, 1), ['PRC_OLD', 'ACTIVE', 300]),
      at(2, request(599, 0), ['issue', 'UNLOCK_PENDING', 300, ISSUED]),
    ],
  },
  {
    name: 'two tokens: the code finds its own, and is nothing to the other',
    steps: [
      ACTIVATED,
      at(0, activate('phone'), ['activated', 'ACTIVE', 0]),
      at(1, { kind: 'request', shownBy: 'phone', epoch: 7, r: 5831, session: 's1', named: 'desk' }, ['PRC_NO_MATCH', 'ACTIVE', 0]),
      at(1, { kind: 'request', shownBy: 'phone', epoch: 7, r: 5831, session: 's1' }, ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(1, otp, ['sign-in', 'ACTIVE', 0]),
    ],
  },
  {
    name: 'suspension and revocation close every way',
    steps: [
      at(0, request(0, 1), ['PRC_NO_MATCH', 'PENDING', 0]),
      ACTIVATED,
      at(1, request(7, 5831), ['issue', 'UNLOCK_PENDING', 0, ISSUED]),
      at(1, { kind: 'suspend', token: 'desk' }, ['suspended', 'SUSPENDED:administrator', 0, SUSPENDED]),
      at(1, otp, ['nothing', 'SUSPENDED:administrator', 0]),
      at(1, confirm('s1', 'right', 2), ['TOKEN_SUSPENDED', 'SUSPENDED:administrator', 0]),
      at(1, receipt(8), ['RECEIPT_REFUSED', 'SUSPENDED:administrator', 0]),
      at(1, reactivate('right'), ['TOKEN_SUSPENDED', 'SUSPENDED:administrator', 0]),
      at(2, request(7, 5831), ['TOKEN_SUSPENDED', 'SUSPENDED:administrator', 0]),
      at(3, { kind: 'revoke', token: 'desk' }, ['revoked', 'REVOKED', 0, 'notify-owner:token-revoked']),
      at(3, { kind: 'suspend', token: 'desk' }, ['nothing', 'REVOKED', 0]),
      at(3, otp, ['nothing', 'REVOKED', 0]),
      at(3, confirm('s1', 'right', 2), ['TOKEN_REVOKED', 'REVOKED', 0]),
      at(3, reactivate('right'), ['TOKEN_REVOKED', 'REVOKED', 0]),
      at(3, receipt(8), ['RECEIPT_REFUSED', 'REVOKED', 0]),
      at(3, request(7, 5831), ['TOKEN_REVOKED', 'REVOKED', 0]),
      at(3, activate('desk'), ['nothing', 'REVOKED', 0]),
    ],
  },
];
