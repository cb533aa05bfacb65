import { TAG } from '../der/read-der.ts';
import { bitString, element, integer, sequence } from '../der/write-der.ts';
import type { Identifier } from '../names/identifiers.ts';
import { type Bytes, fromHex, utf8 } from '../octets.ts';

/**
 * A certification request for a P-256 key (PKCS #10, RFC 2986), for those who make the key here: a browser, the demonstration. Written by hand, so
 * that a page need not load the library for it; ours reads it back, and so does openssl.
 */
export interface CsrToSign {
  /** The key's SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  readonly names: readonly Identifier[];
}

const VERSION_1 = Uint8Array.of(0x02, 0x01, 0x00);
const EXTENSION_REQUEST = oid('2a864886f70d01090e');
const SUBJECT_ALT_NAME = oid('551d11');
const ECDSA_WITH_SHA256 = oid('2a8648ce3d040302');
const [DNS_NAME, IP_ADDRESS, ATTRIBUTES] = [0x82, 0x87, 0xa0];

function oid(hex: string): Bytes {
  return element(TAG.objectIdentifier, fromHex(hex));
}

/** The CertificationRequestInfo: what is signed. The subject is empty; the names are asked for as alternative names. */
export function csrToSign({ spki, names }: CsrToSign): Bytes {
  const alternatives = names.map((name) =>
    name.type === 'dns' ? element(DNS_NAME, utf8(name.name)) : element(IP_ADDRESS, name.address.octets),
  );
  const extension = sequence(SUBJECT_ALT_NAME, element(TAG.octetString, sequence(...alternatives)));
  const attributes = names.length === 0 ? [] : [sequence(EXTENSION_REQUEST, element(TAG.set, sequence(extension)))];
  return sequence(VERSION_1, sequence(), spki, element(ATTRIBUTES, ...attributes));
}

/** `signature` over the octets of `csrToSign` by ECDSA with SHA-256, as WebCrypto gives it: r and s, 32 octets each. */
export function signedCsr({ info, signature }: { readonly info: Uint8Array; readonly signature: Uint8Array }): Bytes {
  const half = signature.length / 2;
  const numbers = sequence(integer(signature.subarray(0, half)), integer(signature.subarray(half)));
  return sequence(info, sequence(ECDSA_WITH_SHA256), bitString(numbers));
}
