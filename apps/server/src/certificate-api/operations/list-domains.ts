import { listDomains } from '@sallyport/certificates';
import { Type } from 'typebox';
import { domainAnswer } from '../certificate-answers.ts';
import { answer, operation } from '../operation.ts';
import { CLOSED, Domain } from '../schemas.ts';

export const listDomainsOperation = operation({
  id: 'listDomains',
  method: 'GET',
  path: '/domains',
  tag: 'Domains',
  summary: 'The domains of the organisation, with what is to be published',
  scope: 'look',
  answers: { status: 200, means: 'The domains.', schema: Type.Object({ domains: Type.Array(Domain) }, CLOSED) },
  run: async ({ certificates, person }) =>
    answer(await listDomains(certificates, { person }), ({ domains }) => ({ domains: domains.map(domainAnswer) })),
});
