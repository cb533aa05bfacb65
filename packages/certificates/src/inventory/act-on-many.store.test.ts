import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type ApiKeyId,
  type CertificateId,
  type ManyAct,
  MOST_AT_ONCE,
  type Person,
  type ReportId,
  actOnMany,
  isRefusal,
  keepField,
  requestCertificate,
  viewCertificate,
  viewChosen,
  viewReport,
} from '../index.ts';
import { type TestOffice, certificateRow, csrFor, issuedCertificate, testOffice } from '../testing/index.ts';

const REVOKE: ManyAct = { act: 'revoke', reason: 'superseded' };

async function went(
  office: TestOffice,
  given: { readonly person: Person; readonly ids: readonly CertificateId[]; readonly many?: ManyAct },
) {
  const { person, ids, many = REVOKE } = given;
  const outcome = await actOnMany(office.ports, { person, certificateIds: ids, many });
  if (isRefusal(outcome)) throw new Error(outcome.code);
  return { ...outcome, words: outcome.report.outcomes.map(({ refusal, became }) => refusal?.code ?? became ?? 'done') };
}

async function issued(office: TestOffice, ...names: readonly string[]): Promise<CertificateId[]> {
  const ids: CertificateId[] = [];
  for (const name of names) ids.push((await issuedCertificate(office, name)).certificateId);
  return ids;
}

function statuses(office: TestOffice, ids: readonly CertificateId[]) {
  return Promise.all(ids.map(async (id) => (await certificateRow(office, id)).status));
}

