import { isRefusal, retryIssue } from '@sallyport/certificates';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED, Status } from '../schemas.ts';
import { issueAtOnce } from './issue-at-once.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';

export const retryIssueOperation = operation({
  id: 'retryIssue',
  method: 'POST',
  path: '/requests/:certificateId/retry',
  tag: 'Requests',
  summary: 'Try an issue that failed once more',
  scope: 'retry',
  params: CertificateParams,
  answers: { status: 200, means: 'It was tried.', schema: Type.Object({ status: Status }, CLOSED) },
  run: async (call) => {
    const retried = await retryIssue(call.certificates, onCertificate(call));
    if (isRefusal(retried)) return retried;
    return { kind: 'answer', answer: { status: await issueAtOnce(call.certificates, { ...onCertificate(call), status: 'APPROVED' }) } };
  },
});
