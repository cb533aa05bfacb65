import { createCipheriv, createDecipheriv, createHmac, hash, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyFileCryptography } from '../key-files/ports.ts';

/** What a browser does for its key files, done by OpenSSL: for the key of an offline root, and for tests. */
export const keyFileCryptographyOfNode: KeyFileCryptography = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  deriveKey: async ({ password, salt, iterations }) => new Uint8Array(await promisify(pbkdf2)(password, salt, iterations, 32, 'sha256')),
  encrypt: ({ key, iv, octets }) => {
    const cipher = createCipheriv('aes-256-cbc', key, iv);
    return Promise.resolve(new Uint8Array(Buffer.concat([cipher.update(octets), cipher.final()])));
  },
  decrypt: ({ key, iv, octets }) => {
    const cipher = createDecipheriv('aes-256-cbc', key, iv);
    try {
      return Promise.resolve(new Uint8Array(Buffer.concat([cipher.update(octets), cipher.final()])));
    } catch {
      return Promise.resolve(undefined);
    }
  },
  hmacSha256: ({ key, message }) => Promise.resolve(new Uint8Array(createHmac('sha256', key).update(message).digest())),
  sha256: (octets) => new Uint8Array(hash('sha256', octets, 'buffer')),
};
