import type { Bytes } from './bytes.ts';
import type { OtpAlgorithm } from './key-schedule.ts';
import type { Aead, DeviceFactor, OtpKeyHolder } from './ports.ts';

/**
 * The ports that WebCrypto fills, for browser and Node alike. This is the one platform thing the pure room sees, and only through
 * `SubtlePort`: pass `crypto.subtle`. `Key` is the platform's own opaque key type.
 */
export interface SubtlePort<Key> {
  importKey(format: 'raw', octets: Bytes, algorithm: 'AES-GCM' | HmacParameters, extractable: false, usages: KeyUse[]): Promise<Key>;
  encrypt(algorithm: GcmParameters, key: Key, octets: Bytes): Promise<ArrayBuffer>;
  decrypt(algorithm: GcmParameters, key: Key, octets: Bytes): Promise<ArrayBuffer>;
  sign(algorithm: 'HMAC', key: Key, octets: Bytes): Promise<ArrayBuffer>;
}

type KeyUse = 'encrypt' | 'decrypt' | 'sign';

interface HmacParameters {
  readonly name: 'HMAC';
  readonly hash: 'SHA-1' | 'SHA-256' | 'SHA-512';
}

interface GcmParameters {
  readonly name: 'AES-GCM';
  readonly iv: Bytes;
  readonly additionalData: Bytes;
}

const HASH_NAME = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' } as const satisfies Record<OtpAlgorithm, string>;

/** AES-256-GCM. */
export function webCryptoAead<Key>(subtle: SubtlePort<Key>): Aead {
  return {
    async seal({ key, nonce, aad, plaintext }) {
      const imported = await subtle.importKey('raw', unshared(key), 'AES-GCM', false, ['encrypt']);
      return new Uint8Array(await subtle.encrypt(gcm(nonce, aad), imported, unshared(plaintext)));
    },
    async open({ key, nonce, aad, ciphertext }) {
      const imported = await subtle.importKey('raw', unshared(key), 'AES-GCM', false, ['decrypt']);
      try {
        return new Uint8Array(await subtle.decrypt(gcm(nonce, aad), imported, unshared(ciphertext)));
      } catch (error) {
        // The platform's word for a tag that does not verify; anything else is a bug.
        if (error instanceof Error && error.name === 'OperationError') return undefined;
        throw error;
      }
    },
  };
}

/** D as a non-extractable HMAC key, made by the platform and kept in its database; undefined when it is not there. */
export function webCryptoDeviceFactor<Key>(subtle: SubtlePort<Key>, key: Key | undefined): DeviceFactor {
  return {
    async mac(message) {
      return key === undefined ? undefined : new Uint8Array(await subtle.sign('HMAC', key, unshared(message)));
    },
  };
}

/** The one-time-password key as a non-extractable key in this thread; the web app runs this inside its worker. */
export function webCryptoOtpKeys<Key>(subtle: SubtlePort<Key>): OtpKeyHolder {
  return {
    async hold({ seed, algorithm }) {
      let key: Key | undefined = await subtle.importKey('raw', unshared(seed), { name: 'HMAC', hash: HASH_NAME[algorithm] }, false, [
        'sign',
      ]);
      return {
        async mac(message) {
          if (key === undefined) throw new TypeError('the one-time-password key was dropped');
          return new Uint8Array(await subtle.sign('HMAC', key, unshared(message)));
        },
        drop() {
          key = undefined;
        },
      };
    },
  };
}

function gcm(nonce: Uint8Array, aad: Uint8Array): GcmParameters {
  return { name: 'AES-GCM', iv: unshared(nonce), additionalData: unshared(aad) };
}

/** WebCrypto takes no shared memory. Ours never is; a copy of a secret would be one more to wipe, so there is none. */
function unshared(octets: Uint8Array): Bytes {
  return isUnshared(octets) ? octets : new Uint8Array(octets);
}

function isUnshared(octets: Uint8Array): octets is Bytes {
  return octets.buffer instanceof ArrayBuffer;
}
