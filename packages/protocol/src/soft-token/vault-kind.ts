import type { Bytes } from '../bytes.ts';
import type { DeviceError, Refused } from '../device-errors.ts';
import type { Header } from '../header.ts';
import type { MasterKey } from '../master-key.ts';
import type { Pin } from '../pin-policy.ts';
import type { Randomness } from '../ports.ts';
import type { Result } from '../result.ts';
import type { BodyText } from '../sealed-body.ts';
import type { SlotType } from '../slot.ts';
import type { HeaderFrame } from './commit.ts';
import type { VaultContext } from './context.ts';
import type { Opened } from './face.ts';
import type { StoredToken } from './load.ts';
import type { EpochPrf } from './slot-prf.ts';

/** The types of one kind of vault: what its body holds, what it is once open, and what is shown while it is locked. */
export interface VaultTypes {
  readonly contents: unknown;
  readonly vault: unknown;
  readonly reset: unknown;
}

/**
 * One format, two kinds of vault: a token's, which the unlock code of its server recovers, and a personal one, which its owner's recovery
 * key does (section 12). This is all in which they differ; COMMIT, PIN entry, LOCK, repair at start and the setting of a new PIN are the same code.
 */
export interface VaultKind<Of extends VaultTypes> {
  /** Whether a header is of this kind. A vault of the other kind is refused unread. */
  owns(header: Header): boolean;
  readonly text: BodyText<Of['contents']>;
  /** Steps 2 and 3 of COMMIT: the reset fields of the new header, and what will open its recovery slot. */
  recoveryOf(epoch: NewRecovery<Of['contents']>): Recovery;
  /** What was typed to recover, as the octets that open the recovery slot. Whatever is refused here costs nothing. */
  recoverySecretOf(typed: string, header: Header): Result<Bytes, DeviceError>;
  /** What is shown while locked, and to who forgot the PIN. */
  resetViewOf(header: Header, waitSeconds: number): Of['reset'];
  /** Takes the master key over. `SLOT_DAMAGED` when the body does not open. */
  open(context: VaultContext<Of>, opening: Opening): Promise<Opened<Of> | Refused>;
}

/** What a vault is opened with. */
export interface Opening {
  readonly token: StoredToken;
  /** Out of the slot that opened. */
  readonly masterKey: MasterKey;
  /** Undefined when the authenticator alone opened it, or would have to be asked again. */
  readonly atHand: AtHand | undefined;
}

/** What another COMMIT needs of the person, when all of it was just given: the PIN, and what the authenticator made of the salts of slots to come. */
export interface AtHand {
  readonly pin: Pin;
  readonly prf: EpochPrf;
}

export interface NewRecovery<Contents> {
  readonly contents: Contents;
  readonly frame: HeaderFrame;
  readonly epoch: number;
  readonly randomness: Randomness;
}

export interface Recovery {
  readonly resetRandom: number;
  readonly resetMac: number;
  readonly slotType: SlotType;
  /** COMMIT wipes it. */
  readonly secret: Bytes;
}
