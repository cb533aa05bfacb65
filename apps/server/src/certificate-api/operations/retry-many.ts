import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED } from '../schemas.ts';
import { Chosen, ON_MANY, goThrough } from './on-many.ts';

export const retryManyOperation = operation({
  ...ON_MANY,
  id: 'retryMany',
  path: '/many/retry',
  summary: 'Try many issues that failed once more',
  description: `${ON_MANY.description} They are due again, and are issued a few seconds later.`,
  scope: 'retry',
  body: Type.Object({ certificates: Chosen }, CLOSED),
  run: (call) => goThrough(call, { act: 'retry' }),
});
