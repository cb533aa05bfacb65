import { FIELD_LIMITS, type FieldId } from '@sallyport/certificates';
import { Type } from 'typebox';
import type { Call } from '../operation.ts';
import { CLOSED, Id, oneOf } from '../schemas.ts';

export const FieldParams = Type.Object({ fieldId: Id }, CLOSED);

export function onField({ person, params }: Call<{ readonly fieldId: string }>) {
  return { person, fieldId: params.fieldId as FieldId };
}

/** What can be changed of a field; the room says of its name and its choices whether they are lines. */
export const FIELD_BODY = {
  name: Type.String({ maxLength: 4 * FIELD_LIMITS.nameCharacters }),
  choices: Type.Optional(
    Type.Array(Type.String({ maxLength: 4 * FIELD_LIMITS.valueCharacters }), {
      maxItems: FIELD_LIMITS.choices,
      description: 'Of a choice: what is offered, in this order.',
    }),
  ),
  need: oneOf(['optional', 'required'], 'Whether a request must say something.'),
} as const;
