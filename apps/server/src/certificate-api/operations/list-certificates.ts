import {
  type FieldId,
  INVENTORY_ORDERS,
  type InventoryWish,
  SEARCH_MAX_CHARACTERS,
  formatInventoryKey,
  parseInventoryKey,
  searchInventory,
} from '@sallyport/certificates';
import { type Static, Type } from 'typebox';
import { listedAnswer } from '../certificate-answers.ts';
import { answer, operation } from '../operation.ts';
import { CLOSED, FoundCertificate, Id, oneOf, Status } from '../schemas.ts';

const USUAL_LIMIT = 50;

const Query = Type.Object(
  {
    search: Type.Optional(
      Type.String({
        maxLength: SEARCH_MAX_CHARACTERS,
        description: 'The beginning of a name, of one of its endings, of a serial, or of a word in a field.',
      }),
    ),
    field: Type.Optional({ ...Id, description: 'Only this field is searched. Without `search`: whatever has something in it.' }),
    status: Type.Optional(Status),
    order: Type.Optional(oneOf(INVENTORY_ORDERS, 'The newest request first, the next to end first, or by the first name.')),
    after: Type.Optional(Type.String({ maxLength: 600, description: 'The `next` of the page before, with the same order.' })),
    limit: Type.Optional(
      Type.String({ pattern: '^([1-9]|[1-9][0-9]|[1-4][0-9]{2}|500)$', description: 'From 1 to 500; 50 when left out.' }),
    ),
  },
  CLOSED,
);

export const listCertificatesOperation = operation({
  id: 'listCertificates',
  method: 'GET',
  path: '/certificates',
  tag: 'Certificates',
  summary: 'Search the certificates of the organisation',
  description: 'Requests are among them. Pages go on after a key, so that none is skipped or shown twice when something comes in between.',
  scope: 'look',
  query: Query,
  answers: {
    status: 200,
    means: 'A page.',
    schema: Type.Object(
      {
        certificates: Type.Array(FoundCertificate),
        next: Type.Optional(Type.String({ description: 'For `after`; absent on the last page.' })),
      },
      CLOSED,
    ),
  },
  run: async ({ certificates, person, query }) => {
    const limit = Number(query.limit ?? USUAL_LIMIT);
    return answer(await searchInventory(certificates, { person, wish: wishOf(query), limit }), ({ certificates: found, next }) => ({
      certificates: found.map((one) => ({
        ...listedAnswer(one),
        fields: one.values.map(({ fieldId, value }) => ({ id: fieldId, value })),
      })),
      ...(next && { next: formatInventoryKey(next) }),
    }));
  },
});

/** An `after` that is none begins at the first page, as on the page of the portal. */
function wishOf({ search = '', status, order = 'asked', field, after }: Static<typeof Query>): InventoryWish {
  return {
    search,
    status,
    order,
    field: field as FieldId | undefined,
    after: after === undefined ? undefined : parseInventoryKey(after, order),
  };
}
