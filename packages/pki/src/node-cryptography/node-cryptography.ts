import { type KeyObject, createPublicKey, hash, verify } from 'node:crypto';
import type { Bytes } from '../octets.ts';
import type { Cryptography, SignatureToCheck } from '../ports.ts';
import type { SignatureAlgorithm } from '../signature-algorithm.ts';

/** The digest node:crypto wants to be told; none for Ed25519, which has its own. */
export const DIGESTS: Readonly<Record<SignatureAlgorithm, string | null>> = {
  'ecdsa-sha256': 'sha256',
  'ecdsa-sha384': 'sha384',
  'ecdsa-sha512': 'sha512',
  'rsa-sha256': 'sha256',
  'rsa-sha384': 'sha384',
  'rsa-sha512': 'sha512',
  ed25519: null,
};

const KEY_TYPES: Readonly<Record<string, string>> = { ecdsa: 'ec', rsa: 'rsa', ed25519: 'ed25519' };

export const nodeCryptography: Cryptography = {
  sha1: (octets) => digest('sha1', octets),
  sha256: (octets) => digest('sha256', octets),
  signatureHolds,
};

function digest(algorithm: string, octets: Uint8Array): Bytes {
  return new Uint8Array(hash(algorithm, octets, 'buffer'));
}

function signatureHolds({ publicKey, algorithm, message, signature }: SignatureToCheck): boolean {
  const key = readKey(publicKey);
  if (key === undefined || key.asymmetricKeyType !== KEY_TYPES[algorithm.split('-')[0] ?? '']) return false;
  try {
    return verify(DIGESTS[algorithm], message, key, signature);
  } catch {
    return false;
  }
}

/** Reading a key takes as long as checking a signature, and nearly every signature is one of our own few keys. */
const REMEMBERED_KEYS = 64;
const remembered = new Map<string, KeyObject>();

function readKey(spki: Uint8Array): KeyObject | undefined {
  const der = Buffer.from(spki);
  const name = der.toString('latin1');
  const known = remembered.get(name);
  if (known !== undefined) return known;
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const oldest = remembered.size < REMEMBERED_KEYS ? undefined : remembered.keys().next().value;
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(name, key);
    return key;
  } catch {
    return undefined;
  }
}
