import { readFileSync } from 'node:fs';
import { acceptInvitation, createOrganisation, findAccount, freezeAccount } from '@sallyport/identity';
import { type Installation, openInstallation, outboxFolder, readConfiguration } from '@sallyport/installation';
import { createLog, readOutbox, Secret, systemClock, systemRandomness, verifyAudit } from '@sallyport/platform';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { commandWorld } from '../testing/command-world.ts';
import { withInstallation } from '../with-installation.ts';
import { grantRole } from './grant-role.ts';
import { invite } from './invite.ts';
import { temporaryAccess } from './temporary-access.ts';
import { thaw } from './thaw.ts';

/** What the help desk runs at nine in the evening, while the server runs on the embedded database. */

const REASON = ['--reason', 'called back on the number in the staff directory'];
const INVITATION = ['--organisation', 'Northwind', '--name', 'Ada Quay', '--mail', 'ada@northwind.example'];
const VISIT = { address: '127.0.0.1' };
let run: Awaited<ReturnType<typeof commandWorld>>['run'];
beforeEach(async () => {
  ({ run } = await commandWorld());
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
  const { exit, says } = await run(invite, ['ada.quay', ...INVITATION]);
  expect(exit).toBe(0);
  expect(says).toContain('/invitation#i=');
  const ports = server.identity;
  const code = new Secret(says.split('/invitation#i=')[1]?.trim() ?? '');
  expect(await acceptInvitation(ports, { code, password: new Secret('seven geese over the breakwater'), visit: VISIT })).toMatchObject({
    proof: {},
  });
  expect(await run(temporaryAccess, ['ada.quay'])).toMatchObject({ exit: 0 });
  await server.delivery.deliverDue();
  const mails = await readOutbox(outboxFolder(configurationNow()));
  const link = mails.flatMap(({ text }) => text.split('/not-me#n=')[1]?.slice(0, 22) ?? [])[0] ?? '';
  expect(await freezeAccount(ports, { code: new Secret(link), visit: VISIT })).toEqual({ kind: 'frozen' });
  expect(await run(thaw, ['ada.quay', ...REASON])).toMatchObject({ exit: 0 });
  expect(await run(grantRole, ['ada.quay', 'requester'])).toMatchObject({ exit: 0 });
  stop.abort();
  await atWork;

  expect(written).toBeGreaterThan(0);
  expect(await findAccount(server.identity, { userName: 'ada.quay' })).toMatchObject({ state: 'ACTIVE' });
  expect(mails.map(({ to }) => to)).toContain('ada@northwind.example');
  const { publicKey } = await server.checkpointSigner();
  expect(await verifyAudit(server.database, { publicKeys: [publicKey] })).toMatchObject({ intact: true, faults: [] });
});

test('a command makes no key of the CA, and opens none', async () => {
  expect(await run(invite, ['ada.quay', ...INVITATION])).toMatchObject({ exit: 0 });
  const keys = async () => {
    let names: readonly string[] = [];
    await withInstallation({ environment: process.env, access: 'read-only' }, async ({ installation: { database } }) => {
      names = (await database.query.selectFrom('named_secret').select('name').execute()).map(({ name }) => name);
      return 0;
    });
    return names;
  };
  expect(await keys()).toEqual(['token-issuer-key']);
  await (await heldByServer()).close();
  expect((await keys()).length).toBeGreaterThan(1);
});
