import { retireField } from '@sallyport/certificates';
import { done, operation } from '../operation.ts';
import { FieldParams, onField } from './on-field.ts';

export const retireFieldOperation = operation({
  id: 'retireField',
  method: 'DELETE',
  path: '/fields/:fieldId',
  tag: 'Organisation',
  summary: 'Ask for a field and show it no more',
  scope: 'manage-fields',
  params: FieldParams,
  answers: { status: 204, means: 'It is retired.' },
  run: async (call) => done(await retireField(call.certificates, onField(call))),
});
