import { type Bytes, concat, fromUtf8, lv, readUnsigned, u16, u32, u64, u8, utf8 } from './bytes.ts';
import { UNLOCK_DIGITS, type UnlockDigits } from './codes.ts';
import type { DeviceError } from './device-errors.ts';
import { sha256 } from './key-schedule.ts';
import { type Result, ok, refuse } from './result.ts';

/**
 * Section 3: the header. Public, and authenticated by every slot, the body and the state record through `HH = H(header)`:
 * change one bit and nothing opens.
 */
export interface Header {
  /** Bits of `PROFILE`. */
  readonly profile: number;
  readonly issuerId: Bytes;
  readonly tokenId: Bytes;
  readonly epoch: number;
  /** r, 0..9999: the random part of the PIN Reset Code. */
  readonly resetRandom: number;
  /** prcMac, 0..99999: stored so that the code can be shown while everything else is sealed. */
  readonly resetMac: number;
  /** N: data digits of the unlock code. */
  readonly unlockDigits: UnlockDigits;
  readonly maxAttempts: number;
  readonly minPinLength: number;
  readonly maxPinLength: number;
  /** Unix seconds. */
  readonly createdAt: number;
  readonly serial: string;
  readonly extensions: readonly HeaderExtension[];
}

export interface HeaderExtension {
  readonly type: number;
  readonly value: Bytes;
}

/** Profile flags of the header and factor flags of a slot. Bit 4 (camouflage) is reserved and refused in version 1. */
export const PROFILE = { device: 1, erasable: 2, prf: 4, voprf: 8 } as const;
export const PROFILE_P0 = PROFILE.device | PROFILE.erasable;
export const PROFILE_P1 = PROFILE_P0 | PROFILE.prf;
export const ALL_FACTORS = PROFILE_P0 | PROFILE.prf | PROFILE.voprf;

/**
 * Types 1 to 5 are section 3's. Those with the high bit set may be ignored by a reader that does not know them: 0x81 to 0x83
 * let a closed or locked token say whose it is and where its portal stands, which the sealed body cannot; 0x90 is issuer policy that
 * only allows, so that ignoring it is keeping to it.
 */
export const EXTENSION = {
  voprfPublicKey: 1,
  webauthnCredentialId: 2,
  relyingPartyId: 3,
  prfOnlyCredentialId: 4,
  issuerKey: 5,
  issuerName: 0x81,
  label: 0x82,
  portal: 0x83,
  /** One octet, 1: the issuer allows a PRF-only slot. */
  prfOnlyAllowed: 0x90,
} as const;

const MAGIC = utf8('STV1');
const FORMAT_VERSION = 1;
const SUITE = 1;
const FIXED_OCTETS = 67;
export const MAX_HEADER_OCTETS = 1024;

const KNOWN_CRITICAL = new Set<number>([1, 2, 3, 4, 5]);
const KEY_EXTENSIONS = new Set<number>([EXTENSION.voprfPublicKey, EXTENSION.issuerKey]);

/** `HH`. */
export function headerHashOf(header: Uint8Array): Bytes {
  return sha256(header);
}

/** Refuses with `HEADER_UNKNOWN` every value outside the bounds of section 3, so that no such header is ever written. */
export function encodeHeader(header: Header): Result<Bytes, DeviceError> {
  if (!isSound(header)) return refuse({ code: 'HEADER_UNKNOWN' });
  const serial = utf8(header.serial);
  const extensions = concat(...header.extensions.flatMap(({ type, value }) => [u8(type), lv(value)]));
  const octets = concat(
    MAGIC,
    u8(FORMAT_VERSION),
    u8(SUITE),
    u16(header.profile),
    header.issuerId,
    header.tokenId,
    u64(header.epoch),
    u16(header.resetRandom),
    u32(header.resetMac),
    u8(header.unlockDigits),
    u8(header.maxAttempts),
    u8(header.minPinLength),
    u8(header.maxPinLength),
    u64(header.createdAt),
    u8(serial.length),
    serial,
    lv(extensions),
  );
  return octets.length > MAX_HEADER_OCTETS ? refuse({ code: 'HEADER_UNKNOWN' }) : ok(octets);
}

/** Refuses with `HEADER_UNKNOWN` whatever is not exactly one header of this version. */
export function parseHeader(octets: Uint8Array): Result<Header, DeviceError> {
  const header = readHeader(octets);
  return header !== undefined && isSound(header) ? ok(header) : refuse({ code: 'HEADER_UNKNOWN' });
}

