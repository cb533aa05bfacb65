import { listUndecided } from '@sallyport/certificates';
import { Type } from 'typebox';
import { listedAnswer } from '../certificate-answers.ts';
import { answer, operation } from '../operation.ts';
import { CLOSED, ListedCertificate, Instant, moment } from '../schemas.ts';

export const listRequestsOperation = operation({
  id: 'listRequests',
  method: 'GET',
  path: '/requests',
  tag: 'Requests',
  summary: 'What waits for the word of the key’s maker: requests and revocations',
  description: 'The oldest first, a hundred of each at most; none for who is no approver. One’s own requests are among the certificates.',
  scope: 'look',
  answers: {
    status: 200,
    means: 'The requests, and the revocations that somebody else asked for.',
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
        revocations: Type.Array(
          Type.Object({ certificate: ListedCertificate, asker: Type.String(), askedAt: Instant, reason: Type.String() }, CLOSED),
        ),
      },
      CLOSED,
    ),
  },
  run: async ({ certificates, person }) =>
    answer(await listUndecided(certificates, { person }), ({ requests = [], revocations = [] }) => ({
      requests: requests.map((one) => ({
        certificate: listedAnswer(one),
        requester: one.requester,
        note: one.note,
        lifetimeDays: one.lifetimeDays,
        approvalsNeeded: one.approvalsNeeded,
      })),
      revocations: revocations.map((one) => ({
        certificate: listedAnswer(one),
        asker: one.asker,
        askedAt: moment(one.askedAt),
        reason: one.revocationReason,
      })),
    })),
});
