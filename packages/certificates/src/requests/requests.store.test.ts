import { eachEngine } from '@sallyport/platform/testing';
import { makeTestKey } from '@sallyport/pki/testing';
import { expect, test } from 'vitest';
import {
  type CertificateId,
  type Person,
  checkRequest,
  decideOnRequest,
  isRefusal,
  requestCertificate,
  revokeCertificate,
  issueCertificate,
  withdrawRequest,
} from '../index.ts';
import { type TestOffice, csrFor, testOffice } from '../testing/index.ts';
import { tallyOf } from '../testing/tally.ts';

async function asked(office: TestOffice, person: Person = office.staff.requester): Promise<CertificateId> {
  const outcome = await requestCertificate(office.ports, { person, wish: csrFor(['www.harbour.example']) });
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
  return outcome.certificateId;
}

function tally(outcomes: readonly Awaited<ReturnType<typeof decideOnRequest>>[]): Readonly<Record<string, number>> {
  return tallyOf(outcomes.map((outcome) => (isRefusal(outcome) ? outcome.code : outcome.kind)));
}

function approve(office: TestOffice, person: Person, certificateId: CertificateId) {
  return decideOnRequest(office.ports, { person, certificateId, decision: 'approve', reason: '' });
}

eachEngine('requests and decisions', (open) => {
  test('nobody asks without the role, or with the first factor alone; what they tried is in the audit log', async () => {
    const office = await testOffice(open);
    const { auditor, requester } = office.staff;
    const wish = csrFor(['www.harbour.example']);
    expect(await requestCertificate(office.ports, { person: auditor, wish })).toMatchObject({ code: 'role-missing', status: 403 });
    const atLevelOne = { ...requester, level: 1 } as const;
    expect(await requestCertificate(office.ports, { person: atLevelOne, wish })).toMatchObject({ code: 'step-up-needed' });
    expect(await checkRequest(office.ports, { person: atLevelOne, wish })).toMatchObject({ code: 'step-up-needed' });
    const rows = await office.database.query
      .selectFrom('audit_event')
      .select(['action', 'outcome'])
      .where('outcome', '=', 'refused')
      .execute();
    expect(rows).toEqual([
      { action: 'certificate.request', outcome: 'refused' },
      { action: 'certificate.request', outcome: 'refused' },
    ]);
  });

  test('nothing in the place of a certificate request is told from one that cannot be read', async () => {
    const office = await testOffice(open);
    const { requester: person } = office.staff;
    const checked = (csr: string | Uint8Array) => checkRequest(office.ports, { person, wish: { ...csrFor(['www.harbour.example']), csr } });
    for (const csr of ['', ' \n', new Uint8Array()]) expect(await checked(csr)).toMatchObject({ code: 'csr-missing', status: 422 });
    for (const csr of ['-', new Uint8Array(1)]) expect(await checked(csr)).toMatchObject({ code: 'csr-refused', details: { csr: {} } });
  });

  test('nobody decides on what they asked for themselves, and no stranger sees that it is there', async () => {
    const office = await testOffice(open);
    const { approver, stranger } = office.staff;
    const certificateId = await asked(office, approver);
    expect(await approve(office, approver, certificateId)).toMatchObject({ code: 'own-request' });
    expect(await approve(office, stranger, certificateId)).toMatchObject({ code: 'certificate-not-found', status: 404 });
    expect(await withdrawRequest(office.ports, { person: stranger, certificateId })).toMatchObject({ code: 'certificate-not-found' });
    expect(await revokeCertificate(office.ports, { person: stranger, certificateId, reason: 'unspecified' })).toMatchObject({
      code: 'certificate-not-found',
    });
  });

  test('with two needed, the same approver forty times at once is one word; a second person makes it approved', async () => {
    const office = await testOffice(open, { approvals: 2 });
    const { approver, secondApprover } = office.staff;
    const certificateId = await asked(office);
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => approve(office, approver, certificateId)));
    expect(tally(outcomes)).toEqual({ decided: 1, 'decided-already': 39 });
    expect(await approve(office, secondApprover, certificateId)).toMatchObject({ status: 'APPROVED', approvals: 2, needed: 2 });
  });

  test('of an approval and a decline at the same moment one counts', async () => {
    const office = await testOffice(open);
    const { approver, secondApprover } = office.staff;
    const certificateId = await asked(office);
    const outcomes = await Promise.all([
      approve(office, approver, certificateId),
      decideOnRequest(office.ports, { person: secondApprover, certificateId, decision: 'decline', reason: 'not ours' }),
    ]);
    expect(tally(outcomes)).toEqual({ decided: 1, 'status-changed': 1 });
  });

  test('a decline says why, or is none', async () => {
    const office = await testOffice(open);
    const certificateId = await asked(office);
    const input = { person: office.staff.approver, certificateId, decision: 'decline' } as const;
    expect(await decideOnRequest(office.ports, { ...input, reason: '  ' })).toMatchObject({ code: 'reason-missing' });
    expect(await decideOnRequest(office.ports, { ...input, reason: 'That host is gone.' })).toMatchObject({ status: 'DECLINED' });
    expect(await approve(office, office.staff.secondApprover, certificateId)).toMatchObject({ code: 'status-changed' });
  });

  test('only whoever asked withdraws it, and only before it is begun', async () => {
    const office = await testOffice(open);
    const { requester, approver } = office.staff;
    const certificateId = await asked(office);
    expect(await withdrawRequest(office.ports, { person: approver, certificateId })).toMatchObject({ code: 'role-missing' });
    expect(await withdrawRequest(office.ports, { person: requester, certificateId })).toEqual({ kind: 'withdrawn' });
    expect(await withdrawRequest(office.ports, { person: requester, certificateId })).toMatchObject({ code: 'status-changed' });
  });

  test('a check keeps nothing; what it would refuse, asking refuses', async () => {
    const office = await testOffice(open);
    const person = office.staff.requester;
    expect(await checkRequest(office.ports, { person, wish: csrFor(['www.harbour.example']) })).toMatchObject({ findings: [] });
    const bad = { ...csrFor(['not a name', 'www.harbour.example']), lifetimeDays: 30 };
    for (const verb of [checkRequest, requestCertificate]) {
      expect(await verb(office.ports, { person, wish: bad })).toMatchObject({
        code: 'names-malformed',
        details: { texts: ['not a name'] },
      });
      expect(await verb(office.ports, { person, wish: { ...csrFor(['a.example']), lifetimeDays: 4000 } })).toMatchObject({
        code: 'lifetime-refused',
        details: { validity: { code: 'lifetime-too-long', maximumDays: 397 } },
      });
      expect(
        await verb(office.ports, { person, wish: { ...csrFor(['a.example']), subject: { organization: 'Somebody Else' } } }),
      ).toMatchObject({
        code: 'subject-not-verified',
      });
    }
    expect(await office.database.query.selectFrom('certificate').select('certificate_id').execute()).toEqual([]);
  });

  test('a key that others have is not certified again, whoever asks', async () => {
    const office = await testOffice(open);
    const { requester, approver, stranger } = office.staff;
    const key = makeTestKey();
    const first = await requestCertificate(office.ports, { person: requester, wish: csrFor(['a.example'], { key }) });
    if (isRefusal(first)) throw new Error(first.reason);
    const { certificateId } = first;
    await approve(office, approver, certificateId);
    expect(await issueCertificate(office.ports, certificateId)).toBe('issued');
    await revokeCertificate(office.ports, { person: requester, certificateId, reason: 'key-compromise' });
    expect(await requestCertificate(office.ports, { person: stranger, wish: csrFor(['b.example'], { key }) })).toMatchObject({
      code: 'key-refused',
      details: { weaknesses: [{ code: 'key-blocked' }] },
    });
  });
});
