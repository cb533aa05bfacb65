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
import { startPostgresCluster } from '@sallyport/platform/testing';
import { defineBenchmark, median, round } from './harness.ts';
import { CERTIFICATES_AT_ONCE, insertCertificates, type Made, madeCertificate } from './house/inventory-rows.ts';
import { removeFolder, temporaryFolder } from './house/temporary-installation.ts';

/** What the 95th percentile of searches may take. */
const LIMIT_MS = 200;
const PAGE_SIZE = 50;

/**
 * Searches of an inventory as its page makes them: with the role looked up, one page of fifty, in every order, with a status and without, for the
 * beginning of a name that few have or very many, from the first page and from the middle. The rows are inserted, not issued.
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

async function measure({ url, rounds, certificates, searches }: Given) {
  const database = await openDatabase<Schema>({ url, migrations: [platformMigrations, certificatesMigrations] });
  try {
    const person = await auditorOf(database);
    await fill(database, { person, certificates });
    const p95: number[] = [];
    const all: number[] = [];
    for (let number = 0; number <= rounds; number += 1) {
      const times: number[] = [];
      for (let index = 0; index < searches; index += 1) times.push(await timed(database, { person, wish: wishOf(index, certificates) }));
      // The first is a warm-up.
      if (number === 0) continue;
      p95.push(times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0);
      all.push(...times);
    }
    return { p95, middle: median(all), slowest: Math.max(...all) };
  } finally {
    await database.close();
  }
}

async function auditorOf(database: Database<Schema>): Promise<Person> {
  const ports = { database, clock: systemClock };
  const personId = 'auditor' as PersonId;
  const organisationId = 'northwind' as OrganisationId;
  await welcomePerson(ports, { personId, organisationId, organisationName: 'Northwind', name: 'Auditor', mail: undefined });
  await grantRoleByOperator(ports, { personId, role: 'auditor' });
  return { personId, organisationId, level: 1, network: '192.0.2.1' };
}

async function fill(database: Database<Schema>, given: { readonly person: Person; readonly certificates: number }): Promise<void> {
  const { person, certificates } = given;
  for (let from = 0; from < certificates; from += CERTIFICATES_AT_ONCE) {
    const length = Math.min(CERTIFICATES_AT_ONCE, certificates - from);
    const batch = Array.from({ length }, (_, index): Made => madeCertificate(from + index, person));
    await database.transact((tx) => insertCertificates(tx, batch));
    if (from % 100_000 === 0) process.stderr.write(`${from} of ${certificates} inserted\n`);
  }
}

const ORDERS: readonly InventoryOrder[] = ['asked', 'ends', 'name'];
const FILTERS: readonly (Status | undefined)[] = [undefined, 'ACTIVE', 'EXPIRED', 'FAILED'];

/** Every kind of search in turn, each about other certificates. */
function wishOf(index: number, certificates: number): InventoryWish {
  const some = (index * 7919) % certificates;
  const words = ['', `host-${String(some)}`, `site-${String(some % 1000)}.`, 'www', 'example', `host-${String(some % 100)}`];
  const order = ORDERS[index % ORDERS.length] ?? 'asked';
  return {
    search: words[index % words.length] ?? '',
    status: FILTERS[Math.floor(index / 3) % FILTERS.length],
    order,
    after:
      index % 4 === 3 ? madeCertificate(some, { personId: '' as PersonId, organisationId: '' as OrganisationId }).keys[order] : undefined,
  };
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
