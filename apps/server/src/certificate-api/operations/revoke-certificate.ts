import { revokeCertificate } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, oneOf, ReasonName } from '../schemas.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';

export const revokeCertificateOperation = operation({
  id: 'revokeCertificate',
  method: 'POST',
  path: '/certificates/:certificateId/revocation',
  tag: 'Certificates',
  summary: 'Revoke a certificate',
  description:
    'OCSP says so within five seconds, the list within a minute. It cannot be undone. Where the profile wants others to agree it is asked for, unless others have the key.',
  scope: 'revoke',
  params: CertificateParams,
  body: Type.Object({ reason: Type.Optional(ReasonName) }, CLOSED),
  answers: {
    status: 200,
    means: 'It is revoked, or asked for: then so many others must agree.',
    schema: Type.Object({ outcome: oneOf(['revoked', 'asked']), approvalsNeeded: Type.Optional(Type.Integer()) }, CLOSED),
  },
  run: async (call) =>
    answer(
      await revokeCertificate(call.certificates, { ...onCertificate(call), reason: call.body.reason ?? 'unspecified' }),
      (outcome) => ({ outcome: outcome.kind, ...(outcome.kind === 'asked' && { approvalsNeeded: outcome.needed }) }),
    ),
});
