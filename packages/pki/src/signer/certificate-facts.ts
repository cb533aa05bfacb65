import { mistakeInSerial } from '../certificates/serial.ts';
import { decodeExtensions } from '../certificates/decode.ts';
import type { Issuer } from '../certificates/issuer.ts';
import { readDer } from '../der/read-der.ts';
import type { Instant } from '../instant.ts';
import { type KeyPolicy, weaknessesOf } from '../keys/key-strength.ts';
import { type PublicKey, readPublicKey } from '../keys/public-key.ts';
import { type Bytes, equalOctets } from '../octets.ts';
import type { Digests } from '../ports.ts';
import { signatureAlgorithmOf } from '../signature-algorithm.ts';
import type { RawExtension } from '../structures/extensions.ts';
import { CERTIFICATE_LIMITS, type ToBeSigned, readToBeSigned } from '../structures/read-tbs.ts';
import type { Objection } from './objection.ts';
import type { Check } from './sign-checked.ts';

export interface CertificateFacts {
  readonly tbs: ToBeSigned;
  readonly publicKey: PublicKey;
  readonly extensions: readonly RawExtension[];
  readonly known: NonNullable<ReturnType<typeof decodeExtensions>>;
  readonly now: Instant;
}

export type CertificateCheck<Context> = Check<CertificateFacts, Context>;

export function readFacts(octets: Uint8Array, now: Instant): CertificateFacts | undefined {
  const root = readDer(octets, CERTIFICATE_LIMITS);
  const tbs = root.ok ? readToBeSigned(root.value) : undefined;
  const publicKey = tbs && readPublicKey(tbs.publicKey);
  const known = tbs?.extensions && decodeExtensions(tbs.extensions);
  if (tbs?.extensions === undefined || publicKey?.ok !== true || known === undefined) return undefined;
  return { tbs, publicKey: publicKey.value, extensions: tbs.extensions, known, now };
}

/** RFC 5280 sections 4.1.2.1, 4.1.2.2 and 4.1.2.8. */
export function hasGoodFrame({ tbs }: CertificateFacts): Objection | undefined {
  if (tbs.version !== 2 || tbs.hasUniqueIdentifiers) return 'version';
  return mistakeInSerial(tbs.serial) === undefined && tbs.serial.length >= 16 ? undefined : 'serial';
}

/** Named, keyed and signed as the issuer is, while the issuer is valid, and not beyond its end. */
export function comesFrom({ tbs, known, now }: CertificateFacts, issuer: Issuer): Objection | undefined {
  if (signatureAlgorithmOf(tbs.signature) !== issuer.algorithm) return 'algorithm';
  if (!equalOctets(tbs.issuer, issuer.name)) return 'issuer';
  if (!isSame(known.authorityKeyIdentifier, issuer.keyIdentifier)) return 'authority-key';
  if (now < issuer.validity.notBefore || now > issuer.validity.notAfter) return 'issuer-expired';
  return tbs.notAfter.instant > issuer.validity.notAfter ? 'lifetime' : undefined;
}

export function isSame(left: Bytes | undefined, right: Bytes): boolean {
  return left !== undefined && equalOctets(left, right);
}

/** A key of its own, strong enough, and under the identifier that belongs to it. */
export function hasGoodKey(
  { publicKey, known }: CertificateFacts,
  { policy, issuerKey, digests }: { readonly policy: KeyPolicy; readonly issuerKey: Bytes; readonly digests: Digests },
): Objection | undefined {
  if (weaknessesOf(publicKey, policy).length > 0 || equalOctets(publicKey.spki, issuerKey)) return 'key';
  return isSame(known.subjectKeyIdentifier, digests.sha1(publicKey.keyBits)) ? undefined : 'subject-key';
}

/** Nothing but these extensions, each with this criticality. */
export function hasOnly(
  extensions: readonly RawExtension[],
  allowed: ReadonlyMap<string, 'critical' | 'plain' | 'either'>,
): Objection | undefined {
  for (const { oid, critical } of extensions) {
    const manner = allowed.get(oid);
    if (manner === undefined) return 'extension';
    if (manner !== 'either' && critical !== (manner === 'critical')) return 'critical';
  }
  return undefined;
}

export function isExactly<Item>(list: readonly Item[] | undefined, wanted: readonly Item[]): boolean {
  return list?.length === wanted.length && list.every((item) => wanted.includes(item)) && new Set(list).size === list.length;
}
