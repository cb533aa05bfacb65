import { revokeCertificate } from '@sallyport/certificates';
import { Type } from 'typebox';
import { done, operation } from '../operation.ts';
import { CLOSED, ReasonName } from '../schemas.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';

export const revokeCertificateOperation = operation({
  id: 'revokeCertificate',
  method: 'POST',
  path: '/certificates/:certificateId/revocation',
  tag: 'Certificates',
  summary: 'Revoke a certificate',
  description: 'OCSP says so within five seconds, the list within a minute. It cannot be undone.',
  scope: 'revoke',
  params: CertificateParams,
  body: Type.Object({ reason: Type.Optional(ReasonName) }, CLOSED),
  answers: { status: 204, means: 'It is revoked.' },
  run: async (call) =>
    done(await revokeCertificate(call.certificates, { ...onCertificate(call), reason: call.body.reason ?? 'unspecified' })),
});
