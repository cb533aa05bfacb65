import { type Bytes, concat, fromHex, toHex, u16, u32, u8, utf8 } from '../../bytes.ts';
import { PROFILE, PROFILE_P0, PROFILE_P1 } from '../../header.ts';
import { SLOT_TYPE, type SlotHead, type SlotType, buildSlot } from '../../slot.ts';
import { webCryptoAead } from '../../webcrypto.ts';
import { LEAST_HASHING, realArgon2id, softwareDeviceFactor } from '../surroundings.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** Section 4: every factor combination, the bounds of the parameters, and tampered slots. Argon2id at its lowest lawful cost. */

const octetsFrom = (start: number, length: number): Bytes => Uint8Array.from({ length }, (_, index) => (start + index) % 256);

const shared = {
  headerHash: fromHex(WORKED_EXAMPLE.headerHash),
  tokenId: fromHex(WORKED_EXAMPLE.tokenId),
  deviceKey: fromHex(WORKED_EXAMPLE.deviceKey),
  erasable: fromHex(WORKED_EXAMPLE.erasable),
  prf: octetsFrom(0xe0, 32),
  voprf: octetsFrom(0x30, 64),
  masterKey: fromHex(WORKED_EXAMPLE.masterKey),
};
const salt = octetsFrom(1, 16);
const nonce = octetsFrom(0x51, 12);

const SECRETS: Readonly<Record<SlotType, Bytes>> = {
  [SLOT_TYPE.pin]: utf8('482915'),
  [SLOT_TYPE.recovery]: utf8('2399527682889307'),
  [SLOT_TYPE.prfOnly]: new Uint8Array(0),
  [SLOT_TYPE.recoveryByQr]: octetsFrom(0x11, 32),
};

const FACTOR_BITS = [PROFILE.device, PROFILE.erasable, PROFILE.prf, PROFILE.voprf];
const ALLOWED: Readonly<Record<SlotType, number>> = {
  [SLOT_TYPE.pin]: 15,
  [SLOT_TYPE.recovery]: PROFILE.device | PROFILE.prf,
  [SLOT_TYPE.prfOnly]: 15,
  [SLOT_TYPE.recoveryByQr]: PROFILE.device | PROFILE.prf,
};

function combinations(type: SlotType): readonly number[] {
  const all = Array.from({ length: 2 ** FACTOR_BITS.length }, (_, bits) => bits);
  const must = type === SLOT_TYPE.prfOnly ? PROFILE.erasable | PROFILE.prf : 0;
  return all.filter((bits) => (bits & ~ALLOWED[type]) === 0 && (bits & must) === must);
}

function headOf(type: SlotType, factors: number): SlotHead {
  const cost = type === SLOT_TYPE.pin || type === SLOT_TYPE.recovery ? LEAST_HASHING : { memoryKiB: 0, passes: 0 };
  return { type, factors, ...cost, salt };
}

async function slotOf(head: SlotHead): Promise<Bytes> {
  const { headerHash, tokenId, deviceKey, erasable, prf, voprf, masterKey } = shared;
  const factors = { device: softwareDeviceFactor(deviceKey), erasable, prf, voprf };
  const ports = { argon2id: realArgon2id, aead: webCryptoAead(crypto.subtle) };
  const binding = { headerHash, tokenId };
  const built = await buildSlot({ head, nonce, masterKey, secret: SECRETS[head.type], factors, binding }, ports);
  if (!built.ok) throw new Error(`slot vector refused: ${built.error.code}`);
  return built.value.octets;
}

function withOctets(slot: Bytes, offset: number, octets: Uint8Array): Bytes {
  const changed = slot.slice();
  changed.set(octets, offset);
  return changed;
}

function withFlippedBit(slot: Bytes, offset: number): Bytes {
  return withOctets(slot, offset, u8((slot[offset] ?? 0) ^ 1));
}

interface TamperedSlot {
  readonly slot: Bytes;
  readonly error: 'WRONG_SECRET' | 'SLOT_DAMAGED' | 'PARAM_RANGE';
}

