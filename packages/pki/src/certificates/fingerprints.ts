import { type Bytes, toHex } from '../octets.ts';
import type { Digests } from '../ports.ts';

/** The SHA-256 of a whole certificate: what everything of ours knows it by. SHA-1 is what older consoles still show. */
export interface Fingerprints {
  readonly sha256: string;
  readonly sha1: string;
}

/** Lower-case hexadecimal without separators. */
export function fingerprintsOf(der: Bytes, digests: Digests): Fingerprints {
  return { sha256: toHex(digests.sha256(der)), sha1: toHex(digests.sha1(der)) };
}

/** `AB:CD:…`, as openssl, keytool and browsers print it. */
export function colonHex(hex: string): string {
  return hex.toUpperCase().match(/../g)?.join(':') ?? '';
}
