import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoRoom, type PlatformSchema, newId, openDatabase, platformMigrations } from '@sallyport/platform';
import { type PostgresCluster, manualClock, runSql, startPostgresCluster } from '@sallyport/platform/testing';
import {
  type CertificateId,
  type CertificatesSchema,
  certificatesMigrations,
  issueCertificate,
  issueDueLists,
  revokeCertificate,
} from '../index.ts';
import type { ReportId } from '../identifiers.ts';
import { insertReport } from '../reports/store.ts';
import { approvedRequest, askOcsp, certificateRow, issuedCertificate, listOf, listedSerials } from './issued-certificates.ts';
import { type TestOffice, staffedOffice } from './test-office.ts';

/**
 * An office whose tables lie on a small disk of its own, in a process of its own. The disk is filled to the last octet; then certificates are issued and revoked
 * one after the other until there is no room even for that. What it says, a line each, is what its parent compares.
 */
const [engine = '', disk = ''] = process.argv.slice(2);
const EACH = 25;
const DAY_MS = 86_400_000;

await (engine === 'sqlite' ? run(`sqlite:${join(disk, 'sallyport.db')}`) : onCluster());

/** Its tables are on the small disk; its write-ahead log is not, for which a server of PostgreSQL ends. */
async function onCluster(): Promise<void> {
  const cluster: PostgresCluster = await startPostgresCluster();
  try {
    const url = cluster.url('postgres');
    await runSql(url, `create tablespace small location '${disk}'`);
    await run(`${url}&options=-c%20default_tablespace%3Dsmall`);
  } finally {
    await cluster.stop();
  }
}

async function run(url: string): Promise<void> {
  const database = await openDatabase<PlatformSchema & CertificatesSchema>({
    url,
    migrations: [platformMigrations, certificatesMigrations],
  });
  const office = await staffedOffice({ database, clock: manualClock(Date.UTC(2026, 9, 1, 12)) });
  const each = Array.from({ length: EACH }, (_, index) => String(index));
  const toIssue = await Promise.all(each.map((name) => approvedRequest(office, `a${name}.example`)));
  const toRevoke = await Promise.all(each.map(async (name) => (await issuedCertificate(office, `b${name}.example`)).certificateId));
  await issueDueLists(office.ports);
  const listBefore = (await listOf(office))?.number;
  await askOcsp(office, { serial: '01' });
  // The responder is due to be rolled, for which there will be no room either.
  office.clock.advance(16 * DAY_MS);

  const filler = fill();
  if (engine === 'sqlite') await crowd(office);
  const { clock } = office;
  const issued = await untilFull(toIssue, (certificateId) => issueCertificate(office.ports, certificateId));
  const revoked = await untilFull(toRevoke, (certificateId) => revoke(office, certificateId));
  await lists(office);
  say('issue', issued.ending, await states(office, { ids: toIssue, done: issued.done, wanted: 'ACTIVE', before: ['APPROVED', 'ISSUING'] }));
  say('revoke', revoked.ending, await states(office, { ids: toRevoke, done: revoked.done, wanted: 'REVOKED', before: ['ACTIVE'] }));
  say('world', await told(office, toRevoke));

  rmSync(filler);
  clock.advance(60_000);
  await Promise.all([...toIssue.map((id) => issueCertificate(office.ports, id)), ...toRevoke.map((id) => revoke(office, id))]);
  await issueDueLists(office.ports);
  const rows = await Promise.all([...toIssue, ...toRevoke].map((id) => certificateRow(office, id)));
  const serials = toRevoke.map((id) => rows.find((row) => row.certificate_id === id)?.serial ?? '').sort();
  say('with room', [...new Set(rows.map(({ status }) => status))].sort().join(' '));
  say('serials', String(new Set(rows.map(({ serial }) => serial)).size === 2 * EACH));
  say(
    'list',
    String((await listedSerials(office)).join() === serials.join() && Number((await listOf(office))?.number) > Number(listBefore)),
  );
  await database.close();
}

function say(...words: readonly string[]): void {
  process.stdout.write(`${words.join(': ')}\n`);
}

function fill(): string {
  const file = join(disk, 'filler');
  writeFileSync(file, '');
  for (const octets of [1 << 20, 1 << 16, 1 << 12, 1]) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(octets));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  return file;
}

/** A write-ahead log has room within itself, from before its last checkpoint. */
async function crowd({ ports, staff }: TestOffice): Promise<void> {
  for (const characters of [1 << 18, 1 << 14, 1]) {
    const report = {
      kind: 'import',
      taken: [],
      left: [{ file: 'x'.repeat(characters), place: 1, name: '', fault: 'there-already' }],
    } as const;
    const keep = () => {
      const reportId = newId(ports.randomness) as ReportId;
      return ports.database.transact((tx) => insertReport(tx, { reportId, person: staff.auditor, report, now: ports.clock.now() }));
    };
    await untilFull(Array.from({ length: 5000 }), keep);
  }
}

/** What was done before there was no room for one, and how the others ended. */
async function untilFull<Id>(ids: readonly Id[], act: (id: Id) => Promise<unknown>) {
  const done: Id[] = [];
  for (const id of ids) {
    try {
      await act(id);
      done.push(id);
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      return { done, ending: error.message };
    }
  }
  return { done, ending: 'there was room for all' };
}

async function revoke({ ports, staff }: TestOffice, certificateId: CertificateId): Promise<void> {
  await revokeCertificate(ports, { person: staff.approver, certificateId, reason: 'superseded' });
}

async function lists({ ports }: TestOffice): Promise<void> {
  try {
    await issueDueLists(ports);
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
  }
}

/** `as told`: what was said to be done is done whole, and nothing else is. */
async function states(
  office: TestOffice,
  given: {
    readonly ids: readonly CertificateId[];
    readonly done: readonly CertificateId[];
    readonly wanted: string;
    readonly before: readonly string[];
  },
): Promise<string> {
  for (const id of given.ids) {
    const { status, der, revoked_at, sha256 } = await certificateRow(office, id);
    const isDone = given.done.includes(id);
    const isWhole =
      status === 'REVOKED' ? revoked_at !== null : revoked_at === null && (status === 'ACTIVE') === (der !== null && sha256 !== null);
    if (!isWhole || (isDone ? status !== given.wanted : !given.before.includes(status))) return `${id} is ${status}`;
  }
  return 'as told';
}

/** What OCSP and list say is what the records say, or, of the list, an older truth. */
async function told(office: TestOffice, ids: readonly CertificateId[]): Promise<string> {
  const listed = new Set(await listedSerials(office));
  for (const id of ids) {
    const { status, serial } = await certificateRow(office, id);
    const answer = await askOcsp(office, { serial: serial ?? '' });
    if ((answer.status?.state === 'revoked') !== (status === 'REVOKED'))
      return `OCSP says ${answer.status?.state ?? 'nothing'} of what is ${status}`;
    if (listed.has(serial ?? '') && status !== 'REVOKED') return 'the list says revoked of what is good';
  }
  return 'as the records say';
}
