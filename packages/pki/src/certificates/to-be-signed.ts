import { AsnObjectIdentifierConverter } from '@peculiar/asn1-schema';
import { TAG } from '../der/read-der.ts';
import { bitString, element, sequence, time } from '../der/write-der.ts';
import type { Bytes } from '../octets.ts';
import type { Validity } from '../profiles/rules.ts';
import { type SignatureAlgorithm, algorithmIdentifier } from '../signature-algorithm.ts';
import type { RawExtension } from '../structures/extensions.ts';

/** The parts of a TBSCertificate (RFC 5280 section 4.1). Names and key are the octets they have elsewhere, so that they stay the same octets. */
export interface ToBeSignedParts {
  readonly serial: Bytes;
  readonly algorithm: SignatureAlgorithm;
  readonly issuer: Bytes;
  readonly validity: Validity;
  readonly subject: Bytes;
  readonly publicKey: Bytes;
  readonly extensions: readonly RawExtension[];
}

const VERSION_3 = Uint8Array.of(0xa0, 0x03, 0x02, 0x01, 0x02);
const EXTENSIONS_TAG = 0xa3;

export function writeToBeSigned(parts: ToBeSignedParts): Bytes {
  return sequence(
    VERSION_3,
    element(TAG.integer, parts.serial),
    algorithmIdentifier(parts.algorithm),
    parts.issuer,
    sequence(time(parts.validity.notBefore), time(parts.validity.notAfter)),
    parts.subject,
    parts.publicKey,
    element(EXTENSIONS_TAG, writeExtensions(parts.extensions)),
  );
}

/** `critical` is false where it is not written (X.690 section 11.5). */
export function writeExtensions(extensions: readonly RawExtension[]): Bytes {
  return sequence(
    ...extensions.map(({ oid, critical, value }) =>
      sequence(identifierOf(oid), critical ? CRITICAL : NOT_CRITICAL, element(TAG.octetString, value)),
    ),
  );
}

const CRITICAL = element(TAG.boolean, Uint8Array.of(0xff));
const NOT_CRITICAL = new Uint8Array();

/** There are as many as there are extensions that we write. */
const identifiers = new Map<string, Bytes>();

function identifierOf(oid: string): Bytes {
  const known = identifiers.get(oid);
  if (known !== undefined) return known;
  const written = new Uint8Array(AsnObjectIdentifierConverter.toASN(oid).toBER());
  identifiers.set(oid, written);
  return written;
}

/** What was signed, with its signature: a certificate, and in the same form a CRL or the inside of an OCSP answer. */
export function assembleSigned({ tbs, algorithm, signature, behind = new Uint8Array() }: SignedParts): Bytes {
  return sequence(tbs, algorithmIdentifier(algorithm), bitString(signature), behind);
}

export interface SignedParts {
  readonly tbs: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  readonly behind?: Bytes;
}
