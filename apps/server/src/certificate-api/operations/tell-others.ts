import { tellOthers } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, NoticeAddresses } from '../schemas.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';

export const tellOthersOperation = operation({
  id: 'tellOthers',
  method: 'PUT',
  path: '/certificates/:certificateId/notice-addresses',
  tag: 'Certificates',
  summary: 'Say who else is told of a certificate',
  description: 'All of them, in the place of those before: they stand with the certificate.',
  scope: 'request',
  params: CertificateParams,
  body: Type.Object({ noticeAddresses: NoticeAddresses }, CLOSED),
  answers: { status: 200, means: 'They are told.', schema: Type.Object({ noticeAddresses: NoticeAddresses }, CLOSED) },
  run: async (call) =>
    answer(await tellOthers(call.certificates, { ...onCertificate(call), addresses: call.body.noticeAddresses }), ({ addresses }) => ({
      noticeAddresses: [...addresses],
    })),
});
