import { isRefusal, reissueCertificate } from '@sallyport/certificates';
import { operation } from '../operation.ts';
import { Asked, askedOutcome } from './asked.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';
import { ReissueBody } from './request-body.ts';

export const reissueCertificateOperation = operation({
  id: 'reissueCertificate',
  method: 'POST',
  path: '/certificates/:certificateId/reissue',
  tag: 'Certificates',
  summary: 'Ask for one of the same names, use and end under another key',
  description: 'A request like any other. The one before is revoked by itself when the overlap is over.',
  scope: 'request',
  params: CertificateParams,
  body: ReissueBody,
  answers: { status: 201, means: 'It is asked for.', schema: Asked },
  run: async (call) => {
    const { csr, overlapHours, note = '' } = call.body;
    const asked = await reissueCertificate(call.certificates, { ...onCertificate(call), csr, overlapHours, note });
    return isRefusal(asked) ? asked : askedOutcome(call.certificates, asked);
  },
});
