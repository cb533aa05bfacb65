import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Bytes } from '@sallyport/protocol';

/**
 * Keys out of a password, by costs that stand in the file. A hostile file names costs of its own, so each is bounded before anything is
 * hashed: never more than what the dearest writer of these formats asks for. Undefined when a cost is out of bounds.
 */

/** Argon2id version 0x13 (RFC 9106) with several lanes, which the port of the protocol room does not have. Tag of 32 octets. */
export type ImportArgon2id = (input: {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly cost: Argon2idCost;
}) => Promise<Bytes>;

export interface Argon2idCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Ente's `deriveSensitiveKey` begins at 1 GiB and 4 passes and halves the one while it doubles the other: their product stays. */
const MAX_ARGON2_MEMORY_KIB = 1024 * 1024;
const MAX_ARGON2_WORK_KIB = 4 * MAX_ARGON2_MEMORY_KIB;
const MAX_ARGON2_PASSES = 64;
const MAX_ARGON2_LANES = 16;
/** Bitwarden's own maximum; the others stay far below. */
const MAX_PBKDF2_ITERATIONS = 2_000_000;
/** Aegis asks for N = 2^15, r = 8, p = 1: 32 MiB. */
const MAX_SCRYPT_OCTETS = 256 * 1024 * 1024;
const MAX_SCRYPT_WORK = 2 ** 22;
const KEY_OCTETS = 32;

const HASHES = { SHA1: sha1, SHA256: sha256 } as const;

export interface Pbkdf2Cost {
  readonly hash: keyof typeof HASHES;
  readonly iterations: number;
}

export async function pbkdf2Key(input: { password: Uint8Array; salt: Uint8Array; cost: Pbkdf2Cost }): Promise<Bytes | undefined> {
  const { hash, iterations } = input.cost;
  if (!isWithin(iterations, 1, MAX_PBKDF2_ITERATIONS)) return undefined;
  return pbkdf2Async(HASHES[hash], input.password, input.salt, { c: iterations, dkLen: KEY_OCTETS });
}

/** RFC 7914: N, r and p. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** Of all that may have to be tried with one password: together they stay under the bound of one. */
export function isAffordable(costs: readonly ScryptCost[]): boolean {
  return costs.every(isLawful) && costs.reduce((work, { n, r, p }) => work + n * r * p, 0) <= MAX_SCRYPT_WORK;
}

function isLawful({ n, r, p }: ScryptCost): boolean {
  const isPower = isWithin(n, 2, 2 ** 30) && Math.log2(n) % 1 === 0;
  return isPower && isWithin(r, 1, 32) && isWithin(p, 1, 16) && 128 * n * r <= MAX_SCRYPT_OCTETS;
}

export async function scryptKey(input: { password: Uint8Array; salt: Uint8Array; cost: ScryptCost }): Promise<Bytes | undefined> {
  if (!isAffordable([input.cost])) return undefined;
  const { n, r, p } = input.cost;
  return scryptAsync(input.password, input.salt, { N: n, r, p, dkLen: KEY_OCTETS });
}

export async function argon2idKey(
  argon2id: ImportArgon2id,
  input: { password: Uint8Array; salt: Uint8Array; cost: Argon2idCost },
): Promise<Bytes | undefined> {
  const { memoryKiB, passes, lanes } = input.cost;
  const isBounded =
    isWithin(lanes, 1, MAX_ARGON2_LANES) &&
    isWithin(memoryKiB, 8 * lanes, MAX_ARGON2_MEMORY_KIB) &&
    isWithin(passes, 1, MAX_ARGON2_PASSES) &&
    memoryKiB * passes <= MAX_ARGON2_WORK_KIB;
  // RFC 9106 section 3.1 asks for 8 octets of salt at least, and libraries throw below.
  if (!isBounded || !isWithin(input.salt.length, 8, 1024)) return undefined;
  return argon2id(input);
}

function isWithin(value: number, low: number, high: number): boolean {
  return Number.isSafeInteger(value) && value >= low && value <= high;
}
