import { type Bytes, concat, constantTimeEqual, domain, lv, readUnsigned, u16, u32, u8, wipe } from './bytes.ts';
import type { DeviceError } from './device-errors.ts';
import { ALL_FACTORS, PROFILE } from './header.ts';
import { hkdfExpand, hkdfExtract, sha256 } from './key-schedule.ts';
import { MasterKey } from './master-key.ts';
import type { Aead, Argon2id, DeviceFactor, HashingCost } from './ports.ts';
import { type Result, ok, refuse } from './result.ts';

/**
 * Section 4: a slot wraps the master key under everything its opener must hold: a secret that is typed, and the factors flagged in it.
 * The commitment tells a wrong secret from a damaged slot, and binds one slot to one key.
 */
export const SLOT_OCTETS = 124;

export const SLOT_TYPE = { pin: 1, recovery: 2, prfOnly: 3, recoveryByQr: 4 } as const;
export type SlotType = (typeof SLOT_TYPE)[keyof typeof SLOT_TYPE];

/** The first 32 octets of a slot: what must be known before hashing, and is authenticated with it. */
export interface SlotHead {
  readonly type: SlotType;
  /** Bits of `PROFILE`: the factors actually used. */
  readonly factors: number;
  /** Zero for the types that run no Argon2 (3 and 4), as are the passes. */
  readonly memoryKiB: number;
  readonly passes: number;
  readonly salt: Bytes;
}

export interface Slot extends SlotHead {
  readonly head: Bytes;
  readonly commitment: Bytes;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
}

/** What is mixed into the key besides the typed secret. Only those flagged in the slot are used. */
export interface SlotFactors {
  readonly device: DeviceFactor;
  /** E. Undefined once destroyed: the slot then answers `WRONG_SECRET` to everything, for ever. */
  readonly erasable?: Uint8Array | undefined;
  /** Output of the WebAuthn PRF, 32 octets (profile P1). */
  readonly prf?: Uint8Array | undefined;
  /** Output of the VOPRF, 64 octets (profile P2). */
  readonly voprf?: Uint8Array | undefined;
}

/** What this vault's slots are bound to. */
export interface SlotBinding {
  readonly headerHash: Uint8Array;
  readonly tokenId: Uint8Array;
}

export interface SlotPorts {
  readonly argon2id: Argon2id;
  readonly aead: Aead;
}

const PRF_ONLY_LEAST = PROFILE.erasable | PROFILE.prf;
const SLOT_VERSION = 1;
const LANES = 1;
const MEMORY_KIB = { least: 19456, most: 1048576 } as const;
const PASSES = { least: 2, most: 16 } as const;

/** Refuses with `SLOT_DAMAGED` what is no slot of this version and `PARAM_RANGE` what would cost too little or too much to open. */
export function parseSlot(octets: Uint8Array): Result<Slot, DeviceError> {
  const type = octets[0];
  if (octets.length !== SLOT_OCTETS || !isSlotType(type) || octets[1] !== SLOT_VERSION) return refuse({ code: 'SLOT_DAMAGED' });
  const at = (offset: number, length: number): Bytes => octets.slice(offset, offset + length);
  const slot: Slot = {
    type,
    factors: readUnsigned(at(2, 2)),
    memoryKiB: readUnsigned(at(4, 4)),
    passes: readUnsigned(at(8, 4)),
    salt: at(16, 16),
    head: at(0, 32),
    commitment: at(32, 32),
    nonce: at(64, 12),
    sealed: at(76, 48),
  };
  if (!hasLawfulFactors(slot) || at(13, 3).some((octet) => octet !== 0)) return refuse({ code: 'SLOT_DAMAGED' });
  return octets[12] === lanesOf(type) && hasLawfulCost(slot) ? ok(slot) : refuse({ code: 'PARAM_RANGE' });
}

/**
 * Opens a slot: `PARAM_RANGE` before any hashing, `WRONG_SECRET` when the commitment differs, `SLOT_DAMAGED` when it agrees and
 * the seal does not. `STORAGE_EVICTED` when the device factor is gone, `PRF_UNAVAILABLE` and `OPRF_OFFLINE` when a flagged factor was not brought.
 */
