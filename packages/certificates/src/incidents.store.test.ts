import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CaaRecord, type DnsName, pkcs7Bundle } from '@sallyport/pki';
import { makeTestAuthority } from '@sallyport/pki/testing';
import { createOutboundClient, type Resolver } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, onTestFinished, test } from 'vitest';
import {
  type CertificateId,
  type Refusal,
  actOnMany,
  addDomain,
  checkDomain,
  decideOnRequest,
  describeCertificate,
  expireDue,
  importCertificates,
  isRefusal,
  issueCertificate,
  issueDueLists,
  keepField,
  listUndecided,
  noteEndings,
  preSignAnswers,
  reissueCertificate,
  renewCertificate,
  requestCertificate,
  retryIssue,
  searchInventory,
  tellOccasions,
  tellOthers,
  viewCertificate,
  viewChosen,
  viewReport,
} from './index.ts';
import { type TestOffice, certificateRow, csrFor, issuedCertificate, testOffice } from './testing/index.ts';

/**
 * What has happened to others and touches several verbs of this room. The incidents that are about octets are tested where the octets are (`packages/pki`), those
 * about domains, roles and imports beside their verbs; each has its name.
 */

const DAY_MS = 86_400_000;
const ISSUE_NOBODY: CaaRecord = { flags: 0, tag: 'issue', value: ';' };
const ISSUE_OURS: CaaRecord = { flags: 0, tag: 'issue', value: 'ca.harbour.test' };

const codeOf = (outcome: Refusal | object) => (isRefusal(outcome) ? outcome.code : 'done');

/** CAA records are looked at, and the zone is proven. */
async function caaOffice(open: Parameters<typeof testOffice>[0]): Promise<TestOffice> {
  const office = await testOffice(open);
  const { ports, world, staff } = office;
  const person = staff.domainAdministrator;
  const added = await addDomain(ports, { person, name: 'zone.test', method: 'dns' });
  if (isRefusal(added) || added.domain.wanted?.place.method !== 'dns') throw new Error('nothing is to be proven');
  const { place, value } = added.domain.wanted;
  world.texts.set(place.name, [value]);
  await checkDomain(ports, { person, domainId: added.domain.domainId });
  world.asked.length = 0;
  return { ...office, ports: { ...ports, policy: { ...ports.policy, caaNames: ['ca.harbour.test' as DnsName] } } };
}

async function approvedFor({ ports, staff }: TestOffice, names: readonly string[]): Promise<CertificateId> {
  const asked = await requestCertificate(ports, { person: staff.requester, wish: csrFor(names) });
  if (isRefusal(asked)) throw new Error(`${asked.code}: ${asked.reason}`);
  const { certificateId } = asked;
  await decideOnRequest(ports, { person: staff.approver, certificateId, decision: 'approve', reason: '' });
  return certificateId;
}

