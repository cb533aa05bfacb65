import type { Bytes } from './bytes.ts';
import type { OtpAlgorithm } from './key-schedule.ts';

/** Everything from outside that the protocol needs. Browser, terminal, server and tests each bring their own. */

export interface Randomness {
  /** Cryptographically secure octets. */
  bytes(length: number): Bytes;
}

export interface Clock {
  /** Unix time in milliseconds. */
  now(): number;
}

/** What a device can tell about time: also a clock that nobody can set, to measure the back-off of section 10. */
export interface DeviceClock extends Clock {
  /** Milliseconds since a fixed moment in the life of this process (`performance.now()`). */
  monotonic(): number;
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

/**
 * HMAC-SHA-256 under the device factor D, which its holder never hands out (a non-extractable key). The app makes D once,
 * before activation. Answers undefined when D is no longer there (evicted, or destroyed by a revocation).
 */
export interface DeviceFactor {
  mac(message: Uint8Array): Promise<Bytes | undefined>;
}

/**
 * The PRF extension of WebAuthn Level 3 (profile P1): for one credential, 32 octets that depend on the input alone and that nobody has
 * without the authenticator and the person who confirms. The octets in the answer are the caller's to wipe.
 */
export interface PrfAuthenticator {
  evaluate(question: PrfQuestion): Promise<PrfAnswer>;
}

export interface PrfQuestion {
  readonly credentialId: Bytes;
  readonly relyingPartyId: string;
  /** One or two, `first` and `second`: both are answered after one confirmation, each as it would be alone. */
  readonly inputs: readonly Bytes[];
}

export type PrfAnswer =
  /** One for each input, in their order. */
  | { readonly kind: 'outputs'; readonly outputs: readonly Bytes[] }
  /** The person said no, or did not answer in time. Most platforms say this too when the credential is not there, so as not to tell. */
  | { readonly kind: 'cancelled' }
  /** This device has no such authenticator, or the credential has no PRF. */
  | { readonly kind: 'unavailable' };

/** The one-time-password key once imported: it makes MACs and never gives itself back (section 5: a worker, non-extractable). */
export interface OtpKey {
  mac(message: Uint8Array): Promise<Bytes>;
  /** Forgets the key (closes the worker). */
  drop(): void;
}

export interface OtpKeyHolder {
  /** Imports a copy of the seed before it resolves; the caller wipes its own. */
  hold(input: { seed: Uint8Array; algorithm: OtpAlgorithm }): Promise<OtpKey>;
}

/** The four records that change together, in one strict transaction (section 7, step 7). */
export interface CoreRecords {
  readonly header: Bytes;
  readonly recoverySlot: Bytes;
  readonly body: Bytes;
  readonly state: Bytes;
}

/** What is left of a revoked token, so that it can say what it was. Nothing in it is secret and nothing can be opened. */
export interface Gravestone {
  readonly header: Bytes;
}

/** Where one token lives on its device (section 6). Every write resolves only when it would survive a power cut. */
export interface TokenStorage {
  readCore(): Promise<CoreRecords | undefined>;
  /** The commit point: all four or none. */
  writeCore(records: CoreRecords): Promise<void>;
  writeState(state: Bytes): Promise<void>;

  /** One record: the PIN slot, and behind it the PRF-only slot of a token that has one. */
  readPinSlot(epoch: number): Promise<Bytes | undefined>;
  writePinSlot(epoch: number, slot: Bytes): Promise<void>;
  destroyPinSlot(epoch: number): Promise<void>;

  readErasableFactor(epoch: number): Promise<Bytes | undefined>;
  writeErasableFactor(epoch: number, factor: Bytes): Promise<void>;
  /** Overwrites in place with random octets, then zeros, flushing each, then truncates and removes. Idempotent. */
  destroyErasableFactor(epoch: number): Promise<void>;

  /** Every epoch of which a PIN slot or an erasable factor is found, for repair at start. */
  epochsFound(): Promise<readonly number[]>;

  /** Revocation, one strict transaction: recovery slot, body, state, D and K_dev go, the gravestone stays. Idempotent. */
  bury(gravestone: Gravestone): Promise<void>;
  readGravestone(): Promise<Gravestone | undefined>;
}

/** Mutual exclusion between everything that may touch one token: tabs (Web Locks) or processes (a lock file). */
export interface Mutex {
  /** Runs the work while holding the lock; undefined, without having run it, when the lock was not to be had in time. */
  exclusively<Outcome extends object>(work: () => Promise<Outcome>): Promise<Outcome | undefined>;
}

/** The surroundings of one soft token on one device. */
export interface TokenPorts {
  readonly storage: TokenStorage;
  readonly mutex: Mutex;
  readonly deviceFactor: DeviceFactor;
  readonly otpKeys: OtpKeyHolder;
  readonly argon2id: Argon2id;
  readonly aead: Aead;
  readonly randomness: Randomness;
  readonly clock: DeviceClock;
  /** Where the platform has one. Without it a token of profile P1 is opened by its unlock code alone. */
  readonly prf?: PrfAuthenticator;
  /** What a guess shall cost when a slot is built. Default: 64 MiB and 3 passes, and for a PIN less where this device would take too long. */
  readonly hashing?: HashingCost | undefined;
}

export interface HashingCost {
  readonly memoryKiB: number;
  readonly passes: number;
}
