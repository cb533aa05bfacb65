/** What a key file needs, by WebCrypto; the hash alone by a library, because six hundred thousand promises would take a minute. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { KeyFileCryptography } from '@sallyport/pki';

type Octets = Uint8Array<ArrayBuffer>;

const { subtle } = globalThis.crypto;

const aes = (key: Octets, usage: KeyUsage) => subtle.importKey('raw', key, 'AES-CBC', false, [usage]);

export const browserKeyFiles: KeyFileCryptography = {
  bytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
  deriveKey: async ({ password, salt, iterations }) => {
    const from = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    return new Uint8Array(await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, from, 256));
  },
  encrypt: async ({ key, iv, octets }) => new Uint8Array(await subtle.encrypt({ name: 'AES-CBC', iv }, await aes(key, 'encrypt'), octets)),
  decrypt: async ({ key, iv, octets }) => {
    const cipher = await aes(key, 'decrypt');
    return subtle.decrypt({ name: 'AES-CBC', iv }, cipher, octets).then(
      (opened) => new Uint8Array(opened),
      () => undefined,
    );
  },
  hmacSha256: async ({ key, message }) => {
    const by = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return new Uint8Array(await subtle.sign('HMAC', by, message));
  },
  sha256: (octets) => new Uint8Array(sha256(octets)),
};
