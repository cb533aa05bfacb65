import { type DerElement, TAG } from './der/read-der.ts';
import { objectIdentifier } from './der/values.ts';
import { type Bytes, fromHex, toHex } from './octets.ts';

/** The signature algorithms we make and accept: no SHA-1, no MD5, no RSA-PSS with its parameters to get wrong. */
export type SignatureAlgorithm = 'ecdsa-sha256' | 'ecdsa-sha384' | 'ecdsa-sha512' | 'rsa-sha256' | 'rsa-sha384' | 'rsa-sha512' | 'ed25519';

/** Each whole AlgorithmIdentifier. RFC 5758 section 3.2 and RFC 8410 section 3: no parameters; RFC 4055 section 5: NULL. */
const ENCODED: Readonly<Record<SignatureAlgorithm, Bytes>> = {
  'ecdsa-sha256': fromHex('300a06082a8648ce3d040302'),
  'ecdsa-sha384': fromHex('300a06082a8648ce3d040303'),
  'ecdsa-sha512': fromHex('300a06082a8648ce3d040304'),
  'rsa-sha256': fromHex('300d06092a864886f70d01010b0500'),
  'rsa-sha384': fromHex('300d06092a864886f70d01010c0500'),
  'rsa-sha512': fromHex('300d06092a864886f70d01010d0500'),
  ed25519: fromHex('300506032b6570'),
};

const BY_ENCODING = new Map((Object.keys(ENCODED) as SignatureAlgorithm[]).map((algorithm) => [toHex(ENCODED[algorithm]), algorithm]));

/** The AlgorithmIdentifier as it stands in certificates, CRLs and OCSP answers. */
export function algorithmIdentifier(algorithm: SignatureAlgorithm): Bytes {
  return ENCODED[algorithm];
}

/** Undefined for one that is not on the list, or is written in another way than its RFC says. */
export function signatureAlgorithmOf(element: DerElement | undefined): SignatureAlgorithm | undefined {
  return element?.tag === TAG.sequence ? BY_ENCODING.get(toHex(element.octets)) : undefined;
}

/** The dotted object identifier, for what a person is shown of an algorithm we do not take. */
export function algorithmName(element: DerElement | undefined): string {
  return signatureAlgorithmOf(element) ?? objectIdentifier(element?.children[0]) ?? '';
}

export function isSignatureAlgorithm(name: string): name is SignatureAlgorithm {
  return Object.hasOwn(ENCODED, name);
}
