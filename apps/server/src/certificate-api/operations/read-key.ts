import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED, Id, ScopeName } from '../schemas.ts';

export const readKeyOperation = operation({
  id: 'readKey',
  method: 'GET',
  path: '/key',
  tag: 'This API',
  summary: 'For whom this key acts, and what it is allowed',
  scope: 'any',
  answers: {
    status: 200,
    means: 'The key.',
    schema: Type.Object({ id: Id, person: Type.String(), organisation: Type.String(), scopes: Type.Array(ScopeName) }, CLOSED),
  },
  run: ({ person: { personId, organisationId, through } }) =>
    Promise.resolve({
      kind: 'answer',
      answer: { id: through.keyId, person: personId, organisation: organisationId, scopes: [...through.scopes] },
    }),
});
