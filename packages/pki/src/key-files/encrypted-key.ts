import { TAG, readDer } from '../der/read-der.ts';
import { smallInteger } from '../der/values.ts';
import { element, sequence } from '../der/write-der.ts';
import { type Bytes, utf8 } from '../octets.ts';
import { decodeBase64 } from '../pem.ts';
import { type Result, ok, refuse } from '../result.ts';
import { lock, readLock } from './pbes2.ts';
import type { KeyFileCryptography } from './ports.ts';

/** An RSA key of 16384 bits has 13 kB in PEM. */
export const KEY_FILE_MAX_CHARACTERS = 32_768;
const LIMITS = { bytes: 24_576, depth: 8, elements: 64 };

/** EncryptedPrivateKeyInfo (RFC 5958 section 3): what stands in a file that begins with `ENCRYPTED PRIVATE KEY`. */
export async function encryptKey(
  cryptography: KeyFileCryptography,
  { pkcs8, password }: { readonly pkcs8: Bytes; readonly password: string },
): Promise<Bytes> {
  const { algorithm, ciphertext } = await lock(cryptography, { octets: pkcs8, password });
  return sequence(algorithm, element(TAG.octetString, ciphertext));
}

export type KeyFileRefusal =
  | { readonly code: 'key-file-too-large' }
  /** No key stands in it, or not as PKCS #8. */
  | { readonly code: 'key-file-malformed' }
  /** Encrypted in a way that is not read here. */
  | { readonly code: 'key-file-lock-unknown' }
  | { readonly code: 'key-file-password-wrong' };

const BLOCK = /-----BEGIN ((?:ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]*)-----END \1-----/;

/** The PKCS #8 in a PEM file, opened by the password where it is encrypted. To be wiped by whoever asked. */
export async function openKeyFile(
  cryptography: KeyFileCryptography,
  { text, password }: { readonly text: string; readonly password: string },
): Promise<Result<Bytes, KeyFileRefusal>> {
  if (text.length > KEY_FILE_MAX_CHARACTERS) return refuse({ code: 'key-file-too-large' });
  const [, label, body = ''] = BLOCK.exec(text) ?? [];
  const octets = label === undefined ? undefined : decodeBase64(body);
  if (octets === undefined) return refuse({ code: 'key-file-malformed' });
  if (label === 'PRIVATE KEY') return isPrivateKeyInfo(octets) ? ok(octets) : refuse({ code: 'key-file-malformed' });
  const read = readDer(octets, LIMITS);
  const [algorithm, ciphertext] = read.ok ? read.value.children : [];
  if (ciphertext?.tag !== TAG.octetString) return refuse({ code: 'key-file-malformed' });
  const lockedBy = readLock(algorithm);
  if (lockedBy === undefined) return refuse({ code: 'key-file-lock-unknown' });
  const { salt, iterations, iv } = lockedBy;
  const key = await cryptography.deriveKey({ password: utf8(password), salt, iterations });
  const opened = await cryptography.decrypt({ key, iv, octets: ciphertext.content });
  key.fill(0);
  // Of 256 wrong passwords one leaves a padding that holds.
  return opened !== undefined && isPrivateKeyInfo(opened) ? ok(opened) : refuse({ code: 'key-file-password-wrong' });
}

/** PrivateKeyInfo (RFC 5958 section 2): a version, an algorithm, octets. */
function isPrivateKeyInfo(octets: Bytes): boolean {
  const read = readDer(octets, LIMITS);
  if (!read.ok || read.value.tag !== TAG.sequence) return false;
  const [version, algorithm, key] = read.value.children;
  return (smallInteger(version) ?? 9) <= 1 && algorithm?.tag === TAG.sequence && key?.tag === TAG.octetString;
}
