import { decideOnRequest, isRefusal } from '@sallyport/certificates';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED, Status } from '../schemas.ts';
import { Decision } from './decision-body.ts';
import { issueAtOnce } from './issue-at-once.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';

export const decideOnRequestOperation = operation({
  id: 'decideOnRequest',
  method: 'POST',
  path: '/requests/:certificateId/decision',
  tag: 'Requests',
  summary: 'Approve or decline the request of somebody else',
  description:
    'One word of each person, whether at a page or by a key; never about what they asked for themselves. With the last word needed it is issued.',
  scope: 'decide',
  params: CertificateParams,
  body: Type.Object(Decision, CLOSED),
  answers: {
    status: 200,
    means: 'The word counts.',
    schema: Type.Object({ status: Status, approvals: Type.Integer(), needed: Type.Integer() }, CLOSED),
  },
  run: async (call) => {
    const { decision, reason = '' } = call.body;
    const decided = await decideOnRequest(call.certificates, { ...onCertificate(call), decision, reason });
    if (isRefusal(decided)) return decided;
    const { approvals, needed } = decided;
    const status = await issueAtOnce(call.certificates, { ...onCertificate(call), status: decided.status });
    return { kind: 'answer', answer: { status, approvals, needed } };
  },
});