function tamperedPinSlots(pin: Bytes): Readonly<Record<string, TamperedSlot>> {
  const asRecovery = concat(u8(SLOT_TYPE.recovery), u8(1), u16(PROFILE.device));
  return {
    'PIN slot relabelled as recovery slot': { slot: withOctets(pin, 0, asRecovery), error: 'WRONG_SECRET' },
    'E no longer flagged': { slot: withOctets(pin, 2, u16(PROFILE.device)), error: 'WRONG_SECRET' },
    'one pass more': { slot: withOctets(pin, 8, u32(LEAST_HASHING.passes + 1)), error: 'WRONG_SECRET' },
    'one KiB more': { slot: withOctets(pin, 4, u32(LEAST_HASHING.memoryKiB + 1)), error: 'WRONG_SECRET' },
    'a bit of the salt': { slot: withFlippedBit(pin, 16), error: 'WRONG_SECRET' },
    'a bit of the commitment': { slot: withFlippedBit(pin, 63), error: 'WRONG_SECRET' },
    'a bit of the nonce': { slot: withFlippedBit(pin, 64), error: 'SLOT_DAMAGED' },
    'first bit of the ciphertext': { slot: withFlippedBit(pin, 76), error: 'SLOT_DAMAGED' },
    'last bit of the tag': { slot: withFlippedBit(pin, 123), error: 'SLOT_DAMAGED' },
    'one octet short': { slot: pin.slice(0, -1), error: 'SLOT_DAMAGED' },
    'one octet more': { slot: concat(pin, u8(0)), error: 'SLOT_DAMAGED' },
    empty: { slot: new Uint8Array(0), error: 'SLOT_DAMAGED' },
    'type 0': { slot: withOctets(pin, 0, u8(0)), error: 'SLOT_DAMAGED' },
    'type 5': { slot: withOctets(pin, 0, u8(5)), error: 'SLOT_DAMAGED' },
    'slot version 2': { slot: withOctets(pin, 1, u8(2)), error: 'SLOT_DAMAGED' },
    'factor bit 4 (reserved)': { slot: withOctets(pin, 2, u16(0x13)), error: 'SLOT_DAMAGED' },
    'reserved octets not zero': { slot: withOctets(pin, 15, u8(1)), error: 'SLOT_DAMAGED' },
    'memory below 19456 KiB': { slot: withOctets(pin, 4, u32(19455)), error: 'PARAM_RANGE' },
    'memory above 1048576 KiB': { slot: withOctets(pin, 4, u32(1048577)), error: 'PARAM_RANGE' },
    'memory of 4 TiB': { slot: withOctets(pin, 4, u32(0xffffffff)), error: 'PARAM_RANGE' },
    'one pass': { slot: withOctets(pin, 8, u32(1)), error: 'PARAM_RANGE' },
    'seventeen passes': { slot: withOctets(pin, 8, u32(17)), error: 'PARAM_RANGE' },
    'no lane': { slot: withOctets(pin, 12, u8(0)), error: 'PARAM_RANGE' },
    'two lanes': { slot: withOctets(pin, 12, u8(2)), error: 'PARAM_RANGE' },
  };
}

function tamperedRecoverySlots(recovery: Bytes): Readonly<Record<string, TamperedSlot>> {
  return {
    'recovery slot relabelled as PIN slot': { slot: withOctets(recovery, 0, u8(SLOT_TYPE.pin)), error: 'WRONG_SECRET' },
    'E in a recovery slot': { slot: withOctets(recovery, 2, u16(PROFILE_P0)), error: 'SLOT_DAMAGED' },
    'VOPRF in a recovery slot': { slot: withOctets(recovery, 2, u16(PROFILE.device | PROFILE.voprf)), error: 'SLOT_DAMAGED' },
    'recovery slot with a cheap hash': { slot: withOctets(recovery, 4, u32(1024)), error: 'PARAM_RANGE' },
  };
}

