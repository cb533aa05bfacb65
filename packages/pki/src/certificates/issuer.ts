import { signingAlgorithmOf } from '../keys/signing-algorithm.ts';
import type { NameConstraints } from '../names/name-constraints.ts';
import type { Bytes } from '../octets.ts';
import type { Validity } from '../profiles/rules.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { SignatureAlgorithm } from '../signature-algorithm.ts';
import { type CertificateRefusal, type DecodedCertificate, decodeCertificate } from './decode.ts';

/** What of a CA goes into what it signs, read out of its own certificate. */
export interface Issuer {
  readonly certificate: DecodedCertificate;
  readonly name: Bytes;
  readonly keyIdentifier: Bytes;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Bytes;
  readonly validity: Validity;
  readonly constraints: NameConstraints | undefined;
}

/** Not a CA, not one that may sign certificates, without a subject or key identifier, or with constraints we cannot keep. */
export type IssuerRefusal = CertificateRefusal | { readonly code: 'issuer-not-a-ca' };

export function readIssuer(der: Uint8Array): Result<Issuer, IssuerRefusal> {
  const certificate = decodeCertificate(der);
  if (!certificate.ok) return certificate;
  const { subjectDer, subject, subjectKeyIdentifier, publicKey, validity, nameConstraints, basicConstraints, keyUsages } =
    certificate.value;
  const isCa = basicConstraints?.isCa === true && keyUsages?.includes('keyCertSign') === true && subject.length > 0;
  if (!isCa || subjectKeyIdentifier === undefined || publicKey.kind === 'unknown' || nameConstraints === 'not-understood') {
    return refuse({ code: 'issuer-not-a-ca' });
  }
  return ok({
    certificate: certificate.value,
    name: subjectDer,
    keyIdentifier: subjectKeyIdentifier,
    algorithm: signingAlgorithmOf(publicKey),
    publicKey: publicKey.spki,
    validity,
    constraints: nameConstraints,
  });
}