export async function openSlot(
  input: { readonly slot: Uint8Array; readonly secret: Uint8Array; readonly factors: SlotFactors; readonly binding: SlotBinding },
  ports: SlotPorts,
): Promise<Result<MasterKey, DeviceError>> {
  const parsed = parseSlot(input.slot);
  if (!parsed.ok) return parsed;
  const slot = parsed.value;
  const keys = await deriveSlotKeys({ ...input, head: slot }, ports);
  if (!keys.ok) return keys;
  const { wrappingKey, commitment, aad } = keys.value;
  if (!constantTimeEqual(commitment, slot.commitment)) {
    wipe(wrappingKey);
    return refuse({ code: 'WRONG_SECRET' });
  }
  const masterKey = await MasterKey.unwrap({ wrappingKey, nonce: slot.nonce, aad, sealed: slot.sealed }, ports.aead);
  wipe(wrappingKey);
  return masterKey === undefined ? refuse({ code: 'SLOT_DAMAGED' }) : ok(masterKey);
}

/**
 * Seals a master key into a new slot, and opens the seal again at once: the `MasterKey` in the answer came out of the slot,
 * which is the only way to have one, and a slot that would not open is never written.
 */
export async function buildSlot(
  input: {
    readonly head: SlotHead;
    readonly nonce: Uint8Array;
    readonly masterKey: Uint8Array;
    readonly secret: Uint8Array;
    readonly factors: SlotFactors;
    readonly binding: SlotBinding;
  },
  ports: SlotPorts,
): Promise<Result<{ readonly octets: Bytes; readonly masterKey: MasterKey }, DeviceError>> {
  if (!hasLawfulFactors(input.head) || !hasLawfulCost(input.head)) return refuse({ code: 'PARAM_RANGE' });
  const keys = await deriveSlotKeys(input, ports);
  if (!keys.ok) return keys;
  const { wrappingKey, commitment, aad } = keys.value;
  const sealed = await ports.aead.seal({ key: wrappingKey, nonce: input.nonce, aad, plaintext: input.masterKey });
  const masterKey = await MasterKey.unwrap({ wrappingKey, nonce: input.nonce, aad, sealed }, ports.aead);
  wipe(wrappingKey);
  if (masterKey === undefined) return refuse({ code: 'SLOT_DAMAGED' });
  return ok({ octets: concat(encodeSlotHead(input.head), commitment, input.nonce, sealed), masterKey });
}

interface SlotKeys {
  readonly wrappingKey: Bytes;
  readonly commitment: Bytes;
  readonly aad: Bytes;
}

async function deriveSlotKeys(
  input: { readonly head: SlotHead; readonly secret: Uint8Array; readonly factors: SlotFactors; readonly binding: SlotBinding },
  ports: SlotPorts,
): Promise<Result<SlotKeys, DeviceError>> {
  const { head, binding } = input;
  // Cheap first: a factor that cannot be had must not cost an Argon2.
  const factors = await collectFactors(input);
  if (!factors.ok) return factors;
  const stretched = await stretch(head, input.secret, ports.argon2id);
  if (stretched === undefined) return refuse({ code: 'WRONG_SECRET' });

  const inputKey = concat(tagged(0, stretched), ...factors.value);
  const aad = concat(domain('slot'), binding.headerHash, encodeSlotHead(head));
  const okm = hkdfExpand(hkdfExtract(sha256(aad), inputKey), domain('slot-kek'), 64);
  const keys = { wrappingKey: okm.slice(0, 32), commitment: okm.slice(32), aad };
  wipe(stretched, inputKey, okm, ...factors.value);
  return ok(keys);
}

/** What the authenticator is asked for a slot: `first = H(DS("factor-prf") || u8(type) || tokenId || salt)`. */
export function prfInput({
  type,
  tokenId,
  salt,
}: {
  readonly type: SlotType;
  readonly tokenId: Uint8Array;
  readonly salt: Uint8Array;
}): Bytes {
  return sha256(concat(domain('factor-prf'), u8(type), tokenId, salt));
}

