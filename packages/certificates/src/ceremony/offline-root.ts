import {
  type AuthorityRefusal,
  type Bytes,
  type Cryptography,
  type CsrRefusal,
  type DecodedCertificate,
  type Deed,
  type Issuer,
  type SignerRefusal,
  type SigningKey,
  type Transcript,
  formatName,
  momentText,
  toHex,
} from '@sallyport/pki';
import type { Clock, Randomness } from '@sallyport/platform';

/** A root whose key is brought out for one step of a ceremony, on a machine without an installation. */
export interface OfflineRoot {
  readonly key: SigningKey;
  readonly root: Issuer;
  /** All it has done so far, read and held to its key. */
  readonly transcript: Transcript;
}

export interface CeremonyPorts {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly cryptography: Cryptography;
}

/** What a step has made, and the line that says so: the line is kept before what was made leaves the machine. */
export interface CeremonyStep {
  readonly der: Bytes;
  /** With its end. */
  readonly line: string;
}

export type CeremonyRefusal =
  | AuthorityRefusal
  | CsrRefusal
  | SignerRefusal
  /** A day, or as many as the root may have. */
  | { readonly code: 'days-malformed' }
  /** By its transcript this root has not signed that certificate. */
  | { readonly code: 'not-signed-by-this-root' }
  | { readonly code: 'revoked-before' }
  | { readonly code: 'list-refused'; readonly because: string };

/** How a certificate stands in the transcript. */
export function certificateInTranscript(certificate: DecodedCertificate, cryptography: Cryptography) {
  const { der, serialHex, subject, publicKey, validity } = certificate;
  return {
    certificate: toHex(cryptography.sha256(der)),
    serial: serialHex,
    subject: formatName(subject),
    key: toHex(cryptography.sha256(publicKey.spki)),
    notAfter: momentText(validity.notAfter),
  } as const satisfies Partial<Deed>;
}
