import type { DecodedCertificate } from '../certificates/decode.ts';
import { TAG, piecesOf, readDer } from '../der/read-der.ts';
import { wholeBits } from '../der/values.ts';
import { type Bytes, equalOctets } from '../octets.ts';
import type { Cryptography } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import { algorithmName, isSignatureAlgorithm } from '../signature-algorithm.ts';
import { CRL_MAX_OCTETS, type CrlToBeSigned, type ListedEntry, readCrlPiece } from './read-crl.ts';

/** A CRL of ours or another's, taken apart. */
export interface DecodedCrl
  extends Pick<CrlToBeSigned, 'thisUpdate' | 'nextUpdate' | 'number' | 'authorityKeyIdentifier' | 'distributionPoint' | 'extensions'> {
  readonly der: Bytes;
  readonly tbs: Bytes;
  readonly issuer: CrlToBeSigned['issuerName'];
  readonly issuerDer: Bytes;
  readonly entries: readonly ListedEntry[];
  /** A name from the list of `SignatureAlgorithm`, or a dotted object identifier. */
  readonly signatureAlgorithm: string;
  readonly signature: Bytes;
}

export type DecodedCrlRefusal = { readonly code: 'crl-too-large' } | { readonly code: 'crl-malformed' };

const ALGORITHM_LIMITS = { bytes: 1024, depth: 6, elements: 32 };

/** Refuses what is larger than 32 MiB, what is not DER, and what has not the form of RFC 5280 section 5. Says nothing about trust. */
export function decodeCrl(der: Uint8Array): Result<DecodedCrl, DecodedCrlRefusal> {
  if (der.length > CRL_MAX_OCTETS) return refuse({ code: 'crl-too-large' });
  const [whole, ...rest] = piecesOf(new Uint8Array(der), 1) ?? [];
  const [body, algorithmPiece, bits] = (whole?.tag === TAG.sequence ? piecesOf(whole.content, 3) : undefined) ?? [];
  const tbs = body === undefined ? undefined : readCrlPiece(body);
  const algorithm = algorithmPiece === undefined ? undefined : readDer(algorithmPiece.octets, ALGORITHM_LIMITS);
  const signature = bits === undefined ? undefined : wholeBits({ ...bits, children: [] });
  if (whole === undefined || rest.length > 0 || tbs === undefined || algorithm?.ok !== true || signature === undefined) {
    return refuse({ code: 'crl-malformed' });
  }
  // RFC 5280 section 5.1.1.2: the algorithm outside must be the one that is signed.
  if (!equalOctets(algorithm.value.octets, tbs.signature.octets)) return refuse({ code: 'crl-malformed' });
  const { octets, issuer, issuerName, entries, thisUpdate, nextUpdate, number, authorityKeyIdentifier, distributionPoint, extensions } =
    tbs;
  return ok({
    der: whole.octets,
    tbs: octets,
    issuer: issuerName,
    issuerDer: issuer,
    entries: entries ?? [],
    thisUpdate,
    nextUpdate,
    number,
    authorityKeyIdentifier,
    distributionPoint,
    extensions,
    signatureAlgorithm: algorithmName(algorithm.value),
    signature,
  });
}

/** Whether this CA signed this list. Whether the list is of today and speaks for a certificate is another question. */
export function isCrlOf(issuer: DecodedCertificate, crl: DecodedCrl, cryptography: Cryptography): boolean {
  const { signatureAlgorithm: algorithm, tbs: message, signature } = crl;
  if (!equalOctets(issuer.subjectDer, crl.issuerDer) || issuer.keyUsages?.includes('cRLSign') === false) return false;
  if (!isSignatureAlgorithm(algorithm)) return false;
  return cryptography.signatureHolds({ publicKey: issuer.publicKey.spki, algorithm, message, signature });
}
