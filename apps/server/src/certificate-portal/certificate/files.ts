import type { CertificateView } from '@sallyport/certificates';
import { type Bytes, decodeCertificate, pemChain, pkcs7Bundle, toHex } from '@sallyport/pki';

/** What can be downloaded of an issued certificate. All of it is public. */
export const FILES = ['full-chain.pem', 'certificate.pem', 'chain.pem', 'root.pem', 'certificate.cer', 'certificate.p7b'] as const;

export type CertificateFile = (typeof FILES)[number];

export interface FileToDownload {
  readonly type: string;
  readonly content: string | Uint8Array;
}

/** Of one that somebody else issued we have nothing above it. */
export function filesOf({ origin }: Pick<CertificateView, 'origin'>): readonly CertificateFile[] {
  return origin === 'import' ? ['certificate.pem', 'certificate.cer'] : FILES;
}

export function parseFile(text: string): CertificateFile | undefined {
  return FILES.find((file) => file === text);
}

/** The one at the end that vouches for itself. A CA elsewhere sends none: whoever trusts it has it. */
export function rootIn(chain: readonly Bytes[]): Bytes | undefined {
  const last = chain.at(-1);
  const decoded = last && decodeCertificate(last);
  return decoded?.ok === true && toHex(decoded.value.issuerDer) === toHex(decoded.value.subjectDer) ? last : undefined;
}

/** `chain`: those above the leaf, the issuing one first and the root, where it is there, last. Undefined for a root that is not. */
export function fileOf(
  file: CertificateFile,
  { der, chain }: { readonly der: Bytes; readonly chain: readonly Bytes[] },
): FileToDownload | undefined {
  const root = rootIn(chain);
  const intermediates = chain.filter((one) => one !== root);
  const pem = (certificates: readonly Bytes[]): FileToDownload => ({
    // RFC 8555 section 9.1.
    type: 'application/pem-certificate-chain',
    content: pemChain(certificates),
  });
  switch (file) {
    case 'certificate.pem':
      return pem([der]);
    case 'chain.pem':
      return pem(intermediates);
    case 'full-chain.pem':
      return pem([der, ...intermediates]);
    case 'root.pem':
      return root && pem([root]);
    case 'certificate.cer':
      // RFC 2585 section 4.1.
      return { type: 'application/pkix-cert', content: der };
    case 'certificate.p7b':
      return { type: 'application/x-pkcs7-certificates', content: pkcs7Bundle([der, ...chain]) };
  }
}

/** `www.harbour.example.full-chain.pem`: what it is called where it is saved. */
export function savedName(file: CertificateFile, { names }: Pick<CertificateView, 'names'>): string {
  return file === 'root.pem' ? file : file.replace(/^certificate|^/, (found) => stem(names) + (found === '' ? '.' : ''));
}

/** The first name, as a file may be called everywhere. */
export function stem([name = 'certificate']: readonly string[]): string {
  return name.replace('*', 'wildcard').replaceAll(':', '-');
}