eachEngine('many certificates at once', (open) => {
  test('one of another organisation among the chosen is not there, is not touched and is not named, and the others are done', async () => {
    const office = await testOffice(open);
    const [first, second] = await issued(office, 'a.example', 'b.example');
    const theirs = await requestCertificate(office.ports, { person: office.staff.stranger, wish: csrFor(['secret.example']) });
    if (isRefusal(theirs) || !first || !second) throw new Error('the scene is not set');
    const never = 'AAAAAAAAAAAAAAAAAAAAAA' as CertificateId;
    const ids = [first, theirs.certificateId, never, second];
    const { requester: person, stranger } = office.staff;
    expect(await viewChosen(office.ports, { person, certificateIds: ids })).toMatchObject({
      certificates: [{ names: ['a.example'] }, { names: ['b.example'] }],
    });
    const { words, report, reportId } = await went(office, { person, ids });
    expect(words).toEqual(['done', 'certificate-not-found', 'certificate-not-found', 'done']);
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(report.outcomes[1]?.refusal).toEqual(report.outcomes[2]?.refusal);
    expect(await statuses(office, [first, theirs.certificateId, second])).toEqual(['REVOKED', 'PENDING_APPROVAL', 'REVOKED']);
    const all = await went(office, { person: stranger, ids: [first, second], many: { act: 'deactivate' } });
    expect(all.words).toEqual(['certificate-not-found', 'certificate-not-found']);
    // What became of them is told to whoever did it.
    expect(await viewReport(office.ports, { person, reportId })).toMatchObject({ report });
    for (const other of [office.staff.approver, stranger]) {
      expect(await viewReport(office.ports, { person: other, reportId })).toMatchObject({ code: 'report-not-found' });
    }
    expect(await viewReport(office.ports, { person, reportId: never as string as ReportId })).toMatchObject({ code: 'report-not-found' });
  });

  test('each asks for its own permit: without the role or the second factor none is done, and the audit log has a line of each', async () => {
    const office = await testOffice(open);
    const ids = await issued(office, 'a.example', 'b.example');
    expect((await went(office, { person: office.staff.auditor, ids })).words).toEqual(['role-missing', 'role-missing']);
    expect((await went(office, { person: { ...office.staff.requester, level: 1 }, ids })).words).toEqual([
      'step-up-needed',
      'step-up-needed',
    ]);
    expect(await statuses(office, ids)).toEqual(['ACTIVE', 'ACTIVE']);
    const lines = await office.database.query
      .selectFrom('audit_event')
      .select('action')
      .where('action', '=', 'certificate.revoke')
      .execute();
    expect(lines).toHaveLength(4);
  });

  test('a key without the scope is refused before any is touched: no report is kept, and the audit log says it once', async () => {
    const office = await testOffice(open);
    const ids = await issued(office, 'a.example', 'b.example');
    const through = { keyId: 'AAAAAAAAAAAAAAAAAAAAAA' as ApiKeyId, scopes: ['look', 'deactivate'] } as const;
    const person: Person = { ...office.staff.requester, through };
    expect(await actOnMany(office.ports, { person, certificateIds: ids, many: REVOKE })).toMatchObject({
      code: 'role-missing',
      details: { scopes: ['revoke'] },
    });
    expect(await statuses(office, ids)).toEqual(['ACTIVE', 'ACTIVE']);
    const { query } = office.database;
    expect(await query.selectFrom('certificate_report').select('report_id').execute()).toEqual([]);
    const lines = await query.selectFrom('audit_event').select('outcome').where('action', '=', 'certificate.revoke').execute();
    expect(lines).toHaveLength(1);
    expect((await went(office, { person, ids, many: { act: 'deactivate' } })).words).toEqual(['done', 'done']);
  });

  test('none, and more than a person has looked at, are refused before any is touched', async () => {
    const office = await testOffice(open);
    const { requester: person } = office.staff;
    expect(await actOnMany(office.ports, { person, certificateIds: [], many: REVOKE })).toMatchObject({ code: 'nothing-chosen' });
    const ids = Array.from({ length: MOST_AT_ONCE + 1 }, (_, index) => String(index).padStart(22, 'A') as CertificateId);
    expect(await actOnMany(office.ports, { person, certificateIds: ids, many: REVOKE })).toMatchObject({
      code: 'too-many-chosen',
      details: { limit: MOST_AT_ONCE },
    });
    expect(await viewChosen(office.ports, { person, certificateIds: ids })).toMatchObject({ code: 'too-many-chosen' });
  });

  test('each is as the single act leaves it, once however often it was chosen; a reason that is none is refused for each', async () => {
    const office = await testOffice(open);
    const [id = '' as CertificateId] = await issued(office, 'a.example');
    const { requester: person } = office.staff;
    expect((await went(office, { person, ids: [id], many: { act: 'revoke', reason: 'boredom' } })).words).toEqual([
      'revocation-reason-unknown',
    ]);
    expect((await went(office, { person, ids: [id, id], many: { act: 'deactivate' } })).words).toEqual(['done']);
    expect((await went(office, { person, ids: [id], many: { act: 'retry' } })).words).toEqual(['status-changed']);
    expect((await went(office, { person, ids: [id] })).words).toEqual(['done']);
    expect(await certificateRow(office, id)).toMatchObject({ status: 'REVOKED', revocation_reason: 4, answer_due_at: office.clock.now() });
    const { report } = await went(office, { person, ids: [id] });
    expect(report.outcomes[0]?.refusal).toEqual({ code: 'status-changed', details: { status: 'REVOKED' } });
  });

  test('a field is written into each, and what stands in the others stays', async () => {
    const office = await testOffice(open);
    const ids = await issued(office, 'a.example', 'b.example');
    const { administrator, requester: person } = office.staff;
    const keep = (name: string) =>
      keepField(office.ports, { person: administrator, fieldId: undefined, wish: { name, kind: 'text', choices: [], need: 'optional' } });
    const team = await keep('Team');
    office.clock.advance(1);
    const place = await keep('Place');
    if (isRefusal(team) || isRefusal(place)) throw new Error('no field');
    const describe = (fieldId: string, value: string): ManyAct => ({ act: 'describe', entries: [{ fieldId, value }] });
    await went(office, { person, ids: ids.slice(0, 1), many: describe(place.fieldId, 'Quay') });
    expect((await went(office, { person, ids, many: describe(team.fieldId, 'Pilots') })).words).toEqual(['done', 'done']);
    const views = await Promise.all(ids.map((certificateId) => viewCertificate(office.ports, { person, certificateId })));
    expect(views.map((view) => (isRefusal(view) ? [] : view.described.map(({ value }) => value)))).toEqual([
      ['Pilots', 'Quay'],
      ['Pilots', undefined],
    ]);
  });

  test('who else is told: nobody without the role, nothing of another organisation, and once however often it is sent', async () => {
    const office = await testOffice(open);
    const ids = await issued(office, 'a.example', 'b.example');
    const theirs = await requestCertificate(office.ports, { person: office.staff.stranger, wish: csrFor(['secret.example']) });
    if (isRefusal(theirs)) throw new Error('the scene is not set');
    const { requester: person, auditor } = office.staff;
    const tell = (...addresses: readonly string[]): ManyAct => ({ act: 'tell-others', addresses });
    const chosen = [...ids, theirs.certificateId];
    expect((await went(office, { person: auditor, ids, many: tell('team@harbour.example') })).words).toEqual([
      'role-missing',
      'role-missing',
    ]);
    // Once for all of them: it would be refused of each.
    const malformed = tell('team@harbour.example', 'a@b.example\nBcc: all@evil.example');
    expect(await actOnMany(office.ports, { person, certificateIds: chosen, many: malformed })).toMatchObject({
      code: 'addresses-malformed',
    });
    const eleven = tell(...Array.from({ length: 11 }, (_, at) => `a${String(at)}@harbour.example`));
    expect(await actOnMany(office.ports, { person, certificateIds: chosen, many: eleven })).toMatchObject({
      code: 'addresses-too-many',
      details: { limit: 10 },
    });
    const { query } = office.database;
    const told = () => query.selectFrom('certificate_notice_address').select(['certificate_id', 'address']).execute();
    expect(await told()).toEqual([]);
    for (const many of [tell('before@harbour.example'), tell('team@harbour.example'), tell('team@harbour.example', '')]) {
      expect((await went(office, { person, ids: chosen, many })).words).toEqual(['done', 'done', 'certificate-not-found']);
    }
    const all = ids.map((id) => ({ certificate_id: id, address: 'team@harbour.example' }));
    expect(await told()).toEqual(expect.arrayContaining(all));
    expect(await told()).toHaveLength(2);
    const lines = await query.selectFrom('audit_event').select('outcome').where('action', '=', 'certificate.tell-others').execute();
    expect(lines.filter(({ outcome }) => outcome === 'done')).toHaveLength(6);
    expect(lines.filter(({ outcome }) => outcome === 'refused')).toHaveLength(5);
  });

  test('a report is kept for a month, and goes with the next one after that', async () => {
    const office = await testOffice(open);
    const ids = await issued(office, 'a.example');
    const { requester: person } = office.staff;
    const { reportId } = await went(office, { person, ids });
    office.clock.advance(31 * 86_400_000);
    expect(await viewReport(office.ports, { person, reportId })).toHaveProperty('report');
    await went(office, { person, ids });
    expect(await viewReport(office.ports, { person, reportId })).toMatchObject({ code: 'report-not-found' });
  });

  test('revocations that others must agree to are asked for and not done, and say so', async () => {
    const office = await testOffice(open, { revocationApprovals: 1 });
    const ids = await issued(office, 'a.example', 'b.example');
    const { requester: person } = office.staff;
    expect((await went(office, { person, ids })).words).toEqual(['asked', 'asked']);
    expect((await went(office, { person, ids })).words).toEqual(['revocation-asked-already', 'revocation-asked-already']);
    expect(await statuses(office, ids)).toEqual(['ACTIVE', 'ACTIVE']);
    const many = { act: 'revoke', reason: 'key-compromise' } as const;
    expect((await went(office, { person, ids, many })).words).toEqual(['done', 'done']);
    expect(await statuses(office, ids)).toEqual(['REVOKED', 'REVOKED']);
  });
});
