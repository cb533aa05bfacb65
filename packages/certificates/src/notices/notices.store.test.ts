import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type CertificateId,
  type NoticeChoice,
  type Person,
  chooseNotices,
  decideOnRequest,
  deactivateCertificate,
  isRefusal,
  issueCertificate,
  noteEndings,
  renewCertificate,
  requestCertificate,
  revokeCertificate,
  sendDigests,
  tellOccasions,
  tellOthers,
} from '../index.ts';
import { type TestOffice, certificateRow, csrFor, issuedCertificate, testOffice } from '../testing/index.ts';

const DAY_MS = 86_400_000;

/** Who was told what since the last look. */
async function told(office: TestOffice): Promise<readonly string[]> {
  const before = (await office.mails()).length;
  await tellOccasions(office.ports);
  return (await office.mails())
    .slice(before)
    .map(({ to, subject }) => `${to.split('@')[0] ?? ''}: ${subject}`)
    .sort();
}

async function asked(office: TestOffice, name = 'www.harbour.example', person: Person = office.staff.requester): Promise<CertificateId> {
  const outcome = await requestCertificate(office.ports, { person, wish: csrFor([name]) });
  if (isRefusal(outcome)) throw new Error(outcome.code);
  return outcome.certificateId;
}

async function chooses(office: TestOffice, person: Person, choice: Partial<NoticeChoice>): Promise<void> {
  const whole = { scope: 'own', pace: 'each', approvals: 'tell', ...choice } as const;
  expect(await chooseNotices(office.ports, { person, choice: whole })).toEqual({ kind: 'chosen' });
}

async function fresh(office: TestOffice, name?: string): Promise<CertificateId> {
  const { certificateId } = await issuedCertificate(office, name);
  await told(office);
  return certificateId;
}