function tamperedPrfOnlySlots(prfOnly: Bytes): Readonly<Record<string, TamperedSlot>> {
  return {
    'PRF-only slot without E, which would outlive LOCK': {
      slot: withOctets(prfOnly, 2, u16(PROFILE.device | PROFILE.prf)),
      error: 'SLOT_DAMAGED',
    },
    'PRF-only slot with E alone': { slot: withOctets(prfOnly, 2, u16(PROFILE_P0)), error: 'SLOT_DAMAGED' },
    'PRF-only slot without D': { slot: withOctets(prfOnly, 2, u16(PROFILE.erasable | PROFILE.prf)), error: 'WRONG_SECRET' },
    'a bit of the salt of a PRF-only slot': { slot: withFlippedBit(prfOnly, 16), error: 'WRONG_SECRET' },
    'the seal of a PRF-only slot': { slot: withFlippedBit(prfOnly, 76), error: 'SLOT_DAMAGED' },
  };
}

function tamperedQrSlots(byQr: Bytes): Readonly<Record<string, TamperedSlot>> {
  return {
    'E in a recovery slot by QR': { slot: withOctets(byQr, 2, u16(PROFILE_P0)), error: 'SLOT_DAMAGED' },
    'PRF-only slot without PRF': { slot: withOctets(byQr, 0, u8(SLOT_TYPE.prfOnly)), error: 'SLOT_DAMAGED' },
    'memory where no Argon2 runs': { slot: withOctets(byQr, 4, u32(19456)), error: 'PARAM_RANGE' },
    'passes where no Argon2 runs': { slot: withOctets(byQr, 8, u32(2)), error: 'PARAM_RANGE' },
    'a lane where no Argon2 runs': { slot: withOctets(byQr, 12, u8(1)), error: 'PARAM_RANGE' },
  };
}

/** Whatever is changed, the secret of the slot it was made from and all factors are brought. */
function invalidCases(type: SlotType, cases: Readonly<Record<string, TamperedSlot>>): readonly unknown[] {
  return Object.entries(cases).map(([name, { slot, error }]) => ({ name, slot: toHex(slot), secret: toHex(SECRETS[type]), error }));
}

export async function slotVectors(): Promise<unknown> {
  const valid: unknown[] = [];
  for (const type of Object.values(SLOT_TYPE)) {
    for (const factors of combinations(type)) {
      const slot = await slotOf(headOf(type, factors));
      valid.push({ type, factors, secret: toHex(SECRETS[type]), slot: toHex(slot) });
    }
  }
  const pin = await slotOf(headOf(SLOT_TYPE.pin, PROFILE_P0));
  const recovery = await slotOf(headOf(SLOT_TYPE.recovery, PROFILE.device));
  const prfOnly = await slotOf(headOf(SLOT_TYPE.prfOnly, PROFILE_P1));
  const byQr = await slotOf(headOf(SLOT_TYPE.recoveryByQr, PROFILE.device));
  return {
    about:
      'Section 4. Octets in hexadecimal; secrets are the octets given to Argon2id (ASCII digits), or the key itself for type 4. ' +
      '`valid` must be built from these inputs and open to masterKey; `invalid` must be refused as told when opened with the right secret and all factors.',
    inputs: {
      ...Object.fromEntries(Object.entries(shared).map(([name, octets]) => [name, toHex(octets)])),
      salt: toHex(salt),
      nonce: toHex(nonce),
      ...LEAST_HASHING,
    },
    valid,
    invalid: [
      ...invalidCases(SLOT_TYPE.pin, tamperedPinSlots(pin)),
      ...invalidCases(SLOT_TYPE.recovery, tamperedRecoverySlots(recovery)),
      ...invalidCases(SLOT_TYPE.prfOnly, tamperedPrfOnlySlots(prfOnly)),
      ...invalidCases(SLOT_TYPE.recoveryByQr, tamperedQrSlots(byQr)),
    ],
  };
}
