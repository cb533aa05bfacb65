import {
  INVENTORY_ORDERS,
  type InventoryWish,
  SEARCH_MAX_CHARACTERS,
  STATUSES,
  formatInventoryKey,
  parseFieldId,
  parseInventoryKey,
} from '@sallyport/certificates';
import { type Static, Type } from 'typebox';
import { PATHS } from '../paths.ts';

/** What the address of the list says. */
export const InventoryQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: SEARCH_MAX_CHARACTERS })),
    status: Type.Optional(Type.String({ maxLength: 20 })),
    order: Type.Optional(Type.String({ maxLength: 10 })),
    field: Type.Optional(Type.String({ maxLength: 22 })),
    after: Type.Optional(Type.String({ maxLength: 600 })),
  },
  { additionalProperties: false },
);
export type InventoryQuery = Static<typeof InventoryQuery>;

/** What is none of the list is left out: an address somebody wrote by hand shows everything rather than nothing. */
export function wishOf(query: InventoryQuery): InventoryWish {
  const order = INVENTORY_ORDERS.find((one) => one === query.order) ?? 'asked';
  return {
    search: query.search ?? '',
    status: STATUSES.find((one) => one === query.status),
    order,
    field: parseFieldId(query.field ?? ''),
    after: query.after === undefined ? undefined : parseInventoryKey(query.after, order),
  };
}

/** The address that says it. */
export function addressOf(
  path: typeof PATHS.inventory | typeof PATHS.inventoryFile | typeof PATHS.viewNew,
  wish: Partial<InventoryWish>,
): string {
  const query = new URLSearchParams();
  if (wish.search) query.set('search', wish.search);
  if (wish.status) query.set('status', wish.status);
  if (wish.order && wish.order !== 'asked') query.set('order', wish.order);
  if (wish.field) query.set('field', wish.field);
  if (wish.after) query.set('after', formatInventoryKey(wish.after));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
