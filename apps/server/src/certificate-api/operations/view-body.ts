import { type FieldId, INVENTORY_ORDERS, SEARCH_MAX_CHARACTERS, type SeenBy, VIEW_LIMITS, saveView } from '@sallyport/certificates';
import { type Static, Type } from 'typebox';
import { type Call, type Outcome, answer } from '../operation.ts';
import { CLOSED, Id, oneOf, Status } from '../schemas.ts';

/** A search with a name, as it is sent: the same words as of the list. */
export const ViewBody = Type.Object(
  {
    name: Type.String({ maxLength: 4 * VIEW_LIMITS.nameCharacters }),
    search: Type.Optional(Type.String({ maxLength: SEARCH_MAX_CHARACTERS })),
    status: Type.Optional(Status),
    order: Type.Optional(oneOf(INVENTORY_ORDERS)),
    field: Type.Optional({ ...Id, description: 'Only this field is searched.' }),
  },
  CLOSED,
);

export const SavedAnswer = Type.Object({ id: Id }, CLOSED);

export async function keepView(
  { certificates, person, body }: Call<unknown, unknown, Static<typeof ViewBody>>,
  seenBy: SeenBy,
): Promise<Outcome<Static<typeof SavedAnswer>>> {
  const { name, search = '', status, order = 'asked', field } = body;
  const wish = { search, status, order, field: field as FieldId | undefined };
  return answer(await saveView(certificates, { person, view: { name, seenBy, wish } }), ({ viewId }) => ({ id: viewId }));
}
