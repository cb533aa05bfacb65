import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type CertificatesPorts,
  type EmergencyOrder,
  beginEmergency,
  continueEmergency,
  countEmergency,
  issueDue,
  issueDueLists,
} from '../../index.ts';
import { type TestOffice, issuedCertificate, listedSerials, revokeForTest, testOffice } from '../../testing/index.ts';

const OLD_CA: EmergencyOrder = { choice: { authorityId: 'issuing' }, reason: 'ca-compromise', afterwards: 'reissue' };
const quiet = { tell: () => undefined };

async function officeWith(open: Parameters<typeof testOffice>[0], certificates: number): Promise<TestOffice> {
  const office = await testOffice(open);
  for (let index = 0; index < certificates; index += 1) await issuedCertificate(office, `www${String(index)}.example`);
  office.clock.advance(60_000);
  return office;
}

function rows({ database }: TestOffice) {
  return database.query.selectFrom('certificate').selectAll().orderBy('names').orderBy('requested_at').execute();
}

/** The same process, killed at so many transactions. */
function dyingAfter({ ports }: TestOffice, transactions: number): CertificatesPorts {
  let left = transactions;
  const transact: CertificatesPorts['database']['transact'] = (work) => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error('killed')) : ports.database.transact(work);
  };
  return { ...ports, database: { ...bound(ports.database), transact } };
}

function bound(database: CertificatesPorts['database']): CertificatesPorts['database'] {
  return {
    engine: database.engine,
    query: database.query,
    all: (statement, parameters) => database.all(statement, parameters),
    first: (statement, parameters) => database.first(statement, parameters),
    transact: (work) => database.transact(work),
    close: () => database.close(),
  };
}

eachEngine('many at once', (open) => {
  test('nothing is revoked by a choice of nothing, nor a stolen key certified again, nor anything issued anew by the CA that is to go', async () => {
    const office = await officeWith(open, 1);
    const refusals: [EmergencyOrder, string][] = [
      [{ ...OLD_CA, choice: {} }, 'nothing-chosen'],
      [{ ...OLD_CA, reason: 'key-compromise' }, 'same-key'],
      [OLD_CA, 'same-authority'],
      [{ ...OLD_CA, reason: 'weather' }, 'reason-unknown'],
    ];
    for (const [order, refused] of refusals) {
      expect(await countEmergency(office.ports, order)).toEqual({ refused });
      expect(await beginEmergency(office.ports, order)).toEqual({ refused });
    }
    expect(await continueEmergency(office.ports, quiet)).toBeUndefined();
    expect((await rows(office)).map(({ status }) => status)).toEqual(['ACTIVE']);
  });

  test('everything of the old CA is issued anew by the next one until the same end, and revoked; what is new is not touched', async () => {
    const office = await officeWith(open, 3);
    await office.ports.authorities.roll();
    const young = await issuedCertificate(office, 'young.example');
    expect(await countEmergency(office.ports, OLD_CA)).toEqual({ total: 3 });
    expect(await beginEmergency(office.ports, OLD_CA)).toEqual({ total: 3 });
    expect(await beginEmergency(office.ports, OLD_CA)).toEqual({ refused: 'another-runs' });
    const told: string[] = [];
    const progress = await continueEmergency(office.ports, { tell: ({ done, total }) => told.push(`${String(done)}/${String(total)}`) });
    expect(progress).toEqual({ done: 3, total: 3, notReissued: 0, waiting: 0 });
    expect(told).toEqual(['0/3', '3/3']);
    const all = await rows(office);
    const old = all.filter(({ authority_id }) => authority_id === 'issuing');
    const anew = all.filter(({ origin }) => origin === 'reissue');
    expect(old.map(({ status, revocation_reason }) => [status, revocation_reason])).toEqual(Array(3).fill(['REVOKED', 2]));
    expect(anew.map(({ status, authority_id }) => [status, authority_id])).toEqual(Array(3).fill(['ACTIVE', 'issuing-2']));
    expect(anew.map(({ names, not_after, predecessor_id }) => [names, not_after, predecessor_id])).toEqual(
      old.map(({ names, not_after, certificate_id }) => [names, not_after, certificate_id]),
    );
    expect(all.find(({ certificate_id }) => certificate_id === young.certificateId)?.status).toBe('ACTIVE');
    await issueDueLists(office.ports);
    expect(await listedSerials(office)).toEqual(old.map(({ serial }) => serial).sort());
    expect(await continueEmergency(office.ports, quiet)).toBeUndefined();
  });

  test('killed at any step it goes on where it was: each is issued anew once and revoked once', { timeout: 120_000 }, async () => {
    const office = await officeWith(open, 2);
    await office.ports.authorities.roll();
    await beginEmergency(office.ports, OLD_CA);
    for (let step = 0; step < 40; step += 1) {
      // Each time it comes one step further than a process that begins there.
      const ended = await continueEmergency(dyingAfter(office, 1 + (step % 7)), quiet).catch((error: unknown) => error);
      office.clock.advance(61_000);
      if (!(ended instanceof Error)) break;
    }
    expect(await continueEmergency(office.ports, quiet)).toBeUndefined();
    await issueDue(office.ports);
    const all = await rows(office);
    const count = (status: string, authority: string) =>
      all.filter((row) => row.status === status && row.authority_id === authority).length;
    expect(all).toHaveLength(4);
    expect([count('REVOKED', 'issuing'), count('ACTIVE', 'issuing-2')]).toEqual([2, 2]);
    const revocations = await office.database.query
      .selectFrom('audit_event')
      .select('action')
      .where('action', '=', 'certificate.revoke')
      .execute();
    expect(revocations).toHaveLength(2);
  });

  test('chosen by key, profile and date, with nothing afterwards; what was revoked before keeps its time and reason', async () => {
    const office = await officeWith(open, 1);
    const before = await issuedCertificate(office, 'before.example');
    await revokeForTest(office, before.certificateId, 'superseded');
    const [first] = await rows(office);
    const order = (choice: EmergencyOrder['choice']): EmergencyOrder => ({
      choice,
      reason: 'cessation-of-operation',
      afterwards: 'nothing',
    });
    for (const choice of [
      { keyName: 'RSA 2048' },
      { profileId: 'other' },
      { authorityId: 'issuing', issuedUntil: office.clock.now() - 86_400_000 },
      { issuedFrom: office.clock.now() + 1000 },
    ]) {
      expect(await countEmergency(office.ports, order(choice))).toEqual({ total: 0 });
    }
    expect(await beginEmergency(office.ports, order({ keyName: first?.key_name ?? '', profileId: 'private-server' }))).toEqual({
      total: 1,
    });
    await continueEmergency(office.ports, quiet);
    expect((await rows(office)).map(({ status, revocation_reason }) => [status, revocation_reason]).sort()).toEqual([
      ['REVOKED', 4],
      ['REVOKED', 5],
    ]);
  });
});
