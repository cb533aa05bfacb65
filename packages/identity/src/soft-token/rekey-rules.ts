import type { Instant } from '@sallyport/platform';
import type { IdentityPolicy } from '../policy.ts';
import { NO_STEP, type OtpParametersOfToken } from './rules.ts';

/** Section 15: when keys are due, when they may be promised anew, and which times a contact may name. */

export interface KeysAtThisMoment {
  readonly state: string;
  /** When the present keys were made. */
  readonly keyedAt: Instant;
  /** When an unlock code was last given out under whatever keys; undefined when never. */
  readonly lastIssueAt: Instant | undefined;
  readonly promisedAt: Instant | undefined;
  /** `E_conf`, and the epoch the token says it holds. */
  readonly lowestEpoch: number;
  readonly epoch: number;
}

/**
 * Whether a token in service should renew its keys now: an unlock code has been given out since they were made, or they are old (as those of an offline
 * activation are from the start). Never for an epoch that is over: that would be a restored copy taking the token from its owner.
 */
export function keysAreDue(keys: KeysAtThisMoment, policy: IdentityPolicy['rekey'], now: Instant): boolean {
  const { keyedAt, lastIssueAt } = keys;
  const wasUnlocked = lastIssueAt !== undefined && lastIssueAt >= keyedAt;
  return mayRenewKeys(keys, policy, now) && (wasUnlocked || now - keyedAt >= policy.afterMs);
}

/**
 * A promise is kept for a while before another takes its place: the token commits what it was promised within two minutes
 * (`REKEY_COMMIT_MS`) or never, so that no window of the same device can make us forget what another is just committing.
 */
export function mayRenewKeys(keys: KeysAtThisMoment, policy: IdentityPolicy['rekey'], now: Instant): boolean {
  const { promisedAt } = keys;
  const isKept = promisedAt !== undefined && now - promisedAt < policy.promiseMs;
  return keys.state === 'ACTIVE' && keys.epoch >= keys.lowestEpoch && !isKept;
}

/** How far the time that a contact names may be from ours. */
const NEARNESS_MS = 2 * 60_000;

/** Undefined when the time is taken: near ours, and above the last one taken. Else what the next one must be above. */
export function refusedTime(named: Instant, last: Instant | undefined, now: Instant): { readonly after: Instant } | undefined {
  const isTaken = Math.abs(named - now) <= NEARNESS_MS && named > (last ?? 0);
  return isTaken ? undefined : { after: Math.max(1, last ?? 0) };
}

/**
 * What the one-time password of a re-key is measured by: the last one that its owner typed may come again, since the app sends the one it shows at
 * that moment; everything before it is spent.
 */
export function lastStepForRekey(otp: OtpParametersOfToken): OtpParametersOfToken {
  return { ...otp, lastStep: Math.max(NO_STEP, otp.lastStep - 1) };
}
