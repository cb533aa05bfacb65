import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addDomain,
  checkDomain,
  type DomainView,
  grantRoleByOperator,
  isRefusal,
  type OrganisationId,
  type Person,
  type PersonId,
  welcomePerson,
} from '@sallyport/certificates';
import { createLog, systemClock, systemRandomness } from '@sallyport/platform';
import { NAME_UNKNOWN, nameServer, textRecords } from '@sallyport/platform/testing';
import { expect, onTestFinished, test } from 'vitest';
import { readConfiguration } from './configuration.ts';
import { type Installation, openInstallation } from './open-installation.ts';

const ADA: Person = { personId: 'ada' as PersonId, organisationId: 'northwind' as OrganisationId, level: 2, network: '192.0.2.10' };

async function installed(dnsServer: string): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-domains-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const environment = { SALLYPORT_DATA: folder, SALLYPORT_SUPPORT_FILE: '/nowhere', SALLYPORT_DNS_SERVERS: dnsServer };
  const reading = readConfiguration({ environment, readFile: () => '' });
  if (reading.kind === 'refused') throw new Error(reading.problems);
  const surroundings = { clock: systemClock, randomness: systemRandomness, log: createLog({ level: 'silent' }) };
  const installation = await openInstallation(reading.configuration, surroundings);
  onTestFinished(() => installation.close());
  await welcomePerson(installation.certificates, { ...ADA, organisationName: 'Northwind', name: 'Ada', mail: undefined });
  await grantRoleByOperator(installation.certificates, { personId: ADA.personId, role: 'domain-administrator' });
  return installation;
}

async function added({ certificates }: Installation, name: string, method: string): Promise<DomainView> {
  const outcome = await addDomain(certificates, { person: ADA, name, method });
  if (isRefusal(outcome)) throw new Error(outcome.reason);
  return outcome.domain;
}

test('an installation asks the DNS servers of its operator, and never the machines inside that a name leads to', async () => {
  const texts = new Map<string, string>();
  const server = await nameServer(({ name, type }) => {
    const text = texts.get(name.toLowerCase());
    if (type === 'TXT' && text !== undefined) return textRecords(name, text);
    return type === 'A' ? { answers: [{ type: 'A', name, data: '127.0.0.1' }] } : NAME_UNKNOWN;
  });
  const installation = await installed(server.address);
  const check = ({ domainId }: DomainView) => checkDomain(installation.certificates, { person: ADA, domainId });

  const inside = await added(installation, 'inside.test', 'file');
  const refused = { observer: 'server', seen: { what: 'refused', code: 'address-refused' } };
  expect(await check(inside)).toMatchObject({ outcome: 'not-proven', findings: [refused] });

  const harbour = await added(installation, 'harbour.test', 'dns');
  expect(await check(harbour)).toMatchObject({ outcome: 'not-proven', findings: [{ observer: 'server', seen: { what: 'no-text' } }] });
  texts.set('_sallyport-challenge.harbour.test', harbour.wanted?.value ?? '');
  expect(await check(harbour)).toMatchObject({ outcome: 'verified' });
});
