import { deactivateCertificate } from '@sallyport/certificates';
import { done, operation } from '../operation.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';

export const deactivateCertificateOperation = operation({
  id: 'deactivateCertificate',
  method: 'POST',
  path: '/certificates/:certificateId/deactivation',
  tag: 'Certificates',
  summary: 'Stop managing a certificate',
  description: 'It stays valid, and nobody is reminded of its end. It is not revoked.',
  scope: 'deactivate',
  params: CertificateParams,
  answers: { status: 204, means: 'It is managed no longer.' },
  run: async (call) => done(await deactivateCertificate(call.certificates, onCertificate(call))),
});
