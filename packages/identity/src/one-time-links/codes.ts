import { type Randomness, Secret } from '@sallyport/platform';
import { concat, sha256, toBase64url, utf8 } from '@sallyport/protocol';

/** Codes of one-time links: 128 random bits as base64url. That much may be hashed fast: there is nothing to guess. */

const CODE_OCTETS = 16;
const CODE = /^[A-Za-z0-9_-]{22}$/;

export type LinkPurpose = 'invitation' | 'password-reset' | 'notice' | 'address' | 'delay';

export function newLinkCode(randomness: Randomness): Secret<string> {
  return new Secret(toBase64url(randomness.bytes(CODE_OCTETS)));
}

/** What is stored of a code, or undefined for a text that cannot be one. The purpose keeps one kind of link from opening another door. */
export function hashLinkCode(purpose: LinkPurpose, code: Secret<string>): string | undefined {
  const text = code.reveal().trim();
  return CODE.test(text) ? hashOf(purpose, text) : undefined;
}

/** A stored stand-in for something that need not be read back, such as a device key or a user name nobody has. */
export function hashOf(purpose: string, text: string): string {
  return toBase64url(sha256(concat(utf8(`sallyport/${purpose}`), new Uint8Array(1), utf8(text))));
}
