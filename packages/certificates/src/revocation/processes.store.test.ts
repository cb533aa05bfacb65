import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Engine, type PlatformSchema, openDatabase, platformMigrations } from '@sallyport/platform';
import { emptyDatabaseUrl, manualClock } from '@sallyport/platform/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type CertificateId, type CertificatesSchema, certificatesMigrations, issueDue, issueDueLists } from '../index.ts';
import { type TestOffice, approvedRequest, askOcsp, certificateRow, listOf, listedSerials, staffedOffice } from '../testing/index.ts';
// Its types alone: whoever loads it is such a process.
import type { Done, IssuePoint, Order } from '../testing/revoking-process.ts';

const PROCESS = fileURLToPath(new URL('../testing/revoking-process.ts', import.meta.url));
const NOW = Date.UTC(2026, 9, 1, 12);
const MINUTE = 60_000;
const ISSUE_POINTS: readonly IssuePoint[] = ['before the serial', 'before the signature', 'before the record'];

async function officeAt(databaseUrl: string): Promise<TestOffice> {
  const database = await openDatabase<PlatformSchema & CertificatesSchema>({
    url: databaseUrl,
    migrations: [platformMigrations, certificatesMigrations],
  });
  onTestFinished(() => database.close());
  return staffedOffice({ database, clock: manualClock(NOW) });
}

async function ready(order: Order): Promise<ChildProcess> {
  const child = fork(PROCESS, { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const isReady = once(child, 'message');
  child.send(order);
  await isReady;
  return child;
}

/** It goes on until its point, and dies there. */
async function killedAtItsPoint(child: ChildProcess): Promise<void> {
  const isThere = once(child, 'message');
  child.send('go');
  expect((await isThere)[0]).toBe('here');
  const isDead = once(child, 'exit');
  child.kill('SIGKILL');
  await isDead;
}

async function prepared(engine: Engine, certificates: number) {
  const databaseUrl = await emptyDatabaseUrl(engine);
  const office = await officeAt(databaseUrl);
  const certificateIds: CertificateId[] = [];
  for (let index = 0; index < certificates; index += 1) certificateIds.push(await approvedRequest(office, `www${String(index)}.example`));
  await issueDueLists(office.ports);
  return { databaseUrl, office, certificateIds, person: office.staff.approver };
}

describe.each(['sqlite', 'postgresql'] as const)('a process that is killed, on %s', (engine) => {
  for (const diesAt of ['after the revocation', 'after the number', 'after the signature'] as const) {
    test(`${diesAt} loses no revocation, and no list has the number of one that was begun`, async () => {
      const { databaseUrl, office, certificateIds, person } = await prepared(engine, 1);
      // An SQLite database belongs to one process.
      await office.database.close();
      const child = await ready({ databaseUrl, now: NOW + MINUTE, person, certificateIds, diesAt });
      await killedAtItsPoint(child);

      const after = await officeAt(databaseUrl);
      after.clock.set(NOW + 2 * MINUTE);
      const [certificateId] = certificateIds;
      const { serial, status } = await certificateRow(after, certificateId as CertificateId);
      expect(status).toBe('REVOKED');
      expect(await askOcsp(after, { serial: serial ?? '' })).toMatchObject({ status: { state: 'revoked', at: NOW + MINUTE } });
      expect(await listOf(after)).toMatchObject({ number: 1n, entries: [] });
      await issueDueLists(after.ports);
      expect((await listOf(after))?.number).toBe(diesAt === 'after the revocation' ? 2n : 3n);
      expect(await listedSerials(after)).toEqual([serial]);
    });
  }

  test('between any two steps of an issue leaves each on record, and another process finishes it under the serial it had', async () => {
    const { databaseUrl, office, certificateIds, person } = await prepared(engine, ISSUE_POINTS.length);
    await office.database.close();
    const child = await ready({ databaseUrl, now: NOW, person, certificateIds, issuesUntil: ISSUE_POINTS });
    await killedAtItsPoint(child);

    const after = await officeAt(databaseUrl);
    const rows = () => Promise.all(certificateIds.map((certificateId) => certificateRow(after, certificateId)));
    const left = await rows();
    const steps = left.map(({ status, serial, to_be_signed, der }) => [status, serial !== null, to_be_signed !== null, der !== null]);
    expect(steps).toEqual([
      ['ISSUING', false, false, false],
      ['ISSUING', true, true, false],
      ['ISSUING', true, true, false],
    ]);
    for (const { serial } of left)
      if (serial !== null) expect(await askOcsp(after, { serial })).toMatchObject({ status: { state: 'unknown' } });
    after.clock.set(NOW + 2 * MINUTE);
    await issueDue(after.ports);
    const done = await rows();
    expect(done.map(({ status }) => status)).toEqual(ISSUE_POINTS.map(() => 'ACTIVE'));
    expect(done.slice(1).map(({ serial }) => serial)).toEqual(left.slice(1).map(({ serial }) => serial));
    expect(new Set(done.map(({ serial }) => serial)).size).toBe(ISSUE_POINTS.length);
  });
});

test('two processes that issue and revoke beside each other never use a number or a serial twice, and lose no revocation', async () => {
  const { databaseUrl, office, certificateIds, person } = await prepared('postgresql', 12);
  const halves = [certificateIds.slice(0, 6), certificateIds.slice(6)];
  const children = await Promise.all(halves.map((half) => ready({ databaseUrl, now: NOW + MINUTE, person, certificateIds: half })));
  const ends = children.map((child) => once(child, 'message'));
  for (const child of children) child.send('go');
  let isOver = false;
  const watched = watch();
  const numbers = (await Promise.all(ends)).flatMap(([done]) => (done as Done).numbers);
  isOver = true;
  expect(numbers.length).toBeGreaterThan(0);
  expect(new Set(numbers).size).toBe(numbers.length);
  const served = await watched;
  expect(served).toEqual(served.toSorted((a, b) => a - b));
  office.clock.set(NOW + 2 * MINUTE);
  await issueDueLists(office.ports);
  const rows = await Promise.all(certificateIds.map((certificateId) => certificateRow(office, certificateId)));
  const serials = rows.map(({ serial }) => serial ?? '').sort();
  expect(new Set(serials).size).toBe(12);
  expect(await listedSerials(office)).toEqual(serials);

  /** The number that anybody would have been served, again and again. */
  async function watch(): Promise<readonly number[]> {
    const seen: number[] = [];
    while (!isOver) seen.push(Number((await listOf(office))?.number));
    return seen;
  }
});
