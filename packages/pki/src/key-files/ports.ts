import type { Bytes } from '../octets.ts';

/** What a file that holds a private key needs of whoever makes it: the browser the key was made in. Nothing here knows WebCrypto or Node. */
export interface KeyFileCryptography {
  bytes(length: number): Bytes;
  /** PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2): 32 octets. */
  deriveKey(given: { readonly password: Bytes; readonly salt: Bytes; readonly iterations: number }): Promise<Bytes>;
  /** AES-256-CBC with the padding of RFC 8018 section 6.2. */
  encrypt(given: CipherInput): Promise<Bytes>;
  /** Undefined when the padding does not hold: another key. */
  decrypt(given: CipherInput): Promise<Bytes | undefined>;
  hmacSha256(given: { readonly key: Bytes; readonly message: Bytes }): Promise<Bytes>;
  /** At once: the derivation for the MAC of PKCS #12 is hundreds of thousands of these in a row. */
  sha256(octets: Bytes): Bytes;
}

export interface CipherInput {
  readonly key: Bytes;
  readonly iv: Bytes;
  readonly octets: Bytes;
}
