import { createPrivateKey, createPublicKey, sign } from 'node:crypto';

/** Ed25519 (RFC 8032) with a key that is here, or somewhere that takes its time. */
export interface Ed25519Signer {
  /** The raw public key, 32 octets, for those who verify. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  sign(message: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}

const SEED_BYTES = 32;
/** The PKCS#8 wrapping of an Ed25519 seed (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
/** The length of the SubjectPublicKeyInfo wrapping of an Ed25519 public key (RFC 8410, section 4). */
const SPKI_PREFIX_BYTES = 12;

/** A signer in this process, from a stored seed. @throws RangeError for one that has not 32 octets. */
export function createEd25519Signer(seed: Uint8Array): Ed25519Signer {
  if (seed.length !== SEED_BYTES) throw new RangeError('The seed of an Ed25519 key has 32 octets.');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX_BYTES));
  return { publicKey, sign: (message) => Promise.resolve(new Uint8Array(sign(null, message, key))) };
}
