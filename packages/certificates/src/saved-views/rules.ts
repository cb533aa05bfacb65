import { oneLine } from '../fields/rules.ts';
import { parseFieldId } from '../identifiers.ts';
import { INVENTORY_ORDERS, type InventoryWish, SEARCH_MAX_CHARACTERS } from '../inventory/rules.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { STATUSES } from '../status/rules.ts';

/** Whoever saved it, or everybody of the organisation. */
export type SeenBy = 'me' | 'everybody';

export const VIEW_LIMITS = { ofPerson: 30, nameCharacters: 60 } as const;

/** What a view asks for: a search from its beginning. */
export type KeptWish = Omit<InventoryWish, 'after'>;

export interface ViewWish {
  readonly name: string;
  readonly seenBy: string;
  readonly wish: KeptWish;
}

export function judgeView({
  name: text,
  seenBy,
  wish,
}: ViewWish): { readonly name: string; readonly seenBy: SeenBy; readonly wish: KeptWish } | Refusal<'view-malformed'> {
  const name = oneLine(text, VIEW_LIMITS.nameCharacters);
  if (name === undefined) return refuse('view-malformed', 'name');
  if (seenBy !== 'me' && seenBy !== 'everybody') return refuse('view-malformed', 'seen by');
  if (wish.search.length > SEARCH_MAX_CHARACTERS) return refuse('view-malformed', 'search');
  const { search, status, order, field } = wish;
  return { name, seenBy, wish: { search, status, order, field } };
}

/** What was kept may be of a release that knew other words: those are left out. */
export function readKeptWish(json: string): KeptWish {
  const kept = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const text = (name: string): string => (typeof kept[name] === 'string' ? kept[name] : '');
  return {
    search: text('search'),
    status: STATUSES.find((status) => status === text('status')),
    order: INVENTORY_ORDERS.find((order) => order === text('order')) ?? 'asked',
    field: parseFieldId(text('field')),
  };
}
