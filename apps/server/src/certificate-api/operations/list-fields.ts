import { FIELD_KINDS, listFields } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, Id, oneOf } from '../schemas.ts';

const Field = Type.Object(
  {
    id: Id,
    name: Type.String(),
    kind: oneOf(FIELD_KINDS),
    choices: Type.Array(Type.String(), { description: 'Of a choice: one of these.' }),
    need: oneOf(['optional', 'required'], 'Whether a request must say something.'),
  },
  CLOSED,
);

export const listFieldsOperation = operation({
  id: 'listFields',
  method: 'GET',
  path: '/fields',
  tag: 'Organisation',
  summary: 'The fields that the organisation has beside its certificates',
  scope: 'look',
  answers: { status: 200, means: 'The fields.', schema: Type.Object({ fields: Type.Array(Field) }, CLOSED) },
  run: async ({ certificates, person }) =>
    answer(await listFields(certificates, { person }), ({ fields }) => ({
      fields: fields.map(({ fieldId, name, kind, choices, need }) => ({ id: fieldId, name, kind, choices: [...choices], need })),
    })),
});
