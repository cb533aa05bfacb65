import { issued } from '../certificates/chain.ts';
import { type CertificateRefusal, type DecodedCertificate, decodeCertificate } from '../certificates/decode.ts';
import type { Issuer } from '../certificates/issuer.ts';
import { signingAlgorithmOf } from '../keys/signing-algorithm.ts';
import { OID } from '../object-identifiers.ts';
import type { Bytes } from '../octets.ts';
import type { Cryptography } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { SignatureAlgorithm } from '../signature-algorithm.ts';
import { type CertId, type CertIdHash, type IssuerHashes, isIssuedBy, issuerHashes, writeCertId } from './cert-id.ts';
import type { OcspRequest } from './read-request.ts';

/** Who answers for one CA: the delegated responder that its certificate makes it (RFC 6960 section 4.2.2.2). */
export interface Responder {
  readonly issuer: Issuer;
  readonly certificate: DecodedCertificate;
  readonly publicKey: Bytes;
  /** How answers name it: the SHA-1 of its key (RFC 6960 section 4.2.1, KeyHash). */
  readonly keyHash: Bytes;
  readonly algorithm: SignatureAlgorithm;
  /** How clients name its CA. */
  readonly hashes: IssuerHashes;
}

/** Not signed by this CA, for more or less than OCSP signing, or without `ocsp-nocheck`, so that clients would ask about it in a circle. */
export type ResponderRefusal = CertificateRefusal | { readonly code: 'responder-not-delegated' };

export interface ResponderParts {
  /** The responder's certificate. */
  readonly der: Uint8Array;
  readonly issuer: Issuer;
  readonly cryptography: Cryptography;
}

export function readResponder({ der, issuer, cryptography }: ResponderParts): Result<Responder, ResponderRefusal> {
  const decoded = decodeCertificate(der);
  if (!decoded.ok) return decoded;
  const certificate = decoded.value;
  const { publicKey, purposes, extensions, keyUsages, basicConstraints } = certificate;
  const isDelegated =
    purposes?.length === 1 &&
    purposes[0] === OID.ocspSigning &&
    keyUsages?.includes('digitalSignature') === true &&
    basicConstraints?.isCa !== true &&
    extensions.some(({ oid }) => oid === OID.ocspNoCheck) &&
    issued(issuer.certificate, certificate, cryptography);
  if (!isDelegated || publicKey.kind === 'unknown') return refuse({ code: 'responder-not-delegated' });
  return ok({
    issuer,
    certificate,
    publicKey: publicKey.spki,
    keyHash: cryptography.sha1(publicKey.keyBits),
    algorithm: signingAlgorithmOf(publicKey),
    hashes: issuerHashes(issuer, cryptography),
  });
}

/** The serials of this responder's CA that are asked about, in hexadecimal: those whose status is to be looked up. None is `unauthorized`. */
export function serialsAskedFor({ certIds }: OcspRequest, { hashes }: Responder): readonly string[] {
  return certIds.filter((certId) => isIssuedBy(certId, hashes)).map(({ serialHex }) => serialHex);
}

/** One certificate by one of the hashes: what an answer can be made for before anybody asks. */
export interface PreSignedSubject {
  readonly hash: CertIdHash;
  readonly serialHex: string;
}

/**
 * What a request can be answered with out of the store of answers that were made before: about one certificate of ours, and without a nonce,
 * which no answer can repeat that is older than it. Undefined for a request that has to be answered on demand.
 */
export function preSignedSubjectOf({ certIds, nonce }: OcspRequest, { hashes }: Responder): PreSignedSubject | undefined {
  const [certId, ...others] = certIds;
  if (certId === undefined || others.length > 0 || nonce !== undefined || certId.hash === 'other') return undefined;
  return isIssuedBy(certId, hashes) ? { hash: certId.hash, serialHex: certId.serialHex } : undefined;
}

/** The question that such an answer is made for. */
export function preSignedCertId({ hashes }: Responder, { hash, serial }: { readonly hash: CertIdHash; readonly serial: Bytes }): CertId {
  return writeCertId({ hash, hashes, serial });
}
