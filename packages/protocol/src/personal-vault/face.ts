import type { Refused } from '../device-errors.ts';
import type { AwaitingPin, PinOutcome, TokenPolicy, TokenStatus, UnlockOutcome } from '../soft-token/face.ts';
import type { VaultTypes } from '../soft-token/vault-kind.ts';
import type { OpenPersonalVault } from './open-personal-vault.ts';
import type { PersonalContents } from './personal-contents.ts';

/**
 * The personal vault of one device (section 12): other people's `otpauth` accounts behind a PIN of its own. PIN entry, LOCK, repair and COMMIT
 * are those of a token; what unlocks it is its owner's recovery key and no server. Made by `personalVault(ports)`; it holds no secret itself.
 *
 *   vault.start()                            what state are we in? (repairs what a crash left behind)
 *   vault.create(…)           → AwaitingPin  → setPin → OpenPersonalVault, whose recovery key is to be written down and checked
 *   vault.enterPin(…)                        → OpenPersonalVault, or n left, or locked
 *   vault.enterRecoveryKey(…) → AwaitingPin  → setPin → OpenPersonalVault
 */
export interface PersonalVault {
  /** Call once when the app starts and after every crash. */
  start(): Promise<PersonalStatus | Refused>;

  /** What can be shown without a PIN. Writes nothing. */
  status(): Promise<PersonalStatus | Refused>;

  /** Nothing is written before the PIN is set. `PARAM_RANGE` for a policy outside the bounds, `ACT_USED` when there is a vault already. */
  create(policy: PersonalPolicy): Promise<CreateOutcome>;

  /** The attempt is spent, durably, before the PIN is looked at. */
  enterPin(pin: string): Promise<PinOutcome<PersonalTypes>>;

  /** 52 characters in any grouping; typing errors cost nothing. It opens the way to a new PIN, on this device only. */
  enterRecoveryKey(typed: string): Promise<UnlockOutcome<PersonalTypes>>;

  /** Everything in it, for ever: E is overwritten, slots, body and D are removed. Needs no PIN, as whoever has the device can clear its storage. */
  destroy(): Promise<{ readonly kind: 'destroyed' } | Refused>;
}

export interface PersonalTypes extends VaultTypes {
  readonly contents: PersonalContents;
  readonly vault: OpenPersonalVault;
  readonly reset: RecoveryView;
}

/** The recovery screen: shown while locked and on "I forgot my PIN". Showing it destroys nothing. */
export interface RecoveryView {
  /** Back-off: how long the next recovery key will be refused; 0 when it would be looked at. */
  readonly waitSeconds: number;
}

export type PersonalStatus = Exclude<TokenStatus<PersonalTypes>, { kind: 'revoked' }>;

/** Set by its owner, inside the bounds of section 3. There is no unlock code, so its length is no policy; and no authenticator yet. */
export type PersonalPolicy = Omit<TokenPolicy, 'unlockDigits' | 'prfOnlyAllowed'>;

export type CreateOutcome = { readonly kind: 'set-pin'; readonly awaiting: AwaitingPin<PersonalTypes> } | Refused;
