import { findChain, isRefusal, viewCertificate } from '@sallyport/certificates';
import { Type } from 'typebox';
import { FILES, fileOf, filesOf, savedName } from '../../certificate-portal/certificate/files.ts';
import { operation } from '../operation.ts';
import { CLOSED, Id, oneOf } from '../schemas.ts';
import { onCertificate } from './on-certificate.ts';

export const downloadCertificateOperation = operation({
  id: 'downloadCertificate',
  method: 'GET',
  path: '/certificates/:certificateId/files/:file',
  tag: 'Certificates',
  summary: 'A certificate as a file',
  description:
    'PEM alone, with its chain, the chain alone, the root; DER; PKCS #7. There is none before it is issued, no root of a CA elsewhere, and nothing above one that was brought in.',
  scope: 'look',
  params: Type.Object({ certificateId: Id, file: oneOf(FILES) }, CLOSED),
  answers: {
    status: 200,
    means: 'The file.',
    files: ['application/pem-certificate-chain', 'application/pkix-cert', 'application/x-pkcs7-certificates'],
  },
  run: async (call) => {
    const view = await viewCertificate(call.certificates, onCertificate(call));
    if (isRefusal(view)) return view;
    if (view.der === undefined || !filesOf(view).includes(call.params.file)) return { kind: 'nothing' };
    const der = new Uint8Array(view.der);
    const file = fileOf(call.params.file, { der, chain: await findChain(call.certificates, view) });
    if (file === undefined) return { kind: 'nothing' };
    const { type, content } = file;
    return { kind: 'file', type, name: savedName(call.params.file, view), content };
  },
});
