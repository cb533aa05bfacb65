import { TAG } from '../der/read-der.ts';
import { element, sequence } from '../der/write-der.ts';
import { type Bytes, concat, fromHex } from '../octets.ts';
import { type PemRefusal, asText, fromPem, looksLikePem, toPem } from '../pem.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type CertificateRefusal, type DecodedCertificate, decodeCertificate } from './decode.ts';

/** A leaf and those above it, leaf first, as a TLS server sends it. */
export function pemChain(certificates: readonly Bytes[]): string {
  return certificates.map((der) => toPem('CERTIFICATE', der)).join('');
}

const SIGNED_DATA = element(TAG.objectIdentifier, fromHex('2a864886f70d010702'));
const DATA = element(TAG.objectIdentifier, fromHex('2a864886f70d010701'));
const VERSION_1 = Uint8Array.of(0x02, 0x01, 0x01);
const EMPTY_SET = Uint8Array.of(TAG.set, 0x00);

/** The degenerate SignedData of RFC 5652 section 5.2 that only carries certificates: `.p7b`, for Windows, Java and Tomcat. */
export function pkcs7Bundle(certificates: readonly Bytes[]): Bytes {
  const signedData = sequence(VERSION_1, EMPTY_SET, sequence(DATA), element(0xa0, concat(...certificates)), EMPTY_SET);
  return sequence(SIGNED_DATA, element(0xa0, signedData));
}

export type CertificatesRefusal = CertificateRefusal | PemRefusal;

/** Somebody's whole export, and room for as many CAs as a list of trusted roots has. */
export const CERTIFICATES_MAX_CHARACTERS = 1_048_576;
const MAX_CERTIFICATES = 500;

/** Certificates somebody pasted or uploaded, PEM of one or more or DER of one, in the order in which they stand. */
export function readCertificates(input: string | Uint8Array): Result<readonly DecodedCertificate[], CertificatesRefusal> {
  if (input.length > CERTIFICATES_MAX_CHARACTERS) return refuse({ code: 'certificate-too-large' });
  const blocks =
    typeof input !== 'string' && !looksLikePem(input)
      ? ok([new Uint8Array(input)])
      : fromPem(asText(input), ['CERTIFICATE', 'X509 CERTIFICATE'], {
          characters: CERTIFICATES_MAX_CHARACTERS,
          blocks: MAX_CERTIFICATES,
        });
  if (!blocks.ok) return blocks;
  const certificates: DecodedCertificate[] = [];
  for (const der of blocks.value) {
    const certificate = decodeCertificate(der);
    if (!certificate.ok) return certificate;
    certificates.push(certificate.value);
  }
  return ok(certificates);
}
