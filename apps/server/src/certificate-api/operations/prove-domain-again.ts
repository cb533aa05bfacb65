import { proveDomainAgain } from '@sallyport/certificates';
import { Type } from 'typebox';
import { domainAnswer } from '../certificate-answers.ts';
import { answer, operation } from '../operation.ts';
import { CLOSED, Domain, ProofMethodName } from '../schemas.ts';
import { DomainParams, onDomain } from './on-certificate.ts';

export const proveDomainAgainOperation = operation({
  id: 'proveDomainAgain',
  method: 'POST',
  path: '/domains/:domainId/proof',
  tag: 'Domains',
  summary: 'Begin a new proof of a domain',
  description: 'What was verified before counts as long as it would have.',
  scope: 'manage-domains',
  params: DomainParams,
  body: Type.Object({ method: ProofMethodName }, CLOSED),
  answers: { status: 200, means: 'Its proof is wanted.', schema: Domain },
  run: async (call) =>
    answer(await proveDomainAgain(call.certificates, { ...onDomain(call), ...call.body }), ({ domain }) => domainAnswer(domain)),
});
