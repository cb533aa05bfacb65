import type { Bytes } from '../bytes.ts';
import type { DeviceError, Refused } from '../device-errors.ts';
import type { Header } from '../header.ts';
import type { MasterKey } from '../master-key.ts';
import type { Randomness } from '../ports.ts';
import type { Result } from '../result.ts';
import type { BodyText } from '../sealed-body.ts';
import type { SlotType } from '../slot.ts';
import type { HeaderFrame } from './commit.ts';
import type { VaultContext } from './context.ts';
import type { Opened } from './face.ts';
import type { StoredToken } from './load.ts';

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
  open(context: VaultContext<Of>, token: StoredToken, masterKey: MasterKey): Promise<Opened<Of> | Refused>;
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
