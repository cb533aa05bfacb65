import { createHash } from 'node:crypto';
import type { Issuer } from '../certificates/issuer.ts';
import { writeExtensions } from '../certificates/to-be-signed.ts';
import { TAG } from '../der/read-der.ts';
import { element, sequence } from '../der/write-der.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, fromHex } from '../octets.ts';
import type { RawExtension } from '../structures/extensions.ts';

/** A question as a client puts it; what is wrong with it is up to the caller. */
export interface OcspQuestion {
  readonly issuer: Issuer;
  readonly serials: readonly Uint8Array[];
  readonly hash: keyof typeof HASHES;
  readonly nonce?: Uint8Array;
  readonly extensions?: readonly RawExtension[];
}

const HASHES = { sha1: '2b0e03021a', sha256: '608648016503040201', sha384: '608648016503040202' } as const;

export function writeOcspRequest({ issuer, serials, hash, nonce, extensions = [] }: OcspQuestion): Bytes {
  const digest = (octets: Uint8Array) => element(TAG.octetString, createHash(hash).update(octets).digest());
  const algorithm = sequence(element(TAG.objectIdentifier, fromHex(HASHES[hash])), element(TAG.null));
  const questions = serials.map((serial) =>
    sequence(sequence(algorithm, digest(issuer.name), digest(issuer.certificate.publicKey.keyBits), element(TAG.integer, serial))),
  );
  const nonceField =
    nonce === undefined ? [] : [{ oid: OID.ocspNonce, critical: false, value: element(TAG.octetString, new Uint8Array(nonce)) }];
  const all = [...nonceField, ...extensions];
  return sequence(sequence(sequence(...questions), ...(all.length === 0 ? [] : [element(0xa2, writeExtensions(all))])));
}
