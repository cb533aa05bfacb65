import { type CrlSigner, toHex } from '@sallyport/pki';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { type CertificatesPorts, type OwnAuthority, issueDueLists } from '../index.ts';
import {
  type TestOffice,
  certificateRow,
  issuedCertificate,
  listOf,
  listedSerials,
  portsOn,
  revokeForTest,
  testOffice,
} from '../testing/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function outcomes(ports: CertificatesPorts): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await issueDueLists(ports)).map(({ authorityId, outcome }) => [authorityId, outcome.kind]));
}

/** The same process, with another signer of lists. */
function withSigner({ ports }: TestOffice, change: (signer: CrlSigner) => CrlSigner['sign']): CertificatesPorts {
  const all = ports.authorities.all().map((authority): OwnAuthority => {
    const { lists } = authority;
    return lists === undefined ? authority : { ...authority, lists: { ...lists, sign: change(lists) } };
  });
  return { ...ports, authorities: { ...ports.authorities, all: () => all } };
}

const dyingBeforeSigning = (office: TestOffice) => withSigner(office, () => () => Promise.reject(new Error('killed')));

eachEngine('lists', (open) => {
  test('the first lists of root and issuing CA say nothing, by number 1, and there is no second without need', async () => {
    const office = await testOffice(open);
    expect(await outcomes(office.ports)).toEqual({ root: 'issued', issuing: 'issued' });
    for (const authorityId of ['root', 'issuing']) {
      const list = await listOf(office, authorityId);
      expect(list).toMatchObject({ number: 1n, thisUpdate: office.clock.now(), entries: [] });
    }
    expect(await outcomes(office.ports)).toEqual({ root: 'not-due', issuing: 'not-due' });
  });

  test('what is revoked stands in the next list, with its time and its reason, and what is not does not', async () => {
    const office = await testOffice(open);
    await issuedCertificate(office, 'kept.example');
    const revoked = await issuedCertificate(office, 'stolen.example');
    await issueDueLists(office.ports);
    office.clock.advance(MINUTE);
    const at = office.clock.now();
    await revokeForTest(office, revoked.certificateId);
    office.clock.advance(5000);
    expect(await outcomes(office.ports)).toEqual({ root: 'not-due', issuing: 'issued' });
    const list = await listOf(office);
    expect(list?.number).toBe(2n);
    expect(list?.entries.map(({ serial, revokedAt, reason }) => ({ serial: toHex(serial), revokedAt, reason }))).toEqual([
      { serial: revoked.serial, revokedAt: at, reason: 'key-compromise' },
    ]);
    expect(await certificateRow(office, revoked.certificateId)).toMatchObject({ listed_number: 2 });
  });

  test('without any revocation there is a new one within the day, each higher than the last', async () => {
    const office = await testOffice(open);
    const numbers: (bigint | undefined)[] = [];
    for (let day = 0; day < 3; day += 1) {
      await issueDueLists(office.ports);
      numbers.push((await listOf(office))?.number);
      office.clock.advance(DAY - HOUR);
    }
    expect(numbers).toEqual([1n, 2n, 3n]);
  });

  test('died between number and signature: the next one, of any process, is higher and loses nothing', async () => {
    const office = await testOffice(open);
    const { certificateId, serial } = await issuedCertificate(office);
    await issueDueLists(office.ports);
    await revokeForTest(office, certificateId);
    await expect(issueDueLists(dyingBeforeSigning(office))).rejects.toThrow('killed');
    expect(await listedSerials(office)).toEqual([]);
    expect(await outcomes(office.ports)).toMatchObject({ issuing: 'elsewhere' });
    office.clock.advance(20_000);
    const another = await portsOn(office.ports);
    expect(await outcomes(another)).toMatchObject({ issuing: 'issued' });
    expect((await listOf(office))?.number).toBe(3n);
    expect(await listedSerials(office)).toEqual([serial]);
  });

  test('a process that was thought dead wakes up with a lower number: its list is not served', async () => {
    const office = await testOffice(open);
    const { certificateId, serial } = await issuedCertificate(office);
    await issueDueLists(office.ports);
    await revokeForTest(office, certificateId);
    const slow = withSigner(office, (signer) => async (list) => {
      const signed = await signer.sign(list);
      if (signer.issuer.certificate.basicConstraints?.pathLength !== 0) return signed;
      office.clock.advance(20_000);
      expect(await outcomes(office.ports)).toMatchObject({ issuing: 'issued' });
      return signed;
    });
    expect(await outcomes(slow)).toMatchObject({ issuing: 'elsewhere' });
    expect((await listOf(office))?.number).toBe(3n);
    expect(await listedSerials(office)).toEqual([serial]);
  });

  test('twenty at once make one list', async () => {
    const office = await testOffice(open);
    const made = await Promise.all(Array.from({ length: 20 }, () => outcomes(office.ports)));
    expect(made.filter(({ issuing }) => issuing === 'issued')).toHaveLength(1);
    expect((await listOf(office))?.number).toBe(1n);
  });

  test('a revocation after the clock has stepped back is listed at once, by a list that names no earlier moment', async () => {
    const office = await testOffice(open);
    const { certificateId, serial } = await issuedCertificate(office);
    await issueDueLists(office.ports);
    const before = office.clock.now();
    office.clock.set(before - 3 * HOUR);
    await revokeForTest(office, certificateId);
    const made = await issueDueLists(office.ports);
    expect(made.find(({ authorityId }) => authorityId === 'issuing')?.outcome).toEqual({
      kind: 'issued',
      number: 2,
      entries: 1,
      clockBehindMs: 3 * HOUR,
    });
    expect(await listOf(office)).toMatchObject({ number: 2n, thisUpdate: before });
    expect(await listedSerials(office)).toEqual([serial]);
  });

  test('a list made by a clock that was ahead makes no list after it forget what is revoked and has not ended', async () => {
    const office = await testOffice(open);
    const [first, second] = [await issuedCertificate(office), await issuedCertificate(office, 'quay.harbour.example')];
    await revokeForTest(office, first.certificateId);
    const now = office.clock.now();
    office.clock.advance(400 * DAY);
    await issueDueLists(office.ports);
    expect(await listedSerials(office)).toEqual([first.serial]);
    office.clock.set(now);
    await revokeForTest(office, second.certificateId);
    await issueDueLists(office.ports);
    expect(await listedSerials(office)).toEqual([first.serial, second.serial].sort());
  });

  test('a list made by a clock that was ahead is served until its time; one that an operator takes out is made again as of now, by a higher number, and says everything', async () => {
    const office = await testOffice(open);
    const { certificateId, serial } = await issuedCertificate(office);
    await revokeForTest(office, certificateId);
    const now = office.clock.now();
    office.clock.advance(400 * DAY);
    await issueDueLists(office.ports);
    office.clock.set(now);
    expect(await outcomes(office.ports)).toEqual({ root: 'not-due', issuing: 'not-due' });
    expect(await listOf(office)).toMatchObject({ number: 1n, thisUpdate: now + 400 * DAY });
    // What docs/operate/certificate-authority.md says.
    await office.database.transact((tx) => tx.query.deleteFrom('certificate_list').where('this_update', '>', now).execute());
    expect(await outcomes(office.ports)).toEqual({ root: 'issued', issuing: 'issued' });
    expect(await listOf(office)).toMatchObject({ number: 2n, thisUpdate: now });
    expect(await listedSerials(office)).toEqual([serial]);
  });

  test('a claim of a process whose clock was ahead holds nobody up', async () => {
    const office = await testOffice(open);
    const ahead = office.clock.now() + DAY;
    const now = office.clock.now();
    office.clock.set(ahead);
    await expect(issueDueLists(dyingBeforeSigning(office))).rejects.toThrow('killed');
    office.clock.set(now);
    expect(await outcomes(office.ports)).toEqual({ root: 'issued', issuing: 'issued' });
  });

  test('a certificate that has ended leaves the list, but not before it stood in one that was made after its end', async () => {
    const office = await testOffice(open);
    const { certificateId, serial } = await issuedCertificate(office);
    await revokeForTest(office, certificateId);
    await issueDueLists(office.ports);
    const { not_after } = await certificateRow(office, certificateId);
    office.clock.set((not_after ?? 0) + DAY);
    await issueDueLists(office.ports);
    expect(await listedSerials(office)).toEqual([serial]);
    office.clock.advance(DAY);
    await issueDueLists(office.ports);
    expect(await listedSerials(office)).toEqual([]);
  });

  test('what the signer objects to is not served, is told, and is tried again', async () => {
    const office = await testOffice(open);
    const objecting = withSigner(office, () => () => Promise.resolve({ ok: false, error: { code: 'signer-objects', objection: 'usage' } }));
    const [first] = await issueDueLists(objecting);
    expect(first?.outcome).toEqual({ kind: 'refused', because: 'usage' });
    office.clock.advance(20_000);
    expect(await outcomes(office.ports)).toEqual({ root: 'issued', issuing: 'issued' });
    expect((await listOf(office))?.number).toBe(2n);
  });
});
