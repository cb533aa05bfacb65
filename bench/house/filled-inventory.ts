import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CertificatesSchema,
  type OrganisationId,
  type Person,
  type PersonId,
  certificatesMigrations,
  grantRoleByOperator,
  welcomePerson,
} from '@sallyport/certificates';
import {
  type Database,
  type Engine,
  type PlatformSchema,
  checksums,
  openDatabase,
  platformMigrations,
  systemClock,
} from '@sallyport/platform';
import { type TableToLoad, loadTables, startKeptCluster } from '@sallyport/platform/testing';
import { FIELD_ID, type Made, madeCertificate } from './inventory-rows.ts';

/** Databases with an inventory of very many, kept from one run to the next: filling one takes minutes. */

export type InventorySchema = PlatformSchema & CertificatesSchema;

export interface FilledInventory {
  readonly url: string;
  /** Who may look at all of it. */
  readonly person: Person;
  readonly close: () => Promise<void>;
}

interface Wish {
  readonly engine: Engine;
  readonly certificates: number;
}

const KEPT = join(import.meta.dirname, '../../.cache/bench');
const PERSON: Person = { personId: 'auditor' as PersonId, organisationId: 'northwind' as OrganisationId, level: 1, network: '192.0.2.1' };

/** The one that is kept, or a new one where what is filled, or the schema, has changed since. Those before it are thrown away: they are large. */
export async function openFilledInventory(wish: Wish): Promise<FilledInventory> {
  const name = `inventory-${wish.engine}-`;
  const folder = join(KEPT, name + contentOf(wish));
  if (!existsSync(folder)) {
    mkdirSync(KEPT, { recursive: true });
    for (const old of readdirSync(KEPT)) if (old.startsWith(name)) rmSync(join(KEPT, old), { recursive: true });
    const unfinished = `${folder}.unfinished`;
    await fill(unfinished, wish);
    renameSync(unfinished, folder);
  }
  return { ...(await open(wish.engine, folder)), person: PERSON };
}

/** What the rows are, by some of them and by the code that makes and loads them, and what they are in. */
function contentOf({ engine, certificates }: Wish): string {
  const sample = Array.from({ length: 200 }, (_, index) => madeCertificate(index * 4999, PERSON));
  const code = ['inventory-rows.ts', 'filled-inventory.ts'].map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  const schema = [checksums(platformMigrations, engine), checksums(certificatesMigrations, engine)];
  return createHash('sha256')
    .update(JSON.stringify([sample, code, schema, certificates]))
    .digest('hex')
    .slice(0, 16);
}

/** For an index of millions, and for a database that may be lost until it is whole. */
const FOR_FILLING = {
  fsync: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '8GB',
  maintenance_work_mem: '1GB',
  autovacuum: 'off',
};

async function fill(folder: string, { engine, certificates }: Wish): Promise<void> {
  const empty = await open(engine, folder);
  await welcomeAuditor(empty.url);
  await empty.close();
  const inventory = await open(engine, folder, FOR_FILLING);
  process.stderr.write(`filling ${engine} with ${String(certificates)} certificates, once …\n`);
  await loadTables({ url: inventory.url, tables: tablesOf(certificates) });
  await inventory.close();
}

async function open(
  engine: Engine,
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Omit<FilledInventory, 'person'>> {
  mkdirSync(folder, { recursive: true });
  if (engine === 'sqlite') return { url: `sqlite:${join(folder, 'inventory.db')}`, close: () => Promise.resolve() };
  const cluster = await startKeptCluster({ dataFolder: join(folder, 'data'), settings });
  return { url: cluster.url('postgres'), close: () => cluster.stop() };
}

export async function openedInventory<Result>(
  url: string,
  work: (database: Database<InventorySchema>) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase<InventorySchema>({ url, migrations: [platformMigrations, certificatesMigrations] });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function welcomeAuditor(url: string): Promise<void> {
  await openedInventory(url, async (database) => {
    const ports = { database, clock: systemClock };
    const { personId, organisationId } = PERSON;
    await welcomePerson(ports, { personId, organisationId, organisationName: 'Northwind', name: 'Auditor', mail: undefined });
    await grantRoleByOperator(ports, { personId, role: 'auditor' });
    const field = { name: 'Team', kind: 'text', choices: '[]', need: 'optional', added_at: systemClock.now(), retired_at: null } as const;
    await database.transact(async (tx) => {
      await tx.query
        .insertInto('certificate_field')
        .values({ field_id: FIELD_ID, organisation_id: organisationId, ...field })
        .execute();
    });
  });
}

/** The rows that the verbs would have written. */
function tablesOf(certificates: number): readonly TableToLoad[] {
  const table = (name: string, order: TableToLoad['order'], rowsOf: (made: Made) => readonly object[]): TableToLoad => ({
    table: name,
    order,
    columns: Object.keys(rowsOf(madeCertificate(0, PERSON))[0] ?? {}),
    rows: function* () {
      for (let index = 0; index < certificates; index += 1) {
        for (const row of rowsOf(madeCertificate(index, PERSON))) yield Object.values(row) as (string | number | null)[];
        if ((index + 1) % 100_000 === 0) process.stderr.write(`${name} of ${String(index + 1)}\n`);
      }
    },
  });
  return [
    table('certificate', 'as-given', ({ certificate }) => [certificate]),
    table('certificate_term', 'by-key', ({ terms }) => terms),
    table('certificate_field_value', 'as-given', ({ value }) => [value]),
  ];
}