eachEngine('notices', (open) => {
  test('of twenty processes that look at the same moment one tells, by one mail a person', async () => {
    const office = await testOffice(open);
    await asked(office);
    const counts = await Promise.all(Array.from({ length: 20 }, () => tellOccasions(office.ports)));
    expect(counts.reduce((sum, one) => sum + one)).toBe(1);
    // Bo and Cy are approvers; Mallory is one elsewhere.
    expect((await office.mails()).map(({ to }) => to).sort()).toEqual(['bo@example.test', 'cy@example.test']);
  });

  test('killed while it tells: nothing is told twice and nothing is lost', async () => {
    const office = await testOffice(open);
    await asked(office);
    let left = 1;
    const { queue } = office.ports.mailer;
    const dying: TestOffice['ports'] = {
      ...office.ports,
      mailer: {
        queue: (tx, mail) => {
          left -= 1;
          return left < 0 ? Promise.reject(new Error('killed')) : queue(tx, mail);
        },
      },
    };
    await expect(tellOccasions(dying)).rejects.toThrow('killed');
    expect(await office.mails()).toEqual([]);
    expect(await told(office)).toHaveLength(2);
    expect(await told(office)).toEqual([]);
  });

  test('from request to revocation everyone concerned is told, and nobody else', async () => {
    const office = await testOffice(open);
    const { approver, requester } = office.staff;
    const certificateId = await asked(office);
    expect(await told(office)).toEqual([
      'bo: A request waits for your word: www.harbour.example',
      'cy: A request waits for your word: www.harbour.example',
    ]);
    await decideOnRequest(office.ports, { person: approver, certificateId, decision: 'approve', reason: '' });
    await issueCertificate(office.ports, certificateId);
    expect(await told(office)).toEqual(['ada: Issued: www.harbour.example']);
    await revokeCertificate(office.ports, { person: requester, certificateId, reason: 'superseded' });
    expect(await told(office)).toEqual(['ada: Revoked: www.harbour.example']);
    const declined = await asked(office, 'old.harbour.example');
    await told(office);
    await decideOnRequest(office.ports, { person: approver, certificateId: declined, decision: 'decline', reason: 'That host is gone.' });
    expect(await told(office)).toEqual(['ada: Declined: old.harbour.example']);
    expect((await office.mails()).at(-1)?.text).toContain('by bo. In their words: That host is gone.');
  });

  test('what happened to many at once is one mail, with a link to the list', async () => {
    const office = await testOffice(open);
    for (const name of ['a.example', 'b.example', 'c.example']) await issuedCertificate(office, name);
    expect(await told(office)).toEqual(['ada: 3 things about your certificates']);
    expect((await office.mails())[0]?.text).toContain('https://certificates.example.test/certificates\n');
  });

  test('an end is told 30, 15, 7 days and a day before, once each, however many processes look', async () => {
    const office = await testOffice(open);
    await fresh(office);
    const subjects: string[] = [];
    for (let day = 0; day < 90; day += 1) {
      office.clock.advance(DAY_MS);
      await Promise.all(Array.from({ length: 3 }, () => noteEndings(office.ports)));
      subjects.push(...(await told(office)));
    }
    expect(subjects).toEqual([
      'ada: Ends in 30 days: www.harbour.example',
      'ada: Ends in 15 days: www.harbour.example',
      'ada: Ends in 7 days: www.harbour.example',
      'ada: Ends in one day: www.harbour.example',
    ]);
  });

  test('what was replaced, revoked or is no longer managed ends in silence, and is looked at no more', async () => {
    const office = await testOffice(open);
    const { requester: person, approver } = office.staff;
    const names = ['a.example', 'b.example', 'c.example'];
    const [renewed, revoked, left] = (await Promise.all(names.map((name) => fresh(office, name)))) as [
      CertificateId,
      CertificateId,
      CertificateId,
    ];
    office.clock.advance(20 * DAY_MS);
    const wish = { person, certificateId: renewed, key: { kind: 'same' }, lifetimeDays: 90, note: '' } as const;
    const successor = await renewCertificate(office.ports, wish);
    if (isRefusal(successor)) throw new Error(successor.code);
    await decideOnRequest(office.ports, { person: approver, certificateId: successor.certificateId, decision: 'approve', reason: '' });
    await issueCertificate(office.ports, successor.certificateId);
    await revokeCertificate(office.ports, { person, certificateId: revoked, reason: 'unspecified' });
    await deactivateCertificate(office.ports, { person, certificateId: left });
    await told(office);
    office.clock.advance(60 * DAY_MS);
    await noteEndings(office.ports);
    expect(await told(office)).toEqual(['ada: Ends in 30 days: a.example']);
    expect((await certificateRow(office, renewed)).notice_due_at).toBeNull();
    expect((await certificateRow(office, successor.certificateId)).notice_due_at).not.toBeNull();
  });

  test('a digest is one mail each morning with what happened since, none when nothing did, and one of all processes sends it', async () => {
    const office = await testOffice(open);
    const { requester } = office.staff;
    await chooses(office, requester, { pace: 'daily' });
    await issuedCertificate(office, 'a.example');
    await issuedCertificate(office, 'b.example');
    expect(await told(office)).toEqual([]);
    expect(await sendDigests(office.ports)).toBe(0);
    office.clock.advance(DAY_MS);
    const sent = await Promise.all(Array.from({ length: 10 }, () => sendDigests(office.ports)));
    expect(sent.reduce((sum, one) => sum + one)).toBe(1);
    const [mail] = (await office.mails()).slice(-1);
    expect(mail).toMatchObject({ to: 'ada@example.test', subject: 'Your certificates: 2 things today' });
    expect(mail?.text).toContain('a.example was issued');
    office.clock.advance(DAY_MS);
    expect(await sendDigests(office.ports)).toBe(0);
  });

  test('whoever wants no digest any more gets what was kept for it, and then every mail at once', async () => {
    const office = await testOffice(open);
    const { requester } = office.staff;
    await chooses(office, requester, { pace: 'daily' });
    await issuedCertificate(office, 'a.example');
    await told(office);
    await chooses(office, requester, { pace: 'each' });
    expect(await sendDigests(office.ports)).toBe(1);
    office.clock.advance(DAY_MS);
    expect(await sendDigests(office.ports)).toBe(0);
    await issuedCertificate(office, 'b.example');
    expect(await told(office)).toEqual(['ada: Issued: b.example']);
  });

  test('addresses kept with a certificate are told of its issue, and of that of the one in its place; nobody writes down others', async () => {
    const office = await testOffice(open);
    const { requester: person, auditor, stranger, approver } = office.staff;
    const certificateId = await asked(office);
    const addresses = ['team@harbour.example', ' Team@Harbour.example ', ''];
    expect(await tellOthers(office.ports, { person: auditor, certificateId, addresses })).toMatchObject({ code: 'role-missing' });
    expect(await tellOthers(office.ports, { person: stranger, certificateId, addresses })).toMatchObject({ code: 'certificate-not-found' });
    expect(await tellOthers(office.ports, { person, certificateId, addresses: ['a@b.example\nBcc: all@evil.example'] })).toMatchObject({
      code: 'addresses-malformed',
    });
    const many = Array.from({ length: 11 }, (_, at) => `a${String(at)}@harbour.example`);
    expect(await tellOthers(office.ports, { person, certificateId, addresses: many })).toMatchObject({ code: 'addresses-too-many' });
    expect(await tellOthers(office.ports, { person, certificateId, addresses: addresses.slice(0, 1) })).toMatchObject({ kind: 'kept' });
    await told(office);
    await decideOnRequest(office.ports, { person: approver, certificateId, decision: 'approve', reason: '' });
    await issueCertificate(office.ports, certificateId);
    expect(await told(office)).toEqual(['ada: Issued: www.harbour.example', 'team: Issued: www.harbour.example']);
    const wish = { person, certificateId, key: { kind: 'same' }, lifetimeDays: undefined, note: '' } as const;
    const renewed = await renewCertificate(office.ports, wish);
    if (isRefusal(renewed)) throw new Error(renewed.code);
    await told(office);
    await decideOnRequest(office.ports, { person: approver, certificateId: renewed.certificateId, decision: 'approve', reason: '' });
    await issueCertificate(office.ports, renewed.certificateId);
    expect(await told(office)).toContain('team: Issued: www.harbour.example');
  });

  test('a choice is made with both factors, by whoever has a role, and is in the audit log', async () => {
    const office = await testOffice(open);
    const { requester } = office.staff;
    const choice = { scope: 'none', pace: 'each', approvals: 'tell' } as const;
    expect(await chooseNotices(office.ports, { person: { ...requester, level: 1 }, choice })).toMatchObject({ code: 'step-up-needed' });
    await chooses(office, requester, choice);
    await issuedCertificate(office);
    // Agreed to before anybody looked: it waits for no approver any more.
    expect(await told(office)).toEqual([]);
    const rows = await office.database.query
      .selectFrom('audit_event')
      .select('outcome')
      .where('action', '=', 'certificate-notice.choose')
      .execute();
    expect(rows.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
  });
});
