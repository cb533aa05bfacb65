import type { Bytes } from '../bytes.ts';
import type { UnlockDigits } from '../codes.ts';
import type { DeviceError, Refused } from '../device-errors.ts';
import type { TokenKeys } from '../activation-keys.ts';
import type { OtpParameters, VaultContents } from '../vault-body.ts';
import type { OpenVault } from './open-vault.ts';
import type { Protection } from './protection.ts';
import type { VaultTypes } from './vault-kind.ts';

/**
 * One soft token on one device, as the web app and the terminal see it. Made by `softToken(ports)`; it holds no secret itself.
 *
 *   token.start()                       what state are we in? (repairs what a crash left behind)
 *   token.activate(…)  → AwaitingPin    → setPin → OpenVault      SET_PIN
 *   token.enterPin(…)                            → OpenVault      CLOSED → OPEN, or n left, or LOCKED
 *   token.enterByAuthenticator()                 → OpenVault      CLOSED → OPEN, where there is a PRF-only slot
 *   token.showResetCode()                                         CLOSED → RESET_VIEW
 *   token.enterUnlockCode(…) → AwaitingPin → setPin → OpenVault   LOCKED / RESET_VIEW → MUST_SET_PIN → OPEN
 *
 * Nothing here throws for anything a person or an attacker can do; a promise rejects only when a port rejects (a disk that
 * fails is a crash: start again with `start()`).
 */
export interface SoftToken {
  /** Call once when the app starts and after every crash. Removes the rest of other epochs, finishes an interrupted LOCK or revocation. */
  start(): Promise<TokenStatus | Refused>;

  /** What can be shown without a PIN. Writes nothing. */
  status(): Promise<TokenStatus | Refused>;

  /**
   * EMPTY → SET_PIN. Checks everything but the PIN: `PARAM_RANGE` for a policy or parameters outside the bounds, `ACT_USED` when this storage
   * holds a token already. The keys are copied, the caller wipes its own. Nothing is written before `setPin`.
   */
  activate(activation: Activation): Promise<ActivateOutcome>;

  /**
   * CLOSED → OPEN. The attempt is spent, durably, before the PIN is looked at. What is no PIN by the policy (length, letters) costs nothing,
   * and neither does an authenticator that does not answer (profile P1: `PRF_CANCELLED`, `PRF_UNAVAILABLE`).
   */
  enterPin(pin: string): Promise<PinOutcome>;

  /** CLOSED → OPEN without the PIN. `PRF_UNAVAILABLE` where the token has no PRF-only slot; it neither spends nor clears attempts. */
  enterByAuthenticator(): Promise<AuthenticatorOutcome>;

  /**
   * CLOSED → RESET_VIEW, "I forgot my PIN". Destroys nothing and uses up no attempt; but that the code was shown is written down before it is,
   * because from then on an unlock code may be about. The next right PIN therefore COMMITs a new epoch under the same PIN: it makes that
   * unlock code worthless, and keeps the token at an epoch the portal still accepts. Answers the status with its `reset`.
   */
  showResetCode(): Promise<TokenStatus | Refused>;

  /** LOCKED or RESET_VIEW → MUST_SET_PIN. Typing errors cost nothing; the back-off of section 10 is respected. */
  enterUnlockCode(code: string): Promise<UnlockOutcome>;

  /**
   * CLOSED or LOCKED → REVOKED, by a notice that the issuer signed with the key pinned at activation. `WRONG_SECRET` when it is not
   * genuine or no key is pinned; nothing happens then. (An open token takes a notice at its vault.)
   */
  revoke(signature: Uint8Array): Promise<RevokeOutcome>;

  /** Any state → REVOKED, by the owner at the device: destroys E, D, K_dev, slots and body. What a revocation leaves is left; the app clears it away. */
  destroy(): Promise<RevokeOutcome>;
}

/** What a token's vault is made of. */
export interface TokenTypes extends VaultTypes {
  readonly contents: VaultContents;
  readonly vault: OpenVault;
  readonly reset: ResetView;
}

/** What the header says without a PIN; authenticated by every slot, so a changed one opens nothing. */
export interface TokenIdentity {
  readonly tokenId: Bytes;
  readonly issuerId: Bytes;
  readonly serial: string;
  /** Who issued it, for whom, and where Self-Administration is; '' when the issuer chose not to say so outside the vault. */
  readonly issuer: string;
  readonly label: string;
  readonly portal: string;
  readonly epoch: number;
  readonly createdAt: number;
}

/** The reset screen: shown while locked and on "I forgot my PIN". Showing it destroys nothing. */
export interface ResetView {
  /** The PIN Reset Code as shown and typed, in groups: "10751 83150 83728". */
  readonly pinResetCode: string;
  /** How many digits the unlock code has as typed, check digits included (15, 20 or 25). */
  readonly unlockCodeLength: number;
  /** Back-off: how long the next unlock code will be refused; 0 when it would be looked at. */
  readonly waitSeconds: number;
}

