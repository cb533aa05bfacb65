import { isRefusal, requestCertificate } from '@sallyport/certificates';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED, Id, Names, Status } from '../schemas.ts';
import { issueAtOnce } from './issue-at-once.ts';
import { RequestBody, wishOf } from './request-body.ts';

const Asked = Type.Object(
  {
    id: Id,
    status: Status,
    unproven: { ...Names, description: 'Names whose domain is to be verified first.' },
  },
  CLOSED,
);

export const createRequestOperation = operation({
  id: 'createRequest',
  method: 'POST',
  path: '/requests',
  tag: 'Requests',
  summary: 'Ask for a certificate',
  description:
    'The id is that of the certificate it becomes. Where the profile needs nobody’s word and every name is proven it is issued before this answers: its status is ACTIVE then.',
  scope: 'request',
  body: RequestBody,
  answers: { status: 201, means: 'It is asked for.', schema: Asked },
  run: async ({ certificates, person, body }) => {
    const asked = await requestCertificate(certificates, { person, wish: wishOf(body) });
    if (isRefusal(asked)) return asked;
    const { certificateId, unproven } = asked;
    const status = await issueAtOnce(certificates, asked);
    return { kind: 'answer', answer: { id: certificateId, status, unproven: [...unproven] }, location: `/certificates/${certificateId}` };
  },
});
