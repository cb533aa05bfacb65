import { checkDomain } from '@sallyport/certificates';
import { Type } from 'typebox';
import { foundAnswer } from '../certificate-answers.ts';
import { answer, operation } from '../operation.ts';
import { CLOSED, Found, oneOf } from '../schemas.ts';
import { DomainParams, onDomain } from './on-certificate.ts';

export const checkDomainOperation = operation({
  id: 'checkDomain',
  method: 'POST',
  path: '/domains/:domainId/check',
  tag: 'Domains',
  summary: 'Look whether the proof is published',
  scope: 'manage-domains',
  params: DomainParams,
  answers: {
    status: 200,
    means: 'It was looked at.',
    schema: Type.Object(
      {
        outcome: oneOf(['verified', 'not-proven', 'settled-meanwhile']),
        found: Found,
        released: Type.Integer({ description: 'Requests that have gone on by it.' }),
      },
      CLOSED,
    ),
  },
  run: async (call) =>
    answer(await checkDomain(call.certificates, onDomain(call)), ({ outcome, findings, released }) => ({
      outcome,
      found: foundAnswer(findings),
      released,
    })),
});
