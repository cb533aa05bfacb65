import { X509Certificate } from 'node:crypto';
import { type PlatformSchema, platformMigrations } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { decodeCertificate } from '@sallyport/pki';
import { expect, test } from 'vitest';
import {
  type CaProvider,
  type CertificateId,
  type CertificatesPorts,
  type CertificatesSchema,
  certificatesMigrations,
  decideOnRequest,
  isRefusal,
  issueCertificate,
  issueDue,
  requestCertificate,
  retryIssue,
} from '../index.ts';
import { type TestOffice, csrFor, portsOn, testOffice } from '../testing/index.ts';

const ONE_MINUTE = 60_000;

async function approved(office: TestOffice, name = 'www.harbour.example'): Promise<CertificateId> {
  const { requester: person, approver } = office.staff;
  const outcome = await requestCertificate(office.ports, { person, wish: csrFor([name]) });
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
  const { certificateId } = outcome;
  await decideOnRequest(office.ports, { person: approver, certificateId, decision: 'approve', reason: '' });
  return certificateId;
}

function rowOf({ database }: TestOffice, certificateId: CertificateId) {
  return database.query.selectFrom('certificate').selectAll().where('certificate_id', '=', certificateId).executeTakeFirstOrThrow();
}

/** The same process, dying where the test says. */
function dyingAt(office: TestOffice, point: 'before the record' | 'after the record' | 'after the signature'): CertificatesPorts {
  const { provider } = office.ports;
  const dying: CaProvider = {
    ...provider,
    issue: async (order, journal) => {
      const died = new Error('killed');
      const write: typeof journal.write = async (record) => {
        if (point === 'before the record') throw died;
        await journal.write(record);
        if (point === 'after the record') throw died;
      };
      await provider.issue(order, { ...journal, write });
      throw died;
    },
  };
  return { ...office.ports, provider: dying };
}

