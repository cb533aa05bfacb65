import {
  type CertificatesPorts,
  type OrganisationId,
  type Person,
  type PersonId,
  addDomain,
  grantRoleByOperator,
  isRefusal,
  listDomains,
  viewOrganisation,
  welcomePerson,
} from '@sallyport/certificates';
import { beforeEach, expect, test } from 'vitest';
import { type CommandRun, commandWorld } from '../testing/command-world.ts';
import { withInstallation } from '../with-installation.ts';
import { ca } from './ca.ts';

const FAY: Person = {
  personId: 'fay' as PersonId,
  organisationId: 'northwind' as OrganisationId,
  level: 2,
  network: '192.0.2.10',
};

let run: (...given: readonly string[]) => Promise<CommandRun>;
beforeEach(async () => {
  const world = await commandWorld();
  run = (...given) => world.run(ca, given);
  await inside(async (certificates) => {
    const { personId, organisationId } = FAY;
    await welcomePerson(certificates, { personId, organisationId, organisationName: 'Northwind', name: 'Fay', mail: undefined });
    await grantRoleByOperator(certificates, { personId, role: 'domain-administrator' });
    const added = await addDomain(certificates, { person: FAY, name: 'harbour.test', method: 'dns' });
    if (isRefusal(added)) throw new Error(added.reason);
  });
});

async function inside(work: (certificates: CertificatesPorts) => Promise<void>): Promise<void> {
  const exit = await withInstallation({ environment: process.env }, async ({ installation }) => {
    await work(installation.certificates);
    return 0;
  });
  if (exit !== 0) throw new Error(`the installation could not be opened: ${String(exit)}`);
}

const DECLINE = ['decline-domain', 'harbour.test', '--organisation', 'Northwind', '--reason', 'not theirs'];

test('what is written otherwise, or about nobody, changes nothing', async () => {
  const before = await run('show-organisations');
  for (const given of [
    DECLINE,
    ['decline-domain', 'harbour.test', '--organisation', 'Northwind', '--yes'],
    ['decline-domain', 'harbour.test', '--reason', 'x', '--yes'],
    ['allow-domain', 'harbour.test'],
    ['verify-organisation', 'Northwind', '--country', 'NO'],
    ['verify-organisation', 'Northwind', '--yes'],
    ['verify-organisation', 'Northwind', '--nothing', '--country', 'NO', '--yes'],
    ['verify-organisation', 'Northwind', '--common-name', 'a.test', '--yes'],
    ['show-organisations', '--all'],
  ]) {
    expect({ given, exit: (await run(...given)).exit }).toEqual({ given, exit: 2 });
  }
  for (const given of [
    ['decline-domain', 'harbour.test', '--organisation', 'Southwind', '--reason', 'x', '--yes'],
    ['decline-domain', 'quay.test', '--organisation', 'Northwind', '--reason', 'x', '--yes'],
    ['decline-domain', 'harbour.test', '--organisation', 'Northwind', '--reason', ' ', '--yes'],
    ['allow-domain', 'harbour.test', '--organisation', 'Northwind'],
    ['verify-organisation', 'Northwind', '--country', 'Norway', '--yes'],
    ['show-organisations', 'Southwind'],
  ]) {
    expect({ given, exit: (await run(...given)).exit }).toEqual({ given, exit: 1 });
  }
  expect(await run('show-organisations')).toEqual(before);
});

test('of two organisations of one name none is taken for the other', async () => {
  await inside((certificates) =>
    welcomePerson(certificates, {
      personId: 'mallory' as PersonId,
      organisationId: 'elsewhere' as OrganisationId,
      organisationName: 'Northwind',
      name: 'Mallory',
      mail: undefined,
    }),
  );
  const several = await run(...DECLINE, '--yes');
  expect(several.exit).toBe(1);
  expect(several.says).toContain('  elsewhere\n  northwind\n');
  expect((await run('decline-domain', 'harbour.test', '--organisation', 'elsewhere', '--reason', 'x', '--yes')).exit).toBe(1);
  expect((await run('decline-domain', 'harbour.test', '--organisation', 'northwind', '--reason', 'x', '--yes')).exit).toBe(0);
});

test('what is verified of an organisation may stand in a subject until it is taken back, and a name that is shown writes nothing else', async () => {
  const verified = await run('verify-organisation', 'Northwind', '--country', 'NO', '--organization', 'Northwind\u001b[2J AS', '--yes');
  expect(verified.exit).toBe(1);
  expect((await run('verify-organisation', 'Northwind', '--country', 'NO', '--organization', 'Northwind AS', '--yes')).exit).toBe(0);
  expect((await run('show-organisations', 'Northwind')).says).toContain(': country "NO", organization "Northwind AS"');
  await inside(async (certificates) => {
    expect(await viewOrganisation(certificates, { person: FAY })).toMatchObject({
      verified: { subject: { country: 'NO', organization: 'Northwind AS' } },
    });
  });
  expect((await run('verify-organisation', 'Northwind', '--nothing', '--yes')).says).toContain('Nothing of "Northwind" may stand');
  expect((await run('show-organisations')).says).toContain('verified    nothing');
});

test('a domain that was declined is proven by nobody until it is allowed again', async () => {
  expect((await run(...DECLINE, '--yes')).exit).toBe(0);
  expect(await run(...DECLINE, '--yes')).toEqual({ exit: 1, says: 'It was declined before.\n' });
  expect((await run('show-organisations')).says).toContain('harbour.test (declined, by operator: "not theirs")');
  const add = (expected: object) =>
    inside(async (certificates) => {
      expect(await addDomain(certificates, { person: FAY, name: 'harbour.test', method: 'dns' })).toMatchObject(expected);
    });
  await add({ code: 'domain-declined' });
  expect((await run('allow-domain', 'HARBOUR.test', '--organisation', 'Northwind')).exit).toBe(0);
  await inside(async (certificates) => {
    expect(await listDomains(certificates, { person: FAY })).toMatchObject({ domains: [] });
  });
  await add({ kind: 'added' });
});
