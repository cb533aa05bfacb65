import { keepField } from '@sallyport/certificates';
import { Type } from 'typebox';
import { done, operation } from '../operation.ts';
import { CLOSED } from '../schemas.ts';
import { FIELD_BODY, FieldParams, onField } from './on-field.ts';

export const changeFieldOperation = operation({
  id: 'changeField',
  method: 'PUT',
  path: '/fields/:fieldId',
  tag: 'Organisation',
  summary: 'Change the name, the choices and the need of a field',
  description: 'It keeps its kind, and what was written into it stays.',
  scope: 'manage-fields',
  params: FieldParams,
  body: Type.Object(FIELD_BODY, CLOSED),
  answers: { status: 204, means: 'It is changed.' },
  run: async (call) => {
    const { choices = [], ...wish } = call.body;
    return done(await keepField(call.certificates, { ...onField(call), wish: { ...wish, choices, kind: '' } }));
  },
});
