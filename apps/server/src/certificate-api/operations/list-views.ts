import { INVENTORY_ORDERS, listViews } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, Id, oneOf, Status } from '../schemas.ts';

const View = Type.Object(
  {
    id: Id,
    name: Type.String(),
    seenBy: oneOf(['me', 'everybody']),
    search: Type.String(),
    status: Type.Optional(Status),
    order: oneOf(INVENTORY_ORDERS),
    field: Type.Optional(Id),
  },
  CLOSED,
);

export const listViewsOperation = operation({
  id: 'listViews',
  method: 'GET',
  path: '/views',
  tag: 'Inventory',
  summary: 'The searches with a name: those of the key’s maker, and those for everybody',
  scope: 'look',
  answers: { status: 200, means: 'The searches.', schema: Type.Object({ views: Type.Array(View) }, CLOSED) },
  run: async ({ certificates, person }) =>
    answer(await listViews(certificates, { person }), ({ views }) => ({
      views: views.map(({ viewId, name, seenBy, wish: { search, status, order, field } }) => ({
        id: viewId,
        name,
        seenBy,
        search,
        ...(status && { status }),
        order,
        ...(field && { field }),
      })),
    })),
});