export type TokenStatus<Of extends VaultTypes = TokenTypes> =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'closed';
      readonly identity: TokenIdentity;
      readonly attemptsLeft: number;
      readonly policy: TokenPolicy;
      readonly protection: Protection;
      /** Undefined until `showResetCode`. */
      readonly reset: Of['reset'] | undefined;
    }
  | {
      readonly kind: 'locked';
      readonly identity: TokenIdentity;
      readonly policy: TokenPolicy;
      /** Of the PIN that is gone; the unlock code asks for none of it, and the new PIN starts without it. */
      readonly protection: Protection;
      readonly reset: Of['reset'];
      /** Why, when it was not five wrong PINs: `STATE_MAC` (tampered state record) or `STORAGE_EVICTED` (PIN slot or E missing). Known to the `start()` that finds it. */
      readonly problem: DeviceError | undefined;
    }
  | { readonly kind: 'revoked'; readonly identity: TokenIdentity };

/** Issuer policy inside the bounds of section 3. */
export interface TokenPolicy {
  /** 3..10 */
  readonly maxAttempts: number;
  /** 4..12 */
  readonly minPinLength: number;
  /** at most 16 */
  readonly maxPinLength: number;
  readonly unlockDigits: UnlockDigits;
  /** May the owner let the authenticator open the token without the PIN (slot type 3)? */
  readonly prfOnlyAllowed: boolean;
}

export interface Activation {
  readonly tokenId: Uint8Array;
  readonly serial: string;
  /** Origin of the issuer: the vault is bound to it. */
  readonly origin: string;
  readonly keys: TokenKeys;
  readonly otp: OtpParameters;
  readonly policy: TokenPolicy;
  readonly issuer: string;
  readonly label: string;
  readonly portal: string;
  /** Ed25519, pinned for life (header extension 5). */
  readonly issuerKey: Uint8Array | undefined;
  /** Server time minus device time at activation; undefined when no server was asked, as offline. */
  readonly skewMs: number | undefined;
}

/** Right keys in memory, nothing durable yet: the only way on is a PIN. No one-time password can be had from it. */
export interface AwaitingPin<Of extends VaultTypes = TokenTypes> {
  /** Two entries, compared in constant time; `PIN_POLICY` refusals may be tried again. COMMIT happens here. */
  setPin(entries: NewPinEntries): Promise<SetPinOutcome<Of>>;
  /** Wipes the keys. Nothing has changed on the device; the same unlock code works again. */
  abandon(): void;
}

export type ActivateOutcome = { readonly kind: 'set-pin'; readonly awaiting: AwaitingPin } | Refused;

export interface NewPinEntries {
  readonly pin: string;
  readonly repeated: string;
}

export interface Opened<Of extends VaultTypes = TokenTypes> {
  readonly kind: 'open';
  readonly vault: Of['vault'];
  /** Whether a new epoch was COMMITted on the way: then the server is to be told (section 15, receipts). */
  readonly committed: boolean;
}

export type SetPinOutcome<Of extends VaultTypes = TokenTypes> = Opened<Of> | Refused;

export type RekeyOutcome =
  | Opened
  /** The PIN is no longer at hand: the next contact after it was typed will do. */
  | { readonly kind: 'pin-forgotten' }
  | { readonly kind: 'too-late' }
  | Refused;

/** Wrong entries since the vault was opened last; opening it by a PIN, or setting a new one, clears the count. They may have been somebody else's. */
export interface FailedAttempts {
  readonly pins: number;
  readonly unlockCodes: number;
}

export type OpenedByPin<Of extends VaultTypes = TokenTypes> = Opened<Of> & { readonly failed: FailedAttempts };

export type PinOutcome<Of extends VaultTypes = TokenTypes> =
  | OpenedByPin<Of>
  | { readonly kind: 'wrong-pin'; readonly attemptsLeft: number }
  /** The last attempt was wrong, or the token was locked already: show the reset screen. */
  | { readonly kind: 'locked'; readonly reset: Of['reset'] }
  | { readonly kind: 'revoked' }
  | Refused;

export type RevokeOutcome = { readonly kind: 'revoked' } | Refused;

export type AuthenticatorOutcome =
  | Opened
  | Exclude<PinOutcome, { readonly kind: 'wrong-pin' | 'open' }>
  /** Its PIN Reset Code has been shown: the PIN, or the unlock code, and nothing else opens it now. */
  | { readonly kind: 'pin-needed' };

export type UnlockOutcome<Of extends VaultTypes = TokenTypes> =
  | { readonly kind: 'must-set-pin'; readonly awaiting: AwaitingPin<Of>; readonly failed: FailedAttempts }
  /** Well typed but not this token's code for this lock. Check the serial, ask the portal to show the code again. */
  | { readonly kind: 'wrong-code'; readonly waitSeconds: number }
  | { readonly kind: 'revoked' }
  | Refused;
