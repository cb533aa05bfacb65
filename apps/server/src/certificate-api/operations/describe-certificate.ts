import { describeCertificate } from '@sallyport/certificates';
import { Type } from 'typebox';
import { done, operation } from '../operation.ts';
import { CLOSED } from '../schemas.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';
import { FieldEntries, entriesOf } from './request-body.ts';

export const describeCertificateOperation = operation({
  id: 'describeCertificate',
  method: 'PUT',
  path: '/certificates/:certificateId/fields',
  tag: 'Certificates',
  summary: 'Write into the fields of a certificate',
  description: 'Fields that are not named keep what they have.',
  scope: 'describe',
  params: CertificateParams,
  body: Type.Object({ fields: FieldEntries }, CLOSED),
  answers: { status: 204, means: 'It is written.' },
  run: async (call) => done(await describeCertificate(call.certificates, { ...onCertificate(call), entries: entriesOf(call.body.fields) })),
});
