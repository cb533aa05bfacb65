import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED } from '../schemas.ts';
import { Chosen, ON_MANY, goThrough } from './on-many.ts';

export const deactivateManyOperation = operation({
  ...ON_MANY,
  id: 'deactivateMany',
  path: '/many/deactivation',
  summary: 'Stop managing many certificates',
  scope: 'deactivate',
  body: Type.Object({ certificates: Chosen }, CLOSED),
  run: (call) => goThrough(call, { act: 'deactivate' }),
});
