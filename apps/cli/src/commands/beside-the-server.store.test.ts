import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptInvitation, createOrganisation, findAccount, freezeAccount } from '@sallyport/identity';
import { type Installation, openInstallation, outboxFolder, readConfiguration } from '@sallyport/installation';
import { createLog, readOutbox, Secret, systemClock, systemRandomness, verifyAudit } from '@sallyport/platform';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { withInstallation } from '../with-installation.ts';
import { grantRole } from './grant-role.ts';
import { invite } from './invite.ts';
import { temporaryAccess } from './temporary-access.ts';
import { thaw } from './thaw.ts';

/** What the help desk runs at nine in the evening, while the server runs on the embedded database. */

const REASON = ['--reason', 'called back on the number in the staff directory'];
const INVITATION = ['--organisation', 'Northwind', '--name', 'Ada Quay', '--mail', 'ada@northwind.example'];
const VISIT = { address: '127.0.0.1' };
let said = '';

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-beside-'));
  vi.stubEnv('SALLYPORT_DATA', folder);
  vi.stubEnv('SALLYPORT_SUPPORT_FILE', join(import.meta.dirname, '../../demonstration/support.json'));
  said = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  }
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await rm(folder, { recursive: true, force: true });
  });
});

function configurationNow() {
  const reading = readConfiguration({ environment: process.env, readFile: (path) => readFileSync(path, 'utf8') });
  if (reading.kind === 'refused') throw new Error(reading.problems);
  return reading.configuration;
}

/** The installation as a server holds it. */
async function heldByServer(): Promise<Installation> {
  const log = createLog({ level: 'silent' });
  const server = await openInstallation(configurationNow(), { clock: systemClock, randomness: systemRandomness, log });
  onTestFinished(() => server.close());
  return server;
}

test('invite, temporary-access, thaw and grant-role work beside a server that writes, and the audit chain stays whole', async () => {
  const server = await heldByServer();
  const stop = new AbortController();
  let written = 0;
  const atWork = (async () => {
    while (!stop.signal.aborted) {
      await createOrganisation(server.identity, { name: `Harbour ${String((written += 1))}` });
    }
  })();
  expect(await invite.run(['ada.quay', ...INVITATION])).toBe(0);
  expect(said).toContain('/invitation#i=');
  const ports = server.identity;
  const code = new Secret(said.split('/invitation#i=')[1]?.trim() ?? '');
  expect(await acceptInvitation(ports, { code, password: new Secret('seven geese over the breakwater'), visit: VISIT })).toMatchObject({
    proof: {},
  });
  expect(await temporaryAccess.run(['ada.quay'])).toBe(0);
  await server.delivery.deliverDue();
  const mails = await readOutbox(outboxFolder(configurationNow()));
  const link = mails.flatMap(({ text }) => text.split('/not-me#n=')[1]?.slice(0, 22) ?? [])[0] ?? '';
  expect(await freezeAccount(ports, { code: new Secret(link), visit: VISIT })).toEqual({ kind: 'frozen' });
  expect(await thaw.run(['ada.quay', ...REASON])).toBe(0);
  expect(await grantRole.run(['ada.quay', 'requester'])).toBe(0);
  stop.abort();
  await atWork;

  expect(written).toBeGreaterThan(0);
  expect(await findAccount(server.identity, { userName: 'ada.quay' })).toMatchObject({ state: 'ACTIVE' });
  expect(mails.map(({ to }) => to)).toContain('ada@northwind.example');
  const { publicKey } = await server.checkpointSigner();
  expect(await verifyAudit(server.database, { publicKeys: [publicKey] })).toMatchObject({ intact: true, faults: [] });
});

test('a command makes no key of the CA, and opens none', async () => {
  expect(await invite.run(['ada.quay', ...INVITATION])).toBe(0);
  const namesOf = () =>
    withInstallation({ environment: process.env, access: 'read-only' }, async ({ installation: { database } }) => {
      const rows = await database.query.selectFrom('named_secret').select('name').execute();
      said = rows.map(({ name }) => name).join('\n');
      return 0;
    });
  await namesOf();
  expect(said.split('\n')).toEqual(['token-issuer-key']);
  await (await heldByServer()).close();
  await namesOf();
  expect(said.split('\n').length).toBeGreaterThan(1);
});
