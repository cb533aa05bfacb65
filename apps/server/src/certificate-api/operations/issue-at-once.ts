import { type CertificateId, type CertificatesPorts, type Status, issueCertificate } from '@sallyport/certificates';

/** Where nobody's word is missing it is issued before it is answered. What this process leaves behind another goes on with. */
export async function issueAtOnce(
  certificates: CertificatesPorts,
  { certificateId, status }: { readonly certificateId: CertificateId; readonly status: Status },
): Promise<Status> {
  if (status !== 'APPROVED') return status;
  switch (await issueCertificate(certificates, certificateId)) {
    case 'issued':
      return 'ACTIVE';
    case 'failed':
      return 'FAILED';
    case 'waiting':
    case 'not-due':
      return status;
  }
}
