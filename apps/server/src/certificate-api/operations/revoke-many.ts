import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED, ReasonName } from '../schemas.ts';
import { Chosen, ON_MANY, goThrough } from './on-many.ts';

export const revokeManyOperation = operation({
  ...ON_MANY,
  id: 'revokeMany',
  path: '/many/revocation',
  summary: 'Revoke many certificates',
  scope: 'revoke',
  body: Type.Object({ certificates: Chosen, reason: Type.Optional(ReasonName) }, CLOSED),
  run: (call) => goThrough(call, { act: 'revoke', reason: call.body.reason ?? 'unspecified' }),
});
