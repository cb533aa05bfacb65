import { p256 } from '@noble/curves/nist.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import type { CHash } from '@noble/hashes/utils.js';
import { type Bytes, concat, fromHex, toHex, utf8, wipe } from './bytes.ts';
import type { Randomness } from './ports.ts';

/**
 * SPAKE2 (RFC 9382) over P-256, ciphersuites P256-SHA256-HKDF-HMAC and P256-SHA512-HKDF-HMAC: two sides that share a password get a strong key,
 * and whoever is in between, or is one of them without the password, gets one guess for each run.
 *
 *     A: pA = x*P + w*M  ──────▶  B: K = y*(pA - w*M)
 *     A: K = x*(pB - w*N)  ◀──────  B: pB = y*P + w*N
 *     TT = A, B, pA, pB, K, w, each behind its length;  Ke || Ka = Hash(TT);  KcA || KcB = KDF(Ka, "ConfirmationKeys" || AAD)
 *     cA = MAC(KcA, TT)  ⇄  cB = MAC(KcB, TT)
 *
 * Ke may be used once the confirmation of the other side holds, and not before (section 4 of the RFC). The scalars are JavaScript's own big
 * integers: the library works without branches on them, the engine underneath promises nothing. A run has fresh secrets and answers to one peer.
 */

/** Who one is in the transcript: A speaks first. */
export type Spake2Side = 'A' | 'B';

export interface Spake2Context {
  readonly side: Spake2Side;
  readonly identityA: Uint8Array;
  readonly identityB: Uint8Array;
  /** Bound into the confirmation keys. */
  readonly associatedData: Uint8Array;
  readonly hash: CHash;
}

/** A scalar from 1 to n - 1, big-endian, 32 octets: the password's `w`, or the secret of one run. */
export type Scalar = Bytes & { readonly brand: 'Scalar' };
/** A point other than zero, uncompressed (SEC 1): 65 octets. */
export type Share = Bytes & { readonly brand: 'Share' };

export interface Spake2Keys {
  /** Ke: half as long as the hash. */
  readonly sessionKey: Bytes;
  /** As long as the hash: cA to send and cB to expect, or the other way round. */
  readonly ownConfirmation: Bytes;
  readonly peerConfirmation: Bytes;
}

const { Point } = p256;
type Point = InstanceType<typeof Point>;

/** RFC 9382 section 6. */
const M = Point.fromHex('02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f');
const N = Point.fromHex('03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49');
const ORDER = Point.Fn.ORDER;

const SHARE_OCTETS = 65;
/** The order has 256 bits; 128 more make the bias of the reduction smaller than 2^-128. */
export const WIDE_OCTETS = 48;

/** FIPS 186-5 A.2.1, random bits to a scalar: (c mod (n - 1)) + 1, so that there is no zero to refuse. Takes `WIDE_OCTETS` octets. */
export function scalarFrom(wide: Uint8Array): Scalar {
  return scalarOctets((integerOf(wide) % (ORDER - 1n)) + 1n);
}

export function drawScalar(randomness: Randomness): Scalar {
  const wide = randomness.bytes(WIDE_OCTETS);
  const scalar = scalarFrom(wide);
  wipe(wide);
  return scalar;
}

/** Out of our own database. @throws RangeError when it is none. */
export function asScalar(octets: Uint8Array): Scalar {
  const value = integerOf(octets);
  if (octets.length !== 32 || value === 0n || value >= ORDER) throw new RangeError('not a scalar of P-256');
  return scalarOctets(value);
}

/** Undefined for whatever is not the uncompressed form of a point on the curve; zero has no such form. */
export function parseShare(octets: Uint8Array): Share | undefined {
  if (octets.length !== SHARE_OCTETS) return undefined;
  try {
    Point.fromBytes(octets);
  } catch {
    // The library says by throwing that there is no such point.
    return undefined;
  }
  return concat(octets) as Share;
}

/** pA = x*P + w*M, or pB = y*P + w*N. */
export function shareOf(run: { readonly side: Spake2Side; readonly w: Scalar; readonly secret: Scalar }): Share {
  const mask = run.side === 'A' ? M : N;
  return Point.BASE.multiply(valueOf(run.secret))
    .add(mask.multiply(valueOf(run.w)))
    .toBytes(false) as Share;
}

/** Undefined when the peer sent nothing but the mask, so that K would be zero: the RFC says to stop there. */
export function spake2Keys(
  context: Spake2Context,
  run: { readonly w: Scalar; readonly secret: Scalar; readonly own: Share; readonly peer: Share },
): Spake2Keys | undefined {
  const { side, hash } = context;
  const peerMask = side === 'A' ? N : M;
  const unmasked = Point.fromBytes(run.peer).subtract(peerMask.multiply(valueOf(run.w)));
  if (unmasked.is0()) return undefined;
  // The cofactor h of P-256 is 1, and the order is prime: x is not 0, so K is not zero either.
  const shared = unmasked.multiply(valueOf(run.secret)).toBytes(false);
  const [shareA, shareB] = side === 'A' ? [run.own, run.peer] : [run.peer, run.own];
  const transcript = concat(
    ...[context.identityA, context.identityB, shareA, shareB, shared, run.w].flatMap((part) => [length8(part), part]),
  );
  const digest = hash(transcript);
  const half = digest.length / 2;
  const confirmationKeys = hkdf(hash, digest.subarray(half), undefined, concat(utf8('ConfirmationKeys'), context.associatedData), 2 * half);
  const confirmationA = hmac(hash, confirmationKeys.subarray(0, half), transcript) as Bytes;
  const confirmationB = hmac(hash, confirmationKeys.subarray(half), transcript) as Bytes;
  const [ownConfirmation, peerConfirmation] = side === 'A' ? [confirmationA, confirmationB] : [confirmationB, confirmationA];
  const sessionKey = concat(digest.subarray(0, half));
  wipe(shared, transcript, digest, confirmationKeys);
  return { sessionKey, ownConfirmation, peerConfirmation };
}

/** RFC 9382 section 3.3: the length as eight octets, the smallest first. */
function length8(part: Uint8Array): Bytes {
  return Uint8Array.of(part.length & 255, part.length >> 8, 0, 0, 0, 0, 0, 0);
}

function integerOf(octets: Uint8Array): bigint {
  return BigInt(`0x${toHex(octets) || '0'}`);
}

function valueOf(scalar: Scalar): bigint {
  return integerOf(scalar);
}

function scalarOctets(value: bigint): Scalar {
  return fromHex(value.toString(16).padStart(64, '0')) as Scalar;
}
