import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Migration, type PlatformSchema, openDatabase, platformMigrations } from '@sallyport/platform';
import { emptyDatabaseUrl, manualClock } from '@sallyport/platform/testing';
import { expect, onTestFinished, test } from 'vitest';
import { type CertificatesSchema, certificatesMigrations, issueDueLists, revokeCertificate } from '../index.ts';
import { type TestOffice, askOcsp, certificateRow, issuedCertificate, listOf, listedSerials, staffedOffice } from '../testing/index.ts';

/** At exactly these two steps. SQLite undoes the whole transaction when the disk is full, just as these triggers do: at the second list, and at a revocation for the reason 9. */
const FULL: Migration = {
  number: 1,
  name: 'full',
  up: ({ raw }) => [
    raw("create trigger full_list before update on certificate_list when new.number = 2 begin select raise(rollback, 'disk full'); end"),
    raw(
      "create trigger full_row before update on certificate when new.revocation_reason = 9 begin select raise(rollback, 'disk full'); end",
    ),
  ],
};

async function officeOnFullDisk(): Promise<TestOffice> {
  const database = await openDatabase<PlatformSchema & CertificatesSchema>({
    url: await emptyDatabaseUrl('sqlite'),
    migrations: [platformMigrations, certificatesMigrations, { room: 'server', migrations: [FULL] }],
  });
  onTestFinished(() => database.close());
  return staffedOffice({ database, clock: manualClock(Date.UTC(2026, 9, 1, 12)) });
}

function revoke({ ports, staff }: TestOffice, certificateId: Parameters<typeof certificateRow>[1], reason: string) {
  return revokeCertificate(ports, { person: staff.approver, certificateId, reason });
}

test('a disk that is full when a certificate is revoked leaves it as it was, everywhere', async () => {
  const office = await officeOnFullDisk();
  const { certificateId, serial } = await issuedCertificate(office);
  const before = await office.database.query.selectFrom('audit_event').select('sequence').execute();
  await expect(revoke(office, certificateId, 'privilege-withdrawn')).rejects.toThrow('disk full');
  expect(await certificateRow(office, certificateId)).toMatchObject({ status: 'ACTIVE', revoked_at: null });
  expect(await askOcsp(office, { serial })).toMatchObject({ status: { state: 'good' } });
  expect(await office.database.query.selectFrom('audit_event').select('sequence').execute()).toEqual(before);
});

test('a disk that is full when a list is kept leaves the one before it whole; with room again the next one says everything', async () => {
  const office = await officeOnFullDisk();
  const { certificateId, serial } = await issuedCertificate(office);
  await issueDueLists(office.ports);
  expect(await revoke(office, certificateId, 'superseded')).toEqual({ kind: 'revoked' });
  await expect(issueDueLists(office.ports)).rejects.toThrow('disk full');
  expect(await listOf(office)).toMatchObject({ number: 1n, entries: [] });
  expect(await askOcsp(office, { serial })).toMatchObject({ status: { state: 'revoked' } });
  office.clock.advance(20_000);
  await issueDueLists(office.ports);
  expect((await listOf(office))?.number).toBe(3n);
  expect(await listedSerials(office)).toEqual([serial]);
});

const PROCESS = join(import.meta.dirname, '../testing/full-disk-process.ts');
/** A disk in a namespace of its own, and no root in it, as whom PostgreSQL would not run: nothing outside sees it and nothing stays. */
const SMALL_DISK = 'mount -t tmpfs -o size=16m tmpfs "$0" && exec unshare --user --map-user=1000 --map-group=1000 "$@"';
const NO_ROOM = 'The disk of the database is full: nothing of this was kept. Make room, and it works again by itself.';

test.each(['sqlite', 'postgresql'])(
  'on a disk that is full to the last octet nothing is issued or revoked by half, and with room everything is, on %s',
  { timeout: 180_000 },
  async (engine) => {
    const disk = await mkdtemp(join(tmpdir(), 'sallyport-small-disk-'));
    onTestFinished(() => rm(disk, { recursive: true, force: true }));
    const inside = ['sh', '-c', SMALL_DISK, disk, process.execPath, PROCESS, engine, disk];
    const { stdout } = await promisify(execFile)('unshare', ['--user', '--map-root-user', '--mount', ...inside]);
    expect(stdout.trim().split('\n')).toEqual([
      `issue: ${NO_ROOM}: as told`,
      `revoke: ${NO_ROOM}: as told`,
      'world: as the records say',
      'with room: ACTIVE REVOKED',
      'serials: true',
      'list: true',
    ]);
  },
);
