import {
  type InventoryOrder,
  type InventoryWish,
  type OrganisationId,
  type Person,
  type PersonId,
  type Status,
  isRefusal,
  searchInventory,
} from '@sallyport/certificates';
import { type Database, type Engine, systemClock } from '@sallyport/platform';
import { defineBenchmark, median, round } from './harness.ts';
import { type InventorySchema, openFilledInventory, openedInventory } from './house/filled-inventory.ts';
import { FIELD_ID, type Made, madeCertificate } from './house/inventory-rows.ts';
import { percentile } from './house/percentile.ts';

/** What the 95th percentile of searches may take. */
const LIMIT_MS = 200;
const PAGE_SIZE = 50;

/**
 * Searches of an inventory as its page makes them: with the role looked up, one page of fifty, in every order, with a status and without, for the
 * beginning of a name, of a word in a field or of what stands in one field, that few have or very many, from the first page and from the middle: what a saved view
 * asks for is one of these. The rows are loaded, not issued, and kept in `.cache/bench` for the next run.
 */
export const benchmark = defineBenchmark({
  name: 'inventory',
  summary: 'ms of the 95th percentile of searches in an inventory of a million, on SQLite and PostgreSQL, against 200 ms',
  options: { rounds: 5, certificates: 1_000_000, searches: 200 },
  run: async (given) => {
    const sqlite = await measure('sqlite', given);
    const postgresql = await measure('postgresql', given);
    const { certificates, searches } = given;
    return {
      unit: 'ms',
      // The slower engine of each round.
      subject: { name: '95th percentile', rounds: sqlite.p95.map((value, index) => Math.max(value, postgresql.p95[index] ?? 0)) },
      limit: { name: 'limit', rounds: sqlite.p95.map(() => LIMIT_MS) },
      more: {
        certificates,
        searches,
        sqliteP95: round(median(sqlite.p95)),
        sqliteMedian: round(sqlite.middle),
        sqliteSlowest: round(sqlite.slowest),
        postgresqlP95: round(median(postgresql.p95)),
        postgresqlMedian: round(postgresql.middle),
        postgresqlSlowest: round(postgresql.slowest),
      },
    };
  },
});

interface Given {
  readonly rounds: number;
  readonly certificates: number;
  readonly searches: number;
}

async function measure(engine: Engine, given: Given) {
  const inventory = await openFilledInventory({ engine, certificates: given.certificates });
  try {
    return await openedInventory(inventory.url, (database) => search(database, { ...given, person: inventory.person }));
  } finally {
    await inventory.close();
  }
}

async function search(database: Database<InventorySchema>, given: Given & { readonly person: Person }) {
  const { rounds, certificates, searches, person } = given;
  const p95: number[] = [];
  const all: number[] = [];
  for (let number = 0; number <= rounds; number += 1) {
    const times: number[] = [];
    for (let index = 0; index < searches; index += 1) times.push(await timed(database, { person, wish: wishOf(index, certificates) }));
    // The first is a warm-up.
    if (number === 0) continue;
    p95.push(percentile(times, 95));
    all.push(...times);
  }
  return { p95, middle: median(all), slowest: Math.max(...all) };
}

const ORDERS: readonly InventoryOrder[] = ['asked', 'ends', 'name'];
const FILTERS: readonly (Status | undefined)[] = [undefined, 'ACTIVE', 'EXPIRED', 'FAILED'];

/** Every kind of search in turn, each about other certificates. */
function wishOf(index: number, certificates: number): InventoryWish {
  const some = (index * 7919) % certificates;
  const made = madeCertificate(some, NOBODY);
  const words: readonly Pick<InventoryWish, 'search' | 'field'>[] = [
    { search: '' },
    { search: `host-${String(some)}` },
    { search: `site-${String(some % 1000)}.` },
    { search: 'www' },
    { search: 'example' },
    { search: `host-${String(some % 100)}` },
    { search: `team-${String(some % 500)}` },
    { search: `team-${String(some % 50)}`, field: FIELD_ID },
    { search: '', field: FIELD_ID },
  ];
  const word = words[index % words.length] ?? { search: '' };
  const order = ORDERS[Math.floor(index / words.length) % ORDERS.length] ?? 'asked';
  const isFirstPage = index % 4 !== 3;
  return {
    ...word,
    status: FILTERS[Math.floor(index / words.length / ORDERS.length) % FILTERS.length],
    order,
    after: isFirstPage ? undefined : { ...made.keys[order], ...(order === 'name' && { term: termIn(made, word) }) },
  };
}

const NOBODY = { personId: '' as PersonId, organisationId: '' as OrganisationId };

/** By what it is found, where it is. */
function termIn({ terms }: Made, { search, field }: Pick<InventoryWish, 'search' | 'field'>): string | undefined {
  if (search === '' && field === undefined) return undefined;
  return terms.find(({ term }) => term.includes(search) && (field === undefined || term.includes(field)))?.term;
}

async function timed(
  database: Database<InventorySchema>,
  { person, wish }: { readonly person: Person; readonly wish: InventoryWish },
): Promise<number> {
  const ports = { database, clock: systemClock };
  const started = performance.now();
  const page = await searchInventory(ports, { person, wish, limit: PAGE_SIZE });
  if (isRefusal(page)) throw new Error(page.code);
  return performance.now() - started;
}
