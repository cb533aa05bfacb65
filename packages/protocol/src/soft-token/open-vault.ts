import type { Bytes } from '../bytes.ts';
import type { Refused } from '../device-errors.ts';
import type { OtpParameters } from '../vault-body.ts';
import type { TokenIdentity } from './face.ts';

/** A one-time password and, for TOTP, the window in which it is the one to show. */
export interface OneTimePassword {
  readonly kind: 'one-time-password';
  readonly digits: string;
  /** Unix milliseconds on the device's own clock; undefined for HOTP. */
  readonly validFrom: number | undefined;
  readonly validUntil: number | undefined;
}

export type ReceiptOf = 'commit' | 'unlock' | 'pin-change';

/** Section 15: tells the server that the token holds a new epoch. */
export interface Receipt {
  readonly kind: 'receipt';
  readonly tokenId: Bytes;
  readonly epoch: number;
  readonly what: 1 | 2 | 3;
  readonly timeMs: number;
  readonly mac: Bytes;
}

/**
 * The open vault: the only object that gives one-time passwords. It exists only from octets that came out of a slot
 * (section 18, invariant 1): its constructor is private and wants the master key as `openSlot` unwrapped it.
 * After `close()` every method answers `VAULT_CLOSED`.
 */
export declare class OpenVault {
  private constructor();
  readonly identity: TokenIdentity;
  /** HH, for the confirmation of an activation. */
  readonly headerHash: Bytes;
  readonly otp: OtpParameters;
  /** Server time minus device time at the last contact. */
  readonly skewMs: number;
  readonly isOpen: boolean;

  /** TOTP: the one for now, or for `steps` periods later (the next code: 1). HOTP: spends a counter value, durably, before it answers. */
  oneTimePassword(steps?: number): Promise<OneTimePassword | Refused>;
  /** COMMIT under a new PIN. This object is closed; go on with the one in the answer. */
  changePin(entries: { readonly pin: string; readonly repeated: string }): Promise<{ readonly kind: 'open'; readonly vault: OpenVault } | Refused>;
  /** The receipt of section 15 for what has just been committed. */
  receipt(what: ReceiptOf): Promise<Receipt | Refused>;
  /** HMAC under K_srv, for authenticated calls. */
  serverMac(message: Uint8Array): Promise<{ readonly kind: 'mac'; readonly mac: Bytes } | Refused>;
  /** Writes a measured offset into the body (section 15, time). */
  recordClockOffset(skewMs: number): Promise<{ readonly kind: 'recorded' } | Refused>;
  /** OPEN → REVOKED: destroys E, D, K_dev, slots and body, if the notice is genuine (MAC under K_srv, or Ed25519 by the pinned issuer key). */
  revoke(notice: RevocationNotice): Promise<{ readonly kind: 'revoked' } | Refused>;
  /** OPEN → CLOSED: time-out, hidden tab, button. Wipes the master key and drops the one-time-password key. */
  close(): void;
}

/** Over `DS("revoke") || tokenId`; see `revocationMessage`. */
export type RevocationNotice =
  | { readonly kind: 'mac'; readonly mac: Uint8Array }
  | { readonly kind: 'signature'; readonly signature: Uint8Array };
