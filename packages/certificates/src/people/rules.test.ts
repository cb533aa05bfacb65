import { expect, test } from 'vitest';
import { type Permission, ROLES, grants, levelFor, parseRole } from './rules.ts';

const PERMISSIONS: readonly Permission[] = ['look', 'request', 'decide', 'revoke', 'deactivate', 'manage-domains', 'grant-roles'];

test('whoever has no role may nothing, not even look', () => {
  for (const permission of PERMISSIONS) expect(grants([], permission)).toBe(false);
});

test('an auditor looks and does nothing else; an administrator of people gets no certificates by that', () => {
  const of = (role: (typeof ROLES)[number]) => PERMISSIONS.filter((permission) => grants([role], permission));
  expect(of('auditor')).toEqual(['look']);
  expect(of('organisation-administrator')).toEqual(['look', 'grant-roles']);
  expect(of('domain-administrator')).toEqual(['look', 'manage-domains']);
  expect(of('requester')).toEqual(['look', 'request', 'revoke', 'deactivate']);
  expect(of('approver')).toEqual(['look', 'decide', 'revoke', 'deactivate']);
});

test('every act but looking needs the second factor', () => {
  expect(PERMISSIONS.filter((permission) => levelFor(permission) === 1)).toEqual(['look']);
});

test('a role is one of the list, to the letter', () => {
  expect(parseRole('approver')).toBe('approver');
  expect(parseRole('Approver')).toBeUndefined();
  expect(parseRole('')).toBeUndefined();
});
