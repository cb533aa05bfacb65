import { cbc, gcm } from '@noble/ciphers/aes.js';
import { chacha20, hchacha } from '@noble/ciphers/chacha.js';
import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, constantTimeEqual, wipe } from '@sallyport/protocol';

/** Opening what other programs sealed. Undefined when it does not open: wrong key or damaged, which nobody can tell apart. */

const TAG_OCTETS = 16;
const BLOCK_OCTETS = 16;

/** AES-GCM with the tag of 16 octets behind the ciphertext. */
export function openGcm(input: {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
  readonly associated?: Uint8Array;
}): Bytes | undefined {
  if (input.nonce.length !== 12 || input.sealed.length < TAG_OCTETS) return undefined;
  return orUndefined(() => gcm(input.key, input.nonce, input.associated).decrypt(input.sealed));
}

/** AES-CBC with the padding of PKCS #7. Only what was authenticated may come here, or what a format leaves without. */
export function openCbc(input: { readonly key: Uint8Array; readonly iv: Uint8Array; readonly sealed: Uint8Array }): Bytes | undefined {
  if (input.iv.length !== BLOCK_OCTETS || input.sealed.length === 0 || input.sealed.length % BLOCK_OCTETS !== 0) return undefined;
  return orUndefined(() => cbc(input.key, input.iv).decrypt(input.sealed));
}

/** Encrypt-then-MAC: AES-256-CBC, and HMAC-SHA-256 over IV and ciphertext, checked first. */
export function openCbcHmac(input: {
  readonly key: Uint8Array;
  readonly macKey: Uint8Array;
  readonly iv: Uint8Array;
  readonly sealed: Uint8Array;
  readonly mac: Uint8Array;
}): Bytes | undefined {
  const mac = hmac(sha256, input.macKey, concat(input.iv, input.sealed));
  return constantTimeEqual(mac, input.mac) ? openCbc(input) : undefined;
}

/** "expand 32-byte k", as every ChaCha begins. */
const SIGMA = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);

/**
 * The first and only message of libsodium's `crypto_secretstream_xchacha20poly1305`
 * (github.com/jedisct1/libsodium, `secretstream_xchacha20poly1305.c`): HChaCha20 makes the subkey out of the first 16 octets of the
 * header, the other 8 are the nonce behind a message counter that begins at 1. In front of the ciphertext stands the kind of message, sealed
 * as the first octet of a whole block, all of which goes into the MAC. The padding after the ciphertext is counted as libsodium does, which is not as RFC 8439 has it.
 */
export function openSecretStream(input: {
  readonly key: Uint8Array;
  readonly header: Uint8Array;
  readonly sealed: Uint8Array;
}): Bytes | undefined {
  const { header, sealed } = input;
  if (header.length !== 24 || sealed.length < 1 + TAG_OCTETS) return undefined;
  const subkey = subkeyOf(input.key, header.subarray(0, 16));
  const nonce = concat(Uint8Array.of(1, 0, 0, 0), header.subarray(16));
  const kind = chacha20(subkey, nonce, new Uint8Array(64), undefined, 1);
  kind.set(sealed.subarray(0, 1));
  const text = sealed.subarray(1, -TAG_OCTETS);
  const macKey = chacha20(subkey, nonce, new Uint8Array(32), undefined, 0);
  const message = chacha20(subkey, nonce, text, undefined, 2);
  const padding = new Uint8Array((16 - 64 + text.length) & 15);
  const mac = poly1305(concat(kind, text, padding, u64le(0), u64le(64 + text.length)), macKey);
  wipe(subkey, macKey);
  if (constantTimeEqual(mac, sealed.subarray(-TAG_OCTETS))) return concat(message);
  wipe(message);
  return undefined;
}

function subkeyOf(key: Uint8Array, prefix: Uint8Array): Bytes {
  const subkey = new Uint32Array(8);
  hchacha(SIGMA, wordsOf(key), wordsOf(prefix), subkey);
  return octetsOf(subkey);
}

/** Little-endian words, wherever this runs. */
function wordsOf(octets: Uint8Array): Uint32Array {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  return Uint32Array.from({ length: octets.length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

function octetsOf(words: Uint32Array): Bytes {
  const octets = new Uint8Array(words.length * 4);
  const view = new DataView(octets.buffer);
  words.forEach((word, index) => view.setUint32(index * 4, word, true));
  return octets;
}

function u64le(value: number): Bytes {
  const octets = new Uint8Array(8);
  new DataView(octets.buffer).setBigUint64(0, BigInt(value), true);
  return octets;
}

/** The ciphers throw what does not verify. */
function orUndefined(open: () => Uint8Array): Bytes | undefined {
  try {
    return concat(open());
  } catch {
    return undefined;
  }
}
