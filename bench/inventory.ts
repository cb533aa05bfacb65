import { join } from 'node:path';
import {
  type CertificatesSchema,
  type InventoryOrder,
  type InventoryWish,
  type OrganisationId,
  type Person,
  type PersonId,
  type Status,
  certificatesMigrations,
  grantRoleByOperator,
  isRefusal,
  searchInventory,
  welcomePerson,
} from '@sallyport/certificates';
import { type Database, type PlatformSchema, openDatabase, platformMigrations, systemClock } from '@sallyport/platform';
import { startPostgresCluster, withoutIndexes } from '@sallyport/platform/testing';
import { defineBenchmark, median, round } from './harness.ts';
import { FIELD_ID, fillInventory, type Made, madeCertificate } from './house/inventory-rows.ts';
import { percentile } from './house/percentile.ts';
import { removeFolder, temporaryFolder } from './house/temporary-installation.ts';

/** What the 95th percentile of searches may take. */
const LIMIT_MS = 200;
const PAGE_SIZE = 50;

/**
 * Searches of an inventory as its page makes them: with the role looked up, one page of fifty, in every order, with a status and without, for the
 * beginning of a name, of a word in a field or of what stands in one field, that few have or very many, from the first page and from the middle: what a saved view
 * asks for is one of these. The rows are inserted, not issued.
 */
export const benchmark = defineBenchmark({
  name: 'inventory',
  summary: 'ms of the 95th percentile of searches in an inventory of a million, on SQLite and PostgreSQL, against 200 ms',
  options: { rounds: 5, certificates: 1_000_000, searches: 200 },
  run: async ({ rounds, certificates, searches }) => {
    const folder = await temporaryFolder();
    const cluster = await startPostgresCluster();
    try {
      const sqlite = await measure({ url: `sqlite:${join(folder, 'inventory.db')}`, rounds, certificates, searches });
      const postgresql = await measure({ url: cluster.url('postgres'), rounds, certificates, searches });
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
    } finally {
      await cluster.stop();
      await removeFolder(folder);
    }
  },
});

interface Given {
  readonly url: string;
  readonly rounds: number;
  readonly certificates: number;
  readonly searches: number;
}

type Schema = PlatformSchema & CertificatesSchema;

async function measure(given: Given) {
  const person = await filled(given);
  return searched(given, person);
}

async function opened<Result>({ url }: Given, work: (database: Database<Schema>) => Promise<Result>): Promise<Result> {
  const database = await openDatabase<Schema>({ url, migrations: [platformMigrations, certificatesMigrations] });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function filled(given: Given): Promise<Person> {
  const person = await opened(given, auditorOf);
  await withoutIndexes({ url: given.url, tables: ['certificate', 'certificate_term'] }, () =>
    opened(given, (database) => fillInventory({ database, person, certificates: given.certificates })),
  );
  return person;
}

function searched(given: Given, person: Person) {
  return opened(given, async (database) => {
    const { rounds, certificates, searches } = given;
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
  });
}

async function auditorOf(database: Database<Schema>): Promise<Person> {
  const ports = { database, clock: systemClock };
  const personId = 'auditor' as PersonId;
  const organisationId = 'northwind' as OrganisationId;
  await welcomePerson(ports, { personId, organisationId, organisationName: 'Northwind', name: 'Auditor', mail: undefined });
  await grantRoleByOperator(ports, { personId, role: 'auditor' });
  const field = { name: 'Team', kind: 'text', choices: '[]', need: 'optional', added_at: systemClock.now(), retired_at: null } as const;
  await database.transact(async (tx) => {
    await tx.query
      .insertInto('certificate_field')
      .values({ field_id: FIELD_ID, organisation_id: organisationId, ...field })
      .execute();
  });
  return { personId, organisationId, level: 1, network: '192.0.2.1' };
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
  database: Database<Schema>,
  { person, wish }: { readonly person: Person; readonly wish: InventoryWish },
): Promise<number> {
  const ports = { database, clock: systemClock };
  const started = performance.now();
  const page = await searchInventory(ports, { person, wish, limit: PAGE_SIZE });
  if (isRefusal(page)) throw new Error(page.code);
  return performance.now() - started;
}
