import { addDomain } from '@sallyport/certificates';
import { Type } from 'typebox';
import { domainAnswer } from '../certificate-answers.ts';
import { answer, operation } from '../operation.ts';
import { CLOSED, Domain, ProofMethodName } from '../schemas.ts';

export const addDomainOperation = operation({
  id: 'addDomain',
  method: 'POST',
  path: '/domains',
  tag: 'Domains',
  summary: 'Name a domain, and hear how to prove it',
  scope: 'manage-domains',
  body: Type.Object({ name: Type.String({ maxLength: 253 }), method: ProofMethodName }, CLOSED),
  answers: { status: 201, means: 'Its proof is wanted.', schema: Domain },
  run: async ({ certificates, person, body }) =>
    answer(await addDomain(certificates, { person, ...body }), ({ domain }) => domainAnswer(domain)),
});
