import { isRefusal, requestCertificate } from '@sallyport/certificates';
import { operation } from '../operation.ts';
import { Asked, askedOutcome } from './asked.ts';
import { RequestBody, wishOf } from './request-body.ts';

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
    return isRefusal(asked) ? asked : askedOutcome(certificates, asked);
  },
});