/** `TLV(1, F_D)? || TLV(2, E)? || TLV(3, F_P)? || TLV(4, F_O)?`, ascending, only those flagged. */
async function collectFactors(input: {
  readonly head: SlotHead;
  readonly factors: SlotFactors;
  readonly binding: SlotBinding;
}): Promise<Result<readonly Bytes[], DeviceError>> {
  const { head, factors, binding } = input;
  const collected: Bytes[] = [];
  if ((head.factors & PROFILE.device) !== 0) {
    const device = await factors.device.mac(concat(domain('factor-device'), u8(head.type), binding.tokenId, head.salt));
    if (device === undefined) return refuse({ code: 'STORAGE_EVICTED' });
    collected.push(tagged(1, device));
  }
  // A destroyed E is no error of its own: the key comes out different, and nobody can tell why.
  if ((head.factors & PROFILE.erasable) !== 0 && factors.erasable !== undefined) collected.push(tagged(2, factors.erasable));
  if ((head.factors & PROFILE.prf) !== 0) {
    if (factors.prf === undefined) return refuse({ code: 'PRF_UNAVAILABLE' });
    collected.push(tagged(3, factors.prf));
  }
  if ((head.factors & PROFILE.voprf) !== 0) {
    if (factors.voprf === undefined) return refuse({ code: 'OPRF_OFFLINE' });
    collected.push(tagged(4, factors.voprf));
  }
  return ok(collected);
}

/** A. Undefined when the secret cannot be one of this slot type. */
async function stretch(head: SlotHead, secret: Uint8Array, argon2id: Argon2id): Promise<Bytes | undefined> {
  switch (head.type) {
    case SLOT_TYPE.pin:
    case SLOT_TYPE.recovery:
      return argon2id({ password: secret, salt: head.salt, memoryKiB: head.memoryKiB, passes: head.passes });
    case SLOT_TYPE.prfOnly:
      return new Uint8Array(32);
    case SLOT_TYPE.recoveryByQr:
      return secret.length === 32 ? concat(secret) : undefined;
  }
}

function tagged(tag: number, value: Uint8Array): Bytes {
  return concat(u8(tag), lv(value));
}

function encodeSlotHead(head: SlotHead): Bytes {
  return concat(
    u8(head.type),
    u8(SLOT_VERSION),
    u16(head.factors),
    u32(head.memoryKiB),
    u32(head.passes),
    u8(lanesOf(head.type)),
    new Uint8Array(3),
    head.salt,
  );
}

function isSlotType(value: number | undefined): value is SlotType {
  return value === SLOT_TYPE.pin || value === SLOT_TYPE.recovery || value === SLOT_TYPE.prfOnly || value === SLOT_TYPE.recoveryByQr;
}

function runsArgon2(type: SlotType): boolean {
  return type === SLOT_TYPE.pin || type === SLOT_TYPE.recovery;
}

/** What opening a slot of this type costs when guessing shall cost so much: nothing where the secret is too long to be guessed. */
export function costOf(type: SlotType, hashing: HashingCost): HashingCost {
  return runsArgon2(type) ? hashing : { memoryKiB: 0, passes: 0 };
}

function lanesOf(type: SlotType): number {
  return runsArgon2(type) ? LANES : 0;
}

function hasLawfulCost({ type, memoryKiB, passes }: SlotHead): boolean {
  if (!runsArgon2(type)) return memoryKiB === 0 && passes === 0;
  return memoryKiB >= MEMORY_KIB.least && memoryKiB <= MEMORY_KIB.most && passes >= PASSES.least && passes <= PASSES.most;
}

/**
 * E and VOPRF never stand in a recovery slot: LOCK destroys them, and recovery must outlive LOCK. A PRF-only slot is nothing without
 * its PRF; and without E it would outlive LOCK, so that a fingerprint and a slot found on the disk opened a locked token.
 */
function hasLawfulFactors({ type, factors }: SlotHead): boolean {
  if ((factors & ~ALL_FACTORS) !== 0) return false;
  switch (type) {
    case SLOT_TYPE.pin:
      return true;
    case SLOT_TYPE.recovery:
    case SLOT_TYPE.recoveryByQr:
      return (factors & (PROFILE.erasable | PROFILE.voprf)) === 0;
    case SLOT_TYPE.prfOnly:
      return (factors & PRF_ONLY_LEAST) === PRF_ONLY_LEAST;
  }
}
