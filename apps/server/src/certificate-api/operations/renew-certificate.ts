import { isRefusal, renewCertificate } from '@sallyport/certificates';
import { operation } from '../operation.ts';
import { Asked, askedOutcome } from './asked.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';
import { RenewalBody } from './request-body.ts';

export const renewCertificateOperation = operation({
  id: 'renewCertificate',
  method: 'POST',
  path: '/certificates/:certificateId/renewal',
  tag: 'Certificates',
  summary: 'Ask for one of the same names and use, with a lifetime of its own',
  description: 'A request like any other. The one before works until its end, as replaced.',
  scope: 'request',
  params: CertificateParams,
  body: RenewalBody,
  answers: { status: 201, means: 'It is asked for.', schema: Asked },
  run: async (call) => {
    const { csr, lifetimeDays, note = '' } = call.body;
    const key = csr === undefined ? ({ kind: 'same' } as const) : ({ kind: 'new', csr } as const);
    const asked = await renewCertificate(call.certificates, { ...onCertificate(call), key, lifetimeDays, note });
    return isRefusal(asked) ? asked : askedOutcome(call.certificates, asked);
  },
});
