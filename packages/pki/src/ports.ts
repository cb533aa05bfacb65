import type { Bytes } from './octets.ts';
import type { SignatureAlgorithm } from './signature-algorithm.ts';

/** Everything from outside that this room needs. `node-cryptography/` answers all but chance with `node:crypto`. */

export interface Randomness {
  /** Cryptographically secure octets. */
  bytes(length: number): Uint8Array;
}

export interface Digests {
  /** For key identifiers (RFC 5280 section 4.2.1.2) and OCSP's CertID only, where nothing hangs on collisions. */
  sha1(octets: Uint8Array): Bytes;
  sha256(octets: Uint8Array): Bytes;
}

export interface SignatureToCheck {
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly message: Uint8Array;
  /** As X.509 carries it: for ECDSA the DER of r and s. */
  readonly signature: Uint8Array;
}

export interface Cryptography extends Digests {
  /** False for a key it cannot read, a key of another kind than the algorithm, and a signature that does not hold. Never throws. */
  signatureHolds(check: SignatureToCheck): boolean;
}

/**
 * A private key somewhere: in this process, in a PKCS#11 module later. It signs whatever it is given, so only the signers of `signer/` hold
 * one, and only a composition root makes one; the rest of the house sees signers, which look at what they sign.
 */
export interface SigningKey {
  readonly algorithm: SignatureAlgorithm;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
  sign(message: Uint8Array): Promise<Bytes>;
}
