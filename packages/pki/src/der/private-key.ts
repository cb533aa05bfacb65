import type { Bytes } from '../octets.ts';
import { TAG, piecesOf } from './read-der.ts';

/** More parts than any of the forms has, attributes included. */
const MOST_PARTS = 16;

/**
 * Whether octets have the form of a file with a private key in it, whatever their name or label says: PKCS #8 (RFC 5958 section 2), RSA (RFC 8017 appendix A.1.2), EC
 * (RFC 5915) and DSA, PKCS #12 (RFC 7292), and PKCS #8 encrypted (RFC 5958 section 3). Each but the last begins with a version, as nothing does that is handed
 * about: certificates, requests, lists and bundles begin with what they are about, and a bare RSA public key is two numbers and no more.
 */
export function hasFormOfPrivateKey(octets: Bytes): boolean {
  const [whole, ...behind] = piecesOf(octets, 1) ?? [];
  if (whole?.tag !== TAG.sequence || behind.length > 0) return false;
  const [first, second, ...more] = piecesOf(whole.content, MOST_PARTS) ?? [];
  if (first?.tag === TAG.integer) return second !== undefined && (second.tag !== TAG.integer || more.length > 0);
  return first?.tag === TAG.sequence && second?.tag === TAG.octetString && more.length === 0;
}