function readHeader(octets: Uint8Array): Header | undefined {
  if (octets.length < FIXED_OCTETS + 2 || octets.length > MAX_HEADER_OCTETS) return undefined;
  const at = (offset: number, length: number): Bytes => octets.slice(offset, offset + length);
  const number = (offset: number, length: number): number => readUnsigned(at(offset, length));
  if (MAGIC.some((octet, index) => octets[index] !== octet) || number(4, 1) !== FORMAT_VERSION || number(5, 1) !== SUITE) return undefined;
  // A u64 above 2^53 - 1 is no epoch and no date that we could count with.
  if (number(40, 2) >= 0x20 || number(58, 2) >= 0x20) return undefined;

  const serialLength = number(66, 1);
  const extensionsStart = FIXED_OCTETS + serialLength + 2;
  if (octets.length < extensionsStart || octets.length !== extensionsStart + number(extensionsStart - 2, 2)) return undefined;
  const extensions = readExtensions(at(extensionsStart, octets.length));
  const unlockDigits = number(54, 1);
  if (extensions === undefined || !isUnlockDigits(unlockDigits)) return undefined;

  return {
    profile: number(6, 2),
    issuerId: at(8, 16),
    tokenId: at(24, 16),
    epoch: number(40, 8),
    resetRandom: number(48, 2),
    resetMac: number(50, 4),
    unlockDigits,
    maxAttempts: number(55, 1),
    minPinLength: number(56, 1),
    maxPinLength: number(57, 1),
    createdAt: number(58, 8),
    serial: String.fromCharCode(...at(FIXED_OCTETS, serialLength)),
    extensions,
  };
}

function readExtensions(octets: Bytes): HeaderExtension[] | undefined {
  const extensions: HeaderExtension[] = [];
  for (let offset = 0; offset < octets.length; ) {
    if (offset + 3 > octets.length) return undefined;
    const valueStart = offset + 3;
    const valueEnd = valueStart + readUnsigned(octets.subarray(offset + 1, valueStart));
    if (valueEnd > octets.length) return undefined;
    extensions.push({ type: octets[offset] ?? 0, value: octets.slice(valueStart, valueEnd) });
    offset = valueEnd;
  }
  return extensions;
}

function isUnlockDigits(value: number): value is UnlockDigits {
  return UNLOCK_DIGITS.some((digits) => digits === value);
}

/** The bounds of section 3, for both directions. */
function isSound(header: Header): boolean {
  return (
    (header.profile & ~ALL_FACTORS) === 0 &&
    header.issuerId.length === 16 &&
    header.tokenId.length === 16 &&
    isWithin(header.epoch, 0, Number.MAX_SAFE_INTEGER) &&
    isWithin(header.resetRandom, 0, 9999) &&
    isWithin(header.resetMac, 0, 99999) &&
    isUnlockDigits(header.unlockDigits) &&
    isWithin(header.maxAttempts, 3, 10) &&
    isWithin(header.minPinLength, 4, 12) &&
    isWithin(header.maxPinLength, header.minPinLength, 16) &&
    isWithin(header.createdAt, 0, Number.MAX_SAFE_INTEGER) &&
    /^[\x20-\x7e]{1,24}$/.test(header.serial) &&
    areSound(header.extensions)
  );
}

function areSound(extensions: readonly HeaderExtension[]): boolean {
  const types = extensions.map(({ type }) => type);
  return (
    new Set(types).size === types.length &&
    types.every((type) => isWithin(type, 0, 255) && (type >= 0x80 || KNOWN_CRITICAL.has(type))) &&
    extensions.every(({ type, value }) => (KEY_EXTENSIONS.has(type) ? value.length === 32 : value.length <= MAX_HEADER_OCTETS))
  );
}

function isWithin(value: number, lowest: number, highest: number): boolean {
  return Number.isSafeInteger(value) && value >= lowest && value <= highest;
}

/** Section 12: a personal vault has no issuer. */
export function isPersonal({ issuerId }: Pick<Header, 'issuerId'>): boolean {
  return issuerId.every((octet) => octet === 0);
}

export function extensionOf(header: Header, type: number): Bytes | undefined {
  return header.extensions.find((extension) => extension.type === type)?.value;
}

/** The words of a display extension; '' when it is absent or not UTF-8. */
export function extensionText(header: Header, type: number): string {
  const value = extensionOf(header, type);
  try {
    return value === undefined ? '' : fromUtf8(value);
  } catch {
    return '';
  }
}
