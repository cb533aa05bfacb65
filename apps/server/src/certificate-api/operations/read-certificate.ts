import { viewCertificate } from '@sallyport/certificates';
import { certificateAnswer } from '../certificate-answers.ts';
import { answer, operation } from '../operation.ts';
import { Certificate } from '../schemas.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';

export const readCertificateOperation = operation({
  id: 'readCertificate',
  method: 'GET',
  path: '/certificates/:certificateId',
  tag: 'Certificates',
  summary: 'Everything there is to one certificate, or request',
  scope: 'look',
  params: CertificateParams,
  answers: { status: 200, means: 'The certificate.', schema: Certificate },
  run: async (call) => answer(await viewCertificate(call.certificates, onCertificate(call)), certificateAnswer),
});
