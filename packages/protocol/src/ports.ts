import type { Bytes } from './bytes.ts';

/** Everything from outside that the protocol needs. Browser, terminal, server and tests each bring their own. */

export interface Randomness {
  /** Cryptographically secure octets. */
  bytes(length: number): Bytes;
}

export interface Clock {
  /** Unix time in milliseconds. */
  now(): number;
}

export interface Argon2idInput {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly memoryKiB: number;
  readonly passes: number;
}

/** Argon2id version 0x13 (RFC 9106), one lane, tag of 32 octets. */
export type Argon2id = (input: Argon2idInput) => Promise<Bytes>;

/** AES-256-GCM with a tag of 16 octets behind the ciphertext; `open` answers undefined when the tag does not verify. */
export interface Aead {
  seal(input: { key: Uint8Array; nonce: Uint8Array; aad: Uint8Array; plaintext: Uint8Array }): Promise<Bytes>;
  open(input: { key: Uint8Array; nonce: Uint8Array; aad: Uint8Array; ciphertext: Uint8Array }): Promise<Bytes | undefined>;
}

/** HMAC-SHA-256 under the device factor D, which its holder never hands out (a non-extractable key). */
export interface DeviceFactor {
  mac(message: Uint8Array): Promise<Bytes>;
}

/** The four records that change together, in one strict transaction (section 7, step 7). */
export interface CoreRecords {
  readonly header: Bytes;
  readonly recoverySlot: Bytes;
  readonly body: Bytes;
  readonly state: Bytes;
}

/** Where one token lives on its device (section 6). Every write resolves only when it would survive a power cut. */
export interface TokenStorage {
  readCore(): Promise<CoreRecords | undefined>;
  /** The commit point: all four or none. */
  writeCore(records: CoreRecords): Promise<void>;
  writeState(state: Bytes): Promise<void>;

  readPinSlot(epoch: number): Promise<Bytes | undefined>;
  writePinSlot(epoch: number, slot: Bytes): Promise<void>;
  destroyPinSlot(epoch: number): Promise<void>;

  readErasableFactor(epoch: number): Promise<Bytes | undefined>;
  writeErasableFactor(epoch: number, factor: Bytes): Promise<void>;
  /** Overwrites in place with random octets, then zeros, flushing each, then truncates and removes. Idempotent. */
  destroyErasableFactor(epoch: number): Promise<void>;

  /** Every epoch of which a PIN slot or an erasable factor is found, for repair at start. */
  epochsFound(): Promise<readonly number[]>;
}
