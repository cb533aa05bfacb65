import { withdrawRequest } from '@sallyport/certificates';
import { done, operation } from '../operation.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';

export const withdrawRequestOperation = operation({
  id: 'withdrawRequest',
  method: 'POST',
  path: '/requests/:certificateId/withdrawal',
  tag: 'Requests',
  summary: 'Take a request of one’s own back',
  scope: 'request',
  params: CertificateParams,
  answers: { status: 204, means: 'It is taken back.' },
  run: async (call) => done(await withdrawRequest(call.certificates, onCertificate(call))),
});
