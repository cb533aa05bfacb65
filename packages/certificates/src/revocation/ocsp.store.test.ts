import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { preSignAnswers } from '../index.ts';
import {
  type TestOffice,
  approvedRequest,
  askOcsp,
  dieIssuing,
  certificateRow,
  issuedCertificate,
  portsOn,
  revokeForTest,
  testOffice,
} from '../testing/index.ts';

const NONCE = new Uint8Array(16).fill(5);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL = { limit: 1000 };

const answers = ({ database }: TestOffice) => database.query.selectFrom('certificate_answer').selectAll().execute();

eachEngine('OCSP', (open) => {
  test('a serial nobody knows is never good', async () => {
    const office = await testOffice(open);
    await issuedCertificate(office);
    for (const serial of ['01', '7f'.repeat(20)]) {
      expect(await askOcsp(office, { serial, nonce: NONCE })).toMatchObject({ status: { state: 'unknown' } });
      expect(await askOcsp(office, { serial })).toMatchObject({ status: { state: 'unknown' } });
    }
  });

  test('a serial whose certificate is not signed, or whose issue failed, is not good either', async () => {
    const office = await testOffice(open);
    const certificateId = await approvedRequest(office);
    await dieIssuing(office, certificateId);
    const { serial, to_be_signed } = await certificateRow(office, certificateId);
    expect(to_be_signed).not.toBeNull();
    await preSignAnswers(office.ports, ALL);
    expect(await askOcsp(office, { serial: serial ?? '' })).toMatchObject({ status: { state: 'unknown' } });
  });

  test('what was imported under a serial of ours, or under another, says nothing', async () => {
    const office = await testOffice(open);
    const { certificateId, serial } = await issuedCertificate(office);
    const row = await certificateRow(office, certificateId);
    const imported = {
      ...row,
      certificate_id: `${certificateId.slice(0, 20)}AA` as typeof certificateId,
      serial: '0102',
      authority_id: null,
      sha256: '0102',
    };
    await office.database.transact((tx) =>
      tx.query
        .insertInto('certificate')
        .values({ ...imported, origin: 'import' })
        .execute(),
    );
    expect(await askOcsp(office, { serial: '0102' })).toMatchObject({ status: { state: 'unknown' } });
    expect(await askOcsp(office, { serial })).toMatchObject({ status: { state: 'good' } });
  });

  test('a revocation is visible with the next question, with its time and reason, whatever was signed before', async () => {
    const office = await testOffice(open);
    const { certificateId, serial } = await issuedCertificate(office);
    expect(await preSignAnswers(office.ports, ALL)).toBe(1);
    expect(await answers(office)).toHaveLength(2);
    expect(await askOcsp(office, { serial, budget: 'spent' })).toMatchObject({ status: { state: 'good' } });
    office.clock.advance(1000);
    const at = office.clock.now();
    await revokeForTest(office, certificateId, 'superseded');
    for (const nonce of [undefined, NONCE]) {
      expect(await askOcsp(office, { serial, ...(nonce && { nonce }) })).toMatchObject({
        status: { state: 'revoked', at, reason: 'superseded' },
      });
    }
    expect(await preSignAnswers(office.ports, ALL)).toBe(1);
    expect(await askOcsp(office, { serial, budget: 'spent' })).toMatchObject({ status: { state: 'revoked', at, reason: 'superseded' } });
  });

  test('caches may keep an answer for five seconds, and one for a nonce not at all', async () => {
    const office = await testOffice(open);
    const { serial } = await issuedCertificate(office);
    expect(await askOcsp(office, { serial, nonce: NONCE })).toMatchObject({ caching: { kind: 'never' } });
    expect(await askOcsp(office, { serial })).toMatchObject({ caching: { kind: 'until', maxAgeSeconds: 5 } });
    await preSignAnswers(office.ports, ALL);
    expect(await askOcsp(office, { serial, budget: 'spent' })).toMatchObject({ caching: { kind: 'until', maxAgeSeconds: 5 } });
  });

  test('whoever has spent what they may cost is told to try later, unless an answer is there', async () => {
    const office = await testOffice(open);
    const { serial } = await issuedCertificate(office);
    expect(await askOcsp(office, { serial, budget: 'spent' })).toEqual({ failure: 'try-later' });
    await preSignAnswers(office.ports, ALL);
    expect(await askOcsp(office, { serial, nonce: NONCE, budget: 'spent' })).toEqual({ failure: 'try-later' });
    expect(await askOcsp(office, { serial, budget: 'spent' })).toMatchObject({ status: { state: 'good' } });
  });

  test('answers are made again when half their time is over, a bounded number a round, and dropped when a certificate has ended', async () => {
    const office = await testOffice(open);
    for (const name of ['a.example', 'b.example', 'c.example']) await issuedCertificate(office, name);
    expect(await preSignAnswers(office.ports, { limit: 2 })).toBe(2);
    expect(await preSignAnswers(office.ports, { limit: 2 })).toBe(1);
    expect(await preSignAnswers(office.ports, { limit: 2 })).toBe(0);
    office.clock.advance(12 * HOUR);
    expect(await preSignAnswers(office.ports, ALL)).toBe(3);
    office.clock.advance(400 * DAY);
    expect(await preSignAnswers(office.ports, ALL)).toBe(3);
    expect(await answers(office)).toEqual([]);
    expect(await preSignAnswers(office.ports, ALL)).toBe(0);
  });

  test('an answer from before the clock stepped back is not given out, and a revocation is told all the same', async () => {
    const office = await testOffice(open);
    office.clock.advance(DAY);
    const { certificateId, serial } = await issuedCertificate(office);
    await preSignAnswers(office.ports, ALL);
    const at = office.clock.now();
    await revokeForTest(office, certificateId);
    await preSignAnswers(office.ports, ALL);
    office.clock.advance(-2 * HOUR);
    expect(await askOcsp(office, { serial, budget: 'spent' })).toEqual({ failure: 'try-later' });
    expect(await askOcsp(office, { serial })).toMatchObject({ status: { state: 'revoked', at }, thisUpdate: at });
  });

  test('the responder is rolled when half its life is over; every process has the same one, and what the old one signed stays good', async () => {
    const office = await testOffice(open);
    const { serial } = await issuedCertificate(office);
    const first = await askOcsp(office, { serial });
    const others = await Promise.all(Array.from({ length: 4 }, () => portsOn(office.ports as Parameters<typeof portsOn>[0])));
    const responders = async () =>
      new Set(
        (await Promise.all([...others, office.ports].map((ports) => askOcsp({ ports }, { serial })))).map(({ responder }) => responder),
      );
    expect(await responders()).toEqual(new Set([first.responder]));
    office.clock.advance(15 * DAY);
    const rolled = await responders();
    expect(rolled.size).toBe(1);
    expect(rolled.has(first.responder)).toBe(false);
    expect(await office.database.query.selectFrom('certificate_responder').select('generation').execute()).toHaveLength(2);
  });
});