eachEngine('issue', (open) => {
  test('nothing is issued before everybody needed has agreed', async () => {
    const office = await testOffice(open);
    const outcome = await requestCertificate(office.ports, { person: office.staff.requester, wish: csrFor(['a.example']) });
    if (isRefusal(outcome)) throw new Error(outcome.reason);
    expect(await issueCertificate(office.ports, outcome.certificateId)).toBe('not-due');
    expect(await rowOf(office, outcome.certificateId)).toMatchObject({ status: 'PENDING_APPROVAL', serial: null, der: null });
  });

  test('a certificate of the names asked for, under the key of the CSR, that its chain vouches for', async () => {
    const office = await testOffice(open);
    const certificateId = await approved(office);
    expect(await issueCertificate(office.ports, certificateId)).toBe('issued');
    const row = await rowOf(office, certificateId);
    const [issuing, root] = office.ports.provider.chain().map((der) => new X509Certificate(der));
    const leaf = new X509Certificate(row.der ?? Buffer.alloc(0));
    expect(row).toMatchObject({ status: 'ACTIVE', lint: '[]', serial: leaf.serialNumber.toLowerCase(), claimed_until: null });
    expect(leaf.subjectAltName).toBe('DNS:www.harbour.example');
    expect(leaf.ca).toBe(false);
    expect(issuing && leaf.verify(issuing.publicKey)).toBe(true);
    expect(root && issuing?.verify(root.publicKey)).toBe(true);
    expect(Date.parse(leaf.validTo)).toBe(row.not_after);
  });

  for (const point of ['before the record', 'after the record', 'after the signature'] as const) {
    test(`killed ${point}: it is on record, and another process goes on with the same serial, once the claim has run out`, async () => {
      const office = await testOffice(open);
      const certificateId = await approved(office);
      await expect(issueCertificate(dyingAt(office, point), certificateId)).rejects.toThrow('killed');
      const left = await rowOf(office, certificateId);
      expect(left).toMatchObject({ status: 'ISSUING', der: null });
      // Serial, what is to be signed under it and its lint: all of it or nothing.
      for (const part of [left.serial, left.authority_id, left.to_be_signed, left.lint])
        expect(part === null).toBe(point === 'before the record');
      expect(await issueDue(office.ports)).toBe(0);
      office.clock.advance(ONE_MINUTE);
      expect(await issueDue(office.ports)).toBe(1);
      const row = await rowOf(office, certificateId);
      expect(row.status).toBe('ACTIVE');
      if (left.serial !== null) expect(row.serial).toBe(left.serial);
      if (left.to_be_signed !== null) {
        const decoded = decodeCertificate(row.der ?? new Uint8Array());
        expect(decoded.ok && Buffer.from(decoded.value.tbs)).toEqual(Buffer.from(left.to_be_signed));
      }
    });
  }

  for (const [what, byMs] of [
    ['a clock that steps back by three hours', -180 * ONE_MINUTE],
    ['an outage of a day', 1440 * ONE_MINUTE],
  ] as const) {
    test(`${what} holds no issue up: what was left behind is issued at once, as of now, under a serial that nobody signed for before`, async () => {
      const office = await testOffice(open);
      // A CA that is not valid yet signs nothing.
      office.clock.advance(1440 * ONE_MINUTE);
      const [linted, begun] = [await approved(office), await approved(office, 'quay.harbour.example')];
      for (const [certificateId, point] of [
        [linted, 'after the signature'],
        [begun, 'before the record'],
      ] as const) {
        await expect(issueCertificate(dyingAt(office, point), certificateId)).rejects.toThrow('killed');
      }
      const left = await rowOf(office, linted);
      office.clock.advance(byMs);
      expect(await issueDue(office.ports)).toBe(2);
      const row = await rowOf(office, linted);
      expect([row.status, (await rowOf(office, begun)).status]).toEqual(['ACTIVE', 'ACTIVE']);
      expect(row.serial).not.toBe(left.serial);
      expect(row.not_before).toBe(office.clock.now() - 5 * ONE_MINUTE);
      expect(await issueCertificate(office.ports, await approved(office))).toBe('issued');
    });
  }

  test('a serial that a version before this one wrote down alone is the one that is used', async () => {
    const office = await testOffice(open);
    const certificateId = await approved(office);
    await expect(issueCertificate(dyingAt(office, 'before the record'), certificateId)).rejects.toThrow('killed');
    const serial = '4f'.repeat(20);
    await office.database.transact((tx) =>
      tx.query.updateTable('certificate').set({ serial }).where('certificate_id', '=', certificateId).execute(),
    );
    office.clock.advance(ONE_MINUTE);
    expect(await issueDue(office.ports)).toBe(1);
    expect(await rowOf(office, certificateId)).toMatchObject({ status: 'ACTIVE', serial });
  });

  test('a process that was thought dead and wakes up signs nothing any more', async () => {
    const office = await testOffice(open);
    const certificateId = await approved(office);
    const { provider } = office.ports;
    const slow: CaProvider = {
      ...provider,
      issue: async (order, journal) => {
        office.clock.advance(ONE_MINUTE);
        expect(await issueDue(office.ports)).toBe(1);
        return provider.issue(order, journal);
      },
    };
    await expect(issueCertificate({ ...office.ports, provider: slow }, certificateId)).rejects.toThrow('taken over');
    const events = await office.database.query.selectFrom('certificate_event').select('what').where('what', '=', 'issued').execute();
    expect(events).toHaveLength(1);
  });

  test('a process that was thought dead and wakes up with its signature finds the certificate issued, and its signature reaches nobody', async () => {
    const office = await testOffice(open);
    const certificateId = await approved(office);
    const { provider } = office.ports;
    const slow: CaProvider = {
      ...provider,
      issue: async (order, journal) => {
        const signed = await provider.issue(order, journal);
        office.clock.advance(ONE_MINUTE);
        expect(await issueDue(office.ports)).toBe(1);
        return signed;
      },
    };
    const there = async () => rowOf(office, certificateId);
    expect(await issueCertificate({ ...office.ports, provider: slow }, certificateId)).toBe('not-due');
    const { status, serial, der, to_be_signed: toBeSigned } = await there();
    const decoded = decodeCertificate(der ?? new Uint8Array());
    // Both signed these octets, under this serial.
    expect([status, decoded.ok && decoded.value.serialHex]).toEqual(['ACTIVE', serial]);
    expect(decoded.ok && Buffer.from(decoded.value.tbs)).toEqual(Buffer.from(toBeSigned ?? []));
    const events = await office.database.query.selectFrom('certificate_event').select('what').where('what', '=', 'issued').execute();
    expect(events).toHaveLength(1);
  });

  test('twenty processes at once: one issues, nineteen find nothing to do', async () => {
    const office = await testOffice(open);
    const certificateId = await approved(office);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => issueCertificate(office.ports, certificateId)));
    expect(outcomes.filter((outcome) => outcome === 'issued')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'not-due')).toHaveLength(19);
  });

  test('what the signer objects to is FAILED, on record, without a certificate', async () => {
    const office = await testOffice(open);
    const certificateId = await approved(office);
    const objecting: CaProvider = {
      ...office.ports.provider,
      issue: () => Promise.resolve({ ok: false, error: { code: 'signer-refused', because: 'lifetime' } }),
    };
    expect(await issueCertificate({ ...office.ports, provider: objecting }, certificateId)).toBe('failed');
    expect(await rowOf(office, certificateId)).toMatchObject({ status: 'FAILED', reason: 'lifetime', der: null });
    expect(await issueDue(office.ports)).toBe(0);
  });

  test('what failed begins anew, with another serial, for those who may and nobody else; what did not fail does not', async () => {
    const office = await testOffice(open);
    const certificateId = await approved(office);
    const { requester, auditor, stranger } = office.staff;
    const { provider } = office.ports;
    const objecting: CaProvider = {
      ...provider,
      issue: async (order, journal) => {
        await provider.issue(order, journal);
        return { ok: false, error: { code: 'signer-refused', because: 'lifetime' } };
      },
    };
    expect(await issueCertificate({ ...office.ports, provider: objecting }, certificateId)).toBe('failed');
    const { serial } = await rowOf(office, certificateId);
    expect(await retryIssue(office.ports, { person: auditor, certificateId })).toMatchObject({ code: 'role-missing' });
    expect(await retryIssue(office.ports, { person: stranger, certificateId })).toMatchObject({ code: 'certificate-not-found' });
    const both = await Promise.all([1, 2].map(() => retryIssue(office.ports, { person: requester, certificateId })));
    expect(both.map((outcome) => (isRefusal(outcome) ? outcome.code : outcome.kind)).sort()).toEqual(['due', 'status-changed']);
    // Whoever dies here leaves it to the loop.
    expect(await issueDue(office.ports)).toBe(1);
    const row = await rowOf(office, certificateId);
    expect(row).toMatchObject({ status: 'ACTIVE', reason: null });
    expect(row.serial).not.toBe(serial);
    expect(await retryIssue(office.ports, { person: requester, certificateId })).toMatchObject({ code: 'status-changed' });
  });

  test('processes that open the CA for the first time at the same moment have the same one', async () => {
    const database = await open<PlatformSchema & CertificatesSchema>([platformMigrations, certificatesMigrations]);
    const { clock, profiles } = (await testOffice(open)).ports;
    const opened = await Promise.all(Array.from({ length: 5 }, () => portsOn({ database, clock, profiles })));
    const chains = opened.map(({ provider }) => provider.chain().map((der) => new X509Certificate(der).fingerprint256));
    expect(new Set(chains.map(String)).size).toBe(1);
    const made = await database.query.selectFrom('audit_event').select('subject').execute();
    expect(made.map(({ subject }) => subject).sort()).toEqual(['authority:issuing', 'authority:root']);
  });
});
