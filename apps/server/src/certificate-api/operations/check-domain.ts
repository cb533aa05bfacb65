import { checkDomain } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, oneOf } from '../schemas.ts';
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
        found: Type.Array(Type.Object({ observer: Type.String(), what: Type.String() }, CLOSED)),
        released: Type.Integer({ description: 'Requests that have gone on by it.' }),
      },
      CLOSED,
    ),
  },
  run: async (call) =>
    answer(await checkDomain(call.certificates, onDomain(call)), ({ outcome, findings, released }) => ({
      outcome,
      found: findings.map(({ observer, seen }) => ({ observer, what: seen.what === 'refused' ? seen.code : seen.what })),
      released,
    })),
});