eachEngine('incidents of others', (open) => {
  test('wildcard past CAA `issue ";"`: it is not signed, nor is a name of the zone, until the zone says so', async () => {
    const office = await caaOffice(open);
    const { ports, world, staff } = office;
    world.caa.set('zone.test', [ISSUE_NOBODY]);
    const wildcard = await approvedFor(office, ['*.zone.test']);
    const below = await approvedFor(office, ['www.deep.zone.test']);
    for (const [certificateId, name] of [
      [wildcard, '*.zone.test'],
      [below, 'www.deep.zone.test'],
    ] as const) {
      expect(await issueCertificate(ports, certificateId)).toBe('failed');
      const failed = { status: 'FAILED', reason: `caa-forbids: ${name}`, serial: null, to_be_signed: null, der: null };
      expect(await certificateRow(office, certificateId)).toMatchObject(failed);
    }
    world.caa.set('zone.test', 'failed');
    await retryIssue(ports, { person: staff.approver, certificateId: wildcard });
    expect(await issueCertificate(ports, wildcard)).toBe('failed');
    expect(await certificateRow(office, wildcard)).toMatchObject({ reason: 'caa-unknown: *.zone.test', serial: null });
    world.caa.set('zone.test', [ISSUE_NOBODY, { ...ISSUE_OURS, tag: 'issuewild' }]);
    for (const certificateId of [wildcard, below]) await retryIssue(ports, { person: staff.approver, certificateId });
    expect(await issueCertificate(ports, wildcard)).toBe('issued');
    // Whoever takes over from a process that has died looks again.
    const dying = { ...ports.provider, issue: () => Promise.reject(new Error('killed')) };
    world.caa.set('zone.test', [ISSUE_OURS]);
    await expect(issueCertificate({ ...ports, provider: dying }, below)).rejects.toThrow('killed');
    world.caa.set('zone.test', [ISSUE_NOBODY]);
    office.clock.advance(60_000);
    expect(await issueCertificate(ports, below)).toBe('failed');
  });

  test('export without ownership: nothing that shows or hands out certificates shows one of another organisation, or says that it is there', async () => {
    const office = await testOffice(open);
    const { ports, staff } = office;
    const { certificateId, serial } = await issuedCertificate(office, 'secret.harbour.example');
    const { stranger: person } = staff;
    expect(await viewCertificate(ports, { person, certificateId })).toMatchObject({ code: 'certificate-not-found' });
    expect(await viewChosen(ports, { person, certificateIds: [certificateId] })).toEqual({ certificates: [] });
    for (const search of ['', 'secret', 'secret.harbour.example', serial]) {
      const wish = { search, status: undefined, order: 'ends', after: undefined } as const;
      expect(await searchInventory(ports, { person, wish, limit: 100 })).toMatchObject({ certificates: [] });
    }
    const waits = await requestCertificate(ports, { person: staff.requester, wish: csrFor(['waits.harbour.example']) });
    expect(isRefusal(waits)).toBe(false);
    expect(JSON.stringify(await listUndecided(ports, { person }))).not.toContain('harbour.example');
    const der = new Uint8Array((await certificateRow(office, certificateId)).der ?? []);
    const brought = await importCertificates(ports, { person: staff.requester, files: [{ name: 'a', content: der }] });
    if (isRefusal(brought)) throw new Error(brought.code);
    expect(await viewReport(ports, { person, reportId: brought.reportId })).toMatchObject({ code: 'report-not-found' });
    const never = 'A'.repeat(22) as CertificateId;
    expect(await viewCertificate(ports, { person, certificateId })).toEqual(await viewCertificate(ports, { person, certificateId: never }));
  });

  test('referenced id without its own authorisation: one’s own act takes no certificate or field of another organisation along', async () => {
    const office = await testOffice(open);
    const { ports, staff } = office;
    const theirs = await issuedCertificate(office);
    const before = await certificateRow(office, theirs.certificateId);
    const field = await keepField(ports, {
      person: staff.administrator,
      fieldId: undefined,
      wish: { name: 'Team', kind: 'text', choices: [], need: 'optional' },
    });
    if (isRefusal(field)) throw new Error(field.code);
    const { stranger: person } = staff;
    const own = await requestCertificate(ports, { person, wish: csrFor(['own.example']) });
    if (isRefusal(own)) throw new Error(own.code);
    const entries = [{ fieldId: field.fieldId, value: 'x' }];
    const { certificateId } = theirs;
    const { csr } = csrFor([]);
    const outcomes = {
      'field of another, at a request': await requestCertificate(ports, { person, wish: { ...csrFor(['a.example']), entries } }),
      'field of another, of one’s own': await describeCertificate(ports, { person, certificateId: own.certificateId, entries }),
      renew: await renewCertificate(ports, { person, certificateId, key: { kind: 'same' }, lifetimeDays: undefined, note: '' }),
      reissue: await reissueCertificate(ports, { person, certificateId, csr, overlapHours: 0, note: '' }),
      'tell others': await tellOthers(ports, { person, certificateId, addresses: ['eve@evil.example'] }),
    };
    expect(Object.fromEntries(Object.entries(outcomes).map(([what, outcome]) => [what, codeOf(outcome)]))).toEqual({
      'field of another, at a request': 'field-not-found',
      'field of another, of one’s own': 'field-not-found',
      renew: 'certificate-not-found',
      reissue: 'certificate-not-found',
      'tell others': 'certificate-not-found',
    });
    const many = { act: 'deactivate' } as const;
    await actOnMany(ports, { person, certificateIds: [certificateId], many });
    expect(await certificateRow(office, certificateId)).toEqual(before);
    const others = await office.database.query.selectFrom('certificate_notice_address').selectAll().execute();
    expect(others).toEqual([]);
  });

  test('SSRF by challenge, CRL or OCSP URL: no address inside is asked for a proof, and none at all that stands in a certificate', async () => {
    const office = await testOffice(open);
    const { world, staff } = office;
    let asked = 0;
    const inside = createServer((_request, response) => {
      asked += 1;
      response.end();
    });
    inside.listen(0, '127.0.0.1');
    onTestFinished(() => void inside.close());
    await once(inside, 'listening');
    const url = `http://127.0.0.1:${String((inside.address() as AddressInfo).port)}/`;
    const now = office.clock.now();
    const elsewhere = await makeTestAuthority({ now, pointers: { crl: [`${url}ca.crl`], ocsp: [`${url}ocsp`], issuer: [`${url}ca.cer`] } });
    const bundle = pkcs7Bundle([await elsewhere.issue(['www.example.test'])]);
    const brought = await importCertificates(office.ports, { person: staff.requester, files: [{ name: 'a.p7b', content: bundle }] });
    if (isRefusal(brought)) throw new Error(brought.code);
    for (const days of [0, 60, 60]) {
      office.clock.advance(days * DAY_MS);
      await issueDueLists(office.ports);
      await preSignAnswers(office.ports, { limit: 100 });
      await noteEndings(office.ports);
      await tellOccasions(office.ports);
      await expireDue(office.ports);
    }
    const [taken] = brought.report.taken;
    expect(taken && (await viewCertificate(office.ports, { person: staff.auditor, certificateId: taken.certificateId }))).toMatchObject({
      status: 'EXPIRED',
    });

    // A name that leads inside, at the first look or only at the second.
    const resolver = (first: string): Resolver => {
      let looks = 0;
      return {
        addressesOf: async () => ({ kind: 'found', values: [(looks += 1) === 1 ? first : '127.0.0.1'] }),
        textsOf: async () => ({ kind: 'none' }),
        caaOf: async () => ({ kind: 'none' }),
      };
    };
    const [observer] = office.ports.vantage.observers;
    if (observer === undefined) throw new Error('nobody looks');
    const person = staff.domainAdministrator;
    for (const name of ['inside.test', '127.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1']) {
      const added = await addDomain(office.ports, { person, name, method: 'file' });
      if (isRefusal(added)) throw new Error(added.code);
      const observers = [{ ...observer, outbound: createOutboundClient({ resolver: resolver('10.0.0.7') }) }];
      const ports = { ...office.ports, vantage: { observers, quorum: 1 } };
      expect(await checkDomain(ports, { person, domainId: added.domain.domainId }), name).toMatchObject({
        outcome: 'not-proven',
        findings: [{ seen: { what: 'refused', code: 'address-refused' } }],
      });
    }
    expect([asked, world.asked, world.posted]).toEqual([0, [], []]);
  });
});
