import type { Exporter } from './sealed-message.ts';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, domain, utf8, wipe } from './bytes.ts';
import { type ActivationCode, asActivationCode } from './codes.ts';
import { decimalDigits } from './decimal.ts';
import { issuerIdOf } from './activation-keys.ts';
import { hkdfExpand, sha256 } from './key-schedule.ts';
import type { Argon2idInput, HashingCost, Randomness } from './ports.ts';
import type { FoldedSerial } from './serial.ts';
import { type Scalar, type Spake2Context, type Spake2Side, WIDE_OCTETS, scalarFrom } from './spake2.ts';

/** Section 14 B, what both halves compute alike: the password of SPAKE2, who talks to whom about what, and the keys out of the session key. */

/** Random, by the issuer. */
export function drawActivationCode(randomness: Randomness): ActivationCode {
  return asActivationCode(decimalDigits(randomness.bytes(16), 12));
}

/** As expensive as a guess at a PIN: whoever has stolen `w` must still search for the code that made it. */
const CODE_HASHING: HashingCost = { memoryKiB: 65_536, passes: 3 };

/** What Argon2id is to make of an activation code under its serial. The caller wipes the password. */
export function activationCodeHashing(typed: { readonly code: ActivationCode; readonly serial: FoldedSerial }): Argon2idInput {
  const salt = sha256(concat(domain('act-typed'), utf8(typed.serial))).slice(0, 16);
  return { password: utf8(typed.code), salt, ...CODE_HASHING };
}

/** `w` of section 14 B, out of what Argon2id made; wipes it. */
export function activationCodeScalar(hashed: Bytes): Scalar {
  const wide = hkdfExpand(hashed, domain('act-scalar'), WIDE_OCTETS);
  const scalar = scalarFrom(wide);
  wipe(hashed, wide);
  return scalar;
}

/** The origin is bound in as the server's name, the run as associated data: a message of one is noise to every other. */
export function typedContext(run: {
  readonly side: Spake2Side;
  readonly apiOrigin: string;
  readonly activationId: Uint8Array;
}): Spake2Context {
  return {
    side: run.side,
    identityA: utf8('softtoken-client'),
    identityB: issuerIdOf(run.apiOrigin),
    associatedData: concat(domain('act-typed'), run.activationId),
    hash: sha512,
  };
}

/** Ke is a pseudorandom key already, so it is only expanded. */
export function exporterOf(sessionKey: Uint8Array): Exporter {
  return (label, length) => Promise.resolve(hkdfExpand(sessionKey, domain(label), length));
}
