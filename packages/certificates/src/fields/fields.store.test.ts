import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type CertificateId,
  type FieldEntry,
  type FieldId,
  type FieldWish,
  describeCertificate,
  isRefusal,
  issueCertificate,
  keepField,
  listFields,
  renewCertificate,
  requestCertificate,
  retireField,
  searchInventory,
  viewCertificate,
} from '../index.ts';
import { type TestOffice, approvedRequest, csrFor, issuedCertificate, testOffice } from '../testing/index.ts';

const TEAM: FieldWish = { name: 'Team', kind: 'text', choices: [], need: 'optional' };

async function addField(office: TestOffice, wish: Partial<FieldWish> = {}, person = office.staff.administrator): Promise<FieldId> {
  const outcome = await keepField(office.ports, { person, fieldId: undefined, wish: { ...TEAM, ...wish } });
  if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.reason}`);
  return outcome.fieldId;
}

function write(office: TestOffice, certificateId: CertificateId, ...entries: readonly FieldEntry[]) {
  return describeCertificate(office.ports, { person: office.staff.requester, certificateId, entries });
}

async function found(office: TestOffice, search: string, field?: FieldId) {
  const wish = { search, status: undefined, order: 'name', after: undefined, field } as const;
  const page = await searchInventory(office.ports, { person: office.staff.auditor, wish, limit: 10 });
  if (isRefusal(page)) throw new Error(page.code);
  return page.certificates.map(({ names }) => names[0]);
}

async function valuesIn(office: TestOffice, certificateId: CertificateId) {
  const view = await viewCertificate(office.ports, { person: office.staff.auditor, certificateId });
  if (isRefusal(view)) throw new Error(view.code);
  return Object.fromEntries(view.described.map(({ field, value }) => [field.name, value]));
}

eachEngine('fields of an organisation’s own', (open) => {
  test('another organisation’s field can be neither written, changed nor retired, and its certificates not described', async () => {
    const office = await testOffice(open);
    const { administrator, stranger, requester } = office.staff;
    const theirs = await addField(office, {}, stranger);
    const { certificateId } = await issuedCertificate(office);
    expect(await write(office, certificateId, { fieldId: theirs, value: 'x' })).toMatchObject({ code: 'field-not-found' });
    expect(await keepField(office.ports, { person: administrator, fieldId: theirs, wish: TEAM })).toMatchObject({
      code: 'field-not-found',
    });
    expect(await retireField(office.ports, { person: administrator, fieldId: theirs })).toMatchObject({ code: 'field-not-found' });
    expect(await describeCertificate(office.ports, { person: stranger, certificateId, entries: [] })).toMatchObject({
      code: 'certificate-not-found',
    });
    expect(
      await requestCertificate(office.ports, {
        person: requester,
        wish: { ...csrFor(['a.example']), entries: [{ fieldId: theirs, value: 'x' }] },
      }),
    ).toMatchObject({ code: 'field-not-found' });
    expect(await listFields(office.ports, { person: stranger })).toMatchObject({ fields: [{ name: 'Team' }] });
    expect(await listFields(office.ports, { person: administrator })).toMatchObject({ fields: [], mayManage: 'yes' });
  });

  test('only an administrator says which fields there are, only who works on certificates writes into them, and both with two factors', async () => {
    const office = await testOffice(open);
    const { administrator, auditor, requester, approver } = office.staff;
    const { certificateId } = await issuedCertificate(office);
    for (const person of [requester, approver, auditor]) {
      expect(await keepField(office.ports, { person, fieldId: undefined, wish: TEAM })).toMatchObject({ code: 'role-missing' });
    }
    const fieldId = await addField(office);
    for (const person of [auditor, administrator]) {
      expect(await describeCertificate(office.ports, { person, certificateId, entries: [{ fieldId, value: 'x' }] })).toMatchObject({
        code: 'role-missing',
      });
    }
    const atLevelOne = { level: 1 } as const;
    expect(await retireField(office.ports, { person: { ...administrator, ...atLevelOne }, fieldId })).toMatchObject({
      code: 'step-up-needed',
    });
    expect(await describeCertificate(office.ports, { person: { ...requester, ...atLevelOne }, certificateId, entries: [] })).toMatchObject({
      code: 'step-up-needed',
    });
    expect(await valuesIn(office, certificateId)).toEqual({ Team: undefined });
  });

  test('of two fields of one name at the same moment one is kept, and never more than there may be', async () => {
    const office = await testOffice(open);
    const person = office.staff.administrator;
    const twice = await Promise.all([1, 2].map(() => keepField(office.ports, { person, fieldId: undefined, wish: TEAM })));
    expect(twice.map(({ kind }) => kind).sort()).toEqual(['kept', 'refusal']);
    const many = Array.from({ length: 22 }, (_, index) =>
      keepField(office.ports, { person, fieldId: undefined, wish: { ...TEAM, name: `Field ${String(index)}` } }),
    );
    expect((await Promise.all(many)).filter(({ kind }) => kind === 'kept')).toHaveLength(19);
  });

  test('two who write into different fields at the same moment both find their words there, and both are found by them', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    const [team, place] = [await addField(office), await addField(office, { name: 'Place' })];
    await Promise.all([
      write(office, certificateId, { fieldId: team, value: 'Pilots' }),
      write(office, certificateId, { fieldId: place, value: 'North Quay' }),
    ]);
    expect(await valuesIn(office, certificateId)).toEqual({ Team: 'Pilots', Place: 'North Quay' });
    expect(await found(office, 'pilots')).toEqual(['www.harbour.example']);
    expect(await found(office, 'quay')).toEqual(['www.harbour.example']);
  });

  test('what is required is asked for at a request, cannot be emptied, and what was asked is written down', async () => {
    const office = await testOffice(open);
    const { requester: person } = office.staff;
    const fieldId = await addField(office, { name: 'Cost centre', kind: 'number', need: 'required' });
    const wish = csrFor(['www.harbour.example']);
    expect(await requestCertificate(office.ports, { person, wish })).toMatchObject({
      code: 'field-value-missing',
      details: { texts: ['Cost centre'] },
    });
    expect(await requestCertificate(office.ports, { person, wish: { ...wish, entries: [{ fieldId, value: 'many' }] } })).toMatchObject({
      code: 'field-value-refused',
    });
    const asked = await requestCertificate(office.ports, { person, wish: { ...wish, entries: [{ fieldId, value: '0042' }] } });
    if (isRefusal(asked)) throw new Error(asked.reason);
    expect(await valuesIn(office, asked.certificateId)).toEqual({ 'Cost centre': '42' });
    expect(await found(office, '42', fieldId)).toEqual(['www.harbour.example']);
    expect(await write(office, asked.certificateId, { fieldId, value: '' })).toMatchObject({ code: 'field-value-missing' });
  });

  test('a changed value is found and its old one not, a name that says the same stays found, and the history tells who and which', async () => {
    const office = await testOffice(open);
    const certificateId = await approvedRequest(office, 'quay.example');
    const fieldId = await addField(office);
    await write(office, certificateId, { fieldId, value: 'quay.example' });
    expect(await issueCertificate(office.ports, certificateId)).toBe('issued');
    await write(office, certificateId, { fieldId, value: 'Lock keepers' });
    expect(await found(office, 'quay.example')).toEqual(['quay.example']);
    expect(await found(office, 'quay', fieldId)).toEqual([]);
    expect(await found(office, 'LOCK', fieldId)).toEqual(['quay.example']);
    expect(await found(office, '', fieldId)).toEqual(['quay.example']);
    await write(office, certificateId, { fieldId, value: ' ' });
    expect(await found(office, 'keepers')).toEqual([]);
    expect(await found(office, '', fieldId)).toEqual([]);
    const view = await viewCertificate(office.ports, { person: office.staff.auditor, certificateId });
    if (isRefusal(view)) throw new Error(view.code);
    expect(view.events.filter(({ what }) => what === 'described')).toMatchObject(Array(3).fill({ person: 'ada', note: 'Team' }));
    expect(await found(office, (view.serial ?? '').slice(0, 12))).toEqual(['quay.example']);
  });

  test('what is noted beside a certificate goes on with the one that takes its place, and a field that is new keeps nobody from renewing', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    const fieldId = await addField(office);
    await write(office, certificateId, { fieldId, value: 'Pilots' });
    await addField(office, { name: 'Place', need: 'required' });
    const { requester: person } = office.staff;
    const renewed = await renewCertificate(office.ports, {
      person,
      certificateId,
      key: { kind: 'same' },
      lifetimeDays: undefined,
      note: '',
    });
    if (isRefusal(renewed)) throw new Error(renewed.code);
    expect(await valuesIn(office, renewed.certificateId)).toEqual({ Team: 'Pilots', Place: undefined });
    expect(await found(office, 'pilots')).toHaveLength(2);
  });

  test('one that is retired is asked for and shown no more; its name is free, and its kind cannot be changed', async () => {
    const office = await testOffice(open);
    const person = office.staff.administrator;
    const { certificateId } = await issuedCertificate(office);
    const fieldId = await addField(office, { need: 'required' });
    await write(office, certificateId, { fieldId, value: 'Pilots' });
    await keepField(office.ports, { person, fieldId, wish: { ...TEAM, name: 'Crew', kind: 'number' } });
    expect(await listFields(office.ports, { person })).toMatchObject({ fields: [{ name: 'Crew', kind: 'text', need: 'optional' }] });
    expect(await retireField(office.ports, { person, fieldId })).toEqual({ kind: 'retired' });
    expect(await retireField(office.ports, { person, fieldId })).toMatchObject({ code: 'field-not-found' });
    expect(await valuesIn(office, certificateId)).toEqual({});
    expect(await write(office, certificateId, { fieldId, value: 'x' })).toMatchObject({ code: 'field-not-found' });
    await addField(office, { name: 'Crew' });
    const values = await office.database.query.selectFrom('certificate_field_value').select('value').execute();
    expect(values).toEqual([{ value: 'Pilots' }]);
  });
});
