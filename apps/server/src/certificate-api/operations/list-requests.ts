import { listUndecided } from '@sallyport/certificates';
import { Type } from 'typebox';
import { listedAnswer } from '../certificate-answers.ts';
import { answer, operation } from '../operation.ts';
import { CLOSED, ListedCertificate } from '../schemas.ts';

export const listRequestsOperation = operation({
  id: 'listRequests',
  method: 'GET',
  path: '/requests',
  tag: 'Requests',
  summary: 'The requests that wait for the word of the key’s maker',
  description: 'The oldest first, a hundred at most; none for who is no approver. One’s own requests are among the certificates.',
  scope: 'look',
  answers: {
    status: 200,
    means: 'The requests.',
    schema: Type.Object(
      {
        requests: Type.Array(
          Type.Object(
            {
              certificate: ListedCertificate,
              requester: Type.String(),
              note: Type.String(),
              lifetimeDays: Type.Integer(),
              approvalsNeeded: Type.Integer(),
            },
            CLOSED,
          ),
        ),
      },
      CLOSED,
    ),
  },
  run: async ({ certificates, person }) =>
    answer(await listUndecided(certificates, { person }), ({ requests = [] }) => ({
      requests: requests.map((one) => ({
        certificate: listedAnswer(one),
        requester: one.requester,
        note: one.note,
        lifetimeDays: one.lifetimeDays,
        approvalsNeeded: one.approvalsNeeded,
      })),
    })),
});
