import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED } from '../schemas.ts';
import { Chosen, ON_MANY, goThrough } from './on-many.ts';
import { FieldEntries, entriesOf } from './request-body.ts';

export const describeManyOperation = operation({
  ...ON_MANY,
  id: 'describeMany',
  path: '/many/fields',
  summary: 'Write the same into the fields of many certificates',
  scope: 'describe',
  body: Type.Object({ certificates: Chosen, fields: FieldEntries }, CLOSED),
  run: (call) => goThrough(call, { act: 'describe', entries: entriesOf(call.body.fields) }),
});
