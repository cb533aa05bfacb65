import { declineDomain } from '@sallyport/certificates';
import { Type } from 'typebox';
import { done, operation } from '../operation.ts';
import { CLOSED } from '../schemas.ts';
import { DomainParams, onDomain } from './on-certificate.ts';

export const removeDomainOperation = operation({
  id: 'removeDomain',
  method: 'POST',
  path: '/domains/:domainId/removal',
  tag: 'Domains',
  summary: 'Take a domain back',
  description: 'It vouches for nothing any more; certificates that exist go on.',
  scope: 'manage-domains',
  params: DomainParams,
  body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, CLOSED),
  answers: { status: 204, means: 'It is taken back.' },
  run: async (call) => done(await declineDomain(call.certificates, { ...onDomain(call), ...call.body })),
});
