import { FIELD_KINDS, keepField } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, Id, oneOf } from '../schemas.ts';
import { FIELD_BODY } from './on-field.ts';

export const addFieldOperation = operation({
  id: 'addField',
  method: 'POST',
  path: '/fields',
  tag: 'Organisation',
  summary: 'Add a field beside the certificates of the organisation',
  scope: 'manage-fields',
  body: Type.Object({ ...FIELD_BODY, kind: oneOf(FIELD_KINDS, 'It stays what it is.') }, CLOSED),
  answers: { status: 201, means: 'It is there.', schema: Type.Object({ id: Id }, CLOSED) },
  run: async ({ certificates, person, body: { choices = [], ...wish } }) =>
    answer(await keepField(certificates, { person, fieldId: undefined, wish: { ...wish, choices } }), ({ fieldId }) => ({ id: fieldId })),
});
