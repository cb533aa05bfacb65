import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { type PersonId, type Role, changeRole, grantRoleByOperator, welcomePerson } from '../index.ts';
import { type TestOffice, testOffice } from '../testing/index.ts';
import { peopleOf, rolesOf } from './store.ts';

function change(
  office: TestOffice,
  given: { readonly by: keyof TestOffice['staff']; readonly of: string; readonly role: string; readonly change?: 'grant' | 'withdraw' },
) {
  const { by, of, role, change: way = 'grant' } = given;
  return changeRole(office.ports, { person: office.staff[by], of: of as PersonId, role, change: way });
}

eachEngine('people and roles', (open) => {
  test('membership edited by members: nobody without the role of an administrator changes roles, their own least of all', async () => {
    const office = await testOffice(open);
    for (const by of ['requester', 'approver', 'auditor'] as const) {
      expect(await change(office, { by, of: office.staff[by].personId, role: 'organisation-administrator' })).toMatchObject({
        code: 'role-missing',
      });
    }
    expect(await change(office, { by: 'administrator', of: 'ada', role: 'approver' })).toEqual({ kind: 'changed' });
    expect(await rolesOf(office.database, office.staff.requester)).toEqual(['approver', 'requester']);
  });

  test('an administrator reaches nobody of another organisation, and somebody who moves there leaves their roles behind', async () => {
    const office = await testOffice(open);
    expect(await change(office, { by: 'stranger', of: 'ada', role: 'approver' })).toMatchObject({ code: 'person-not-found' });
    const { personId } = office.staff.approver;
    const { organisationId } = office.staff.stranger;
    await welcomePerson(office.ports, { personId, organisationId, organisationName: 'elsewhere', name: 'bo', mail: undefined });
    expect(await rolesOf(office.database, { personId, organisationId })).toEqual([]);
    expect(await rolesOf(office.database, office.staff.approver)).toEqual([]);
  });

  test('the last administrator stays: of two who withdraw each other at the same moment one keeps the role', async () => {
    const office = await testOffice(open);
    const role: Role = 'organisation-administrator';
    expect(await change(office, { by: 'administrator', of: 'eve', role, change: 'withdraw' })).toMatchObject({
      code: 'last-administrator',
    });
    await grantRoleByOperator(office.ports, { personId: office.staff.auditor.personId, role });
    await Promise.all([
      change(office, { by: 'administrator', of: 'di', role, change: 'withdraw' }),
      change(office, { by: 'auditor', of: 'eve', role, change: 'withdraw' }),
    ]);
    const people = await peopleOf(office.database.query, office.staff.administrator.organisationId);
    expect(people.filter(({ roles }) => roles.includes(role))).toHaveLength(1);
  });

  test('a role that is none is refused by name', async () => {
    const office = await testOffice(open);
    expect(await change(office, { by: 'administrator', of: 'ada', role: 'root' })).toMatchObject({ code: 'role-unknown', status: 422 });
    expect(await change(office, { by: 'administrator', of: 'nobody', role: 'approver' })).toMatchObject({ code: 'person-not-found' });
  });
});
