import type { Instant } from '../instant.ts';
import { isPermitted } from '../names/name-constraints.ts';
import { OID } from '../object-identifiers.ts';
import { equalOctets } from '../octets.ts';
import type { Cryptography } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import { isSignatureAlgorithm } from '../signature-algorithm.ts';
import { identifierIn } from '../structures/general-names.ts';
import type { DecodedCertificate } from './decode.ts';

export interface ChainWish {
  readonly leaf: DecodedCertificate;
  /** Certificates that may stand in between, in any order; those that do not belong are left aside. */
  readonly intermediates: readonly DecodedCertificate[];
  readonly roots: readonly DecodedCertificate[];
  readonly now: Instant;
  readonly cryptography: Cryptography;
}

/** How far the best try came: what a person needs to know to repair it. */
export type ChainRefusal =
  | { readonly code: 'chain-no-issuer'; readonly below: DecodedCertificate }
  | { readonly code: 'chain-expired'; readonly certificate: DecodedCertificate }
  | { readonly code: 'chain-not-a-ca'; readonly certificate: DecodedCertificate }
  | { readonly code: 'chain-path-too-long'; readonly certificate: DecodedCertificate }
  | { readonly code: 'chain-names-not-permitted'; readonly certificate: DecodedCertificate }
  | { readonly code: 'chain-critical-extension'; readonly certificate: DecodedCertificate };

/** Real chains have three or four; a pool of cross-signed CAs could be walked for ever. */
const MAX_LENGTH = 8;
const MAX_INTERMEDIATES = 32;

/**
 * From the leaf to a root, both included: names compared as octets, key identifiers where both have them, signatures checked, and the
 * rules of RFC 5280 section 6.1 that concern us (validity, CA, key usage, path length, name constraints, unknown critical extensions).
 * It does not ask about revocation.
 */
export function buildChain(wish: ChainWish): Result<readonly DecodedCertificate[], ChainRefusal> {
  const intermediates = wish.intermediates.slice(0, MAX_INTERMEDIATES);
  let path: readonly DecodedCertificate[] = [wish.leaf];
  for (;;) {
    const last = path.at(-1) ?? wish.leaf;
    const isIssuer = (candidate: DecodedCertificate) => issued(candidate, last, wish.cryptography);
    const root = wish.roots.find(isIssuer);
    if (root !== undefined) {
      const whole = isSame(root, last) ? path : [...path, root];
      const mistake = mistakeInPath(whole, wish.now);
      return mistake === undefined ? ok(whole) : refuse(mistake);
    }
    const next = intermediates.find((candidate) => !path.some((one) => isSame(one, candidate)) && isIssuer(candidate));
    if (next === undefined || path.length >= MAX_LENGTH) return refuse({ code: 'chain-no-issuer', below: last });
    path = [...path, next];
  }
}

function isSame(left: DecodedCertificate, right: DecodedCertificate): boolean {
  return equalOctets(left.der, right.der);
}

/** Whether one certificate was signed by the key of another. */
export function issued(issuer: DecodedCertificate, certificate: DecodedCertificate, cryptography: Cryptography): boolean {
  if (!equalOctets(issuer.subjectDer, certificate.issuerDer)) return false;
  const [claimed, own] = [certificate.authorityKeyIdentifier, issuer.subjectKeyIdentifier];
  if (claimed !== undefined && claimed.length > 0 && own !== undefined && !equalOctets(claimed, own)) return false;
  const { signatureAlgorithm: algorithm, tbs: message, signature } = certificate;
  if (!isSignatureAlgorithm(algorithm)) return false;
  return cryptography.signatureHolds({ publicKey: issuer.publicKey.spki, algorithm, message, signature });
}

/** What RFC 5280 makes us understand when it is critical; anything else that is critical refuses the path (section 4.2). */
const UNDERSTOOD: readonly string[] = [OID.basicConstraints, OID.keyUsage, OID.extKeyUsage, OID.subjectAltName, OID.nameConstraints];

function mistakeInPath(path: readonly DecodedCertificate[], now: Instant): ChainRefusal | undefined {
  for (const [index, certificate] of path.entries()) {
    const { notBefore, notAfter } = certificate.validity;
    if (now < notBefore || now > notAfter) return { code: 'chain-expired', certificate };
    if (certificate.extensions.some(({ oid, critical }) => critical && !UNDERSTOOD.includes(oid))) {
      return { code: 'chain-critical-extension', certificate };
    }
    const mistake = index === 0 ? undefined : mistakeInCa(certificate, path.slice(0, index));
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

function mistakeInCa(certificate: DecodedCertificate, below: readonly DecodedCertificate[]): ChainRefusal | undefined {
  const { basicConstraints, keyUsages, nameConstraints } = certificate;
  if (basicConstraints?.isCa !== true || keyUsages?.includes('keyCertSign') === false) return { code: 'chain-not-a-ca', certificate };
  // Between this CA and the leaf, which does not count; self-issued ones do not either, but we have none.
  if (below.length - 1 > (basicConstraints.pathLength ?? Infinity)) return { code: 'chain-path-too-long', certificate };
  if (nameConstraints === undefined) return undefined;
  const identifiers = below[0]?.names?.map(identifierIn) ?? [];
  const isWithin =
    nameConstraints !== 'not-understood' &&
    identifiers.every((identifier) => identifier !== undefined && isPermitted(identifier, nameConstraints));
  return isWithin ? undefined : { code: 'chain-names-not-permitted', certificate };
}
