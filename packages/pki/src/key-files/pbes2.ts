import { type DerElement, TAG } from '../der/read-der.ts';
import { objectIdentifier, smallInteger } from '../der/values.ts';
import { element, integer, sequence } from '../der/write-der.ts';
import { type Bytes, fromHex, utf8 } from '../octets.ts';
import type { KeyFileCryptography } from './ports.ts';

/**
 * Encryption by a password: PBES2 (RFC 8018 section 6.2) with PBKDF2, HMAC-SHA-256 and AES-256-CBC, which is what openssl, NSS, GnuTLS and Java all read.
 * The count is that of the OWASP password storage cheat sheet for PBKDF2 with HMAC-SHA-256.
 */
export const ITERATIONS = 600_000;

/** More than this is an attack on whoever opens the file; Java draws the line here too. */
const MAX_ITERATIONS = 5_000_000;

const NULL = Uint8Array.of(TAG.null, 0);
const [PBES2, PBKDF2, HMAC_SHA256, AES_256_CBC] = [
  '2a864886f70d01050d',
  '2a864886f70d01050c',
  '2a864886f70d0209',
  '60864801650304012a',
].map((hex) => element(TAG.objectIdentifier, fromHex(hex))) as [Bytes, Bytes, Bytes, Bytes];
const NAMES = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmac: '1.2.840.113549.2.9',
  cipher: '2.16.840.1.101.3.4.1.42',
};

export interface Locked {
  /** The AlgorithmIdentifier, with salt, count and initialisation vector. */
  readonly algorithm: Bytes;
  readonly ciphertext: Bytes;
}

export async function lock(
  cryptography: KeyFileCryptography,
  given: { readonly octets: Bytes; readonly password: string },
): Promise<Locked> {
  const [salt, iv] = [cryptography.bytes(16), cryptography.bytes(16)];
  const key = await cryptography.deriveKey({ password: utf8(given.password), salt, iterations: ITERATIONS });
  const ciphertext = await cryptography.encrypt({ key, iv, octets: given.octets });
  key.fill(0);
  const derivation = sequence(PBKDF2, sequence(element(TAG.octetString, salt), count(ITERATIONS), sequence(HMAC_SHA256, NULL)));
  const algorithm = sequence(PBES2, sequence(derivation, sequence(AES_256_CBC, element(TAG.octetString, iv))));
  return { algorithm, ciphertext };
}

export function count(value: number): Bytes {
  return integer(Uint8Array.of(value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff));
}

export interface LockedBy {
  readonly salt: Bytes;
  readonly iterations: number;
  readonly iv: Bytes;
}

/** Undefined for another algorithm than that of `lock`, and for a count that is none. */
export function readLock(algorithm: DerElement | undefined): LockedBy | undefined {
  const [scheme, parameters] = algorithm?.children ?? [];
  const [derivation, cipher] = parameters?.children ?? [];
  const [kdf, kdfParameters] = derivation?.children ?? [];
  const [salt, iterations, third, fourth] = kdfParameters?.children ?? [];
  const [cipherName, iv] = cipher?.children ?? [];
  // Between count and PRF the length of the key may stand; it follows from the cipher.
  const prf = third?.tag === TAG.integer ? fourth : third;
  const known =
    objectIdentifier(scheme) === NAMES.pbes2 &&
    objectIdentifier(kdf) === NAMES.pbkdf2 &&
    objectIdentifier(prf?.children[0]) === NAMES.hmac &&
    objectIdentifier(cipherName) === NAMES.cipher;
  const times = smallInteger(iterations) ?? 0;
  if (!known || salt?.tag !== TAG.octetString || iv?.tag !== TAG.octetString || iv.content.length !== 16) return undefined;
  return times < 1 || times > MAX_ITERATIONS ? undefined : { salt: salt.content, iterations: times, iv: iv.content };
}
