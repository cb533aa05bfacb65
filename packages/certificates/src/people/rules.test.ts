import { expect, test } from 'vitest';
import { type Permission, ROLES, SCOPES, grants, levelFor, parseRole, parseScopes } from './rules.ts';

const PERMISSIONS: readonly Permission[] = [
  'look',
  'request',
  'decide',
  'revoke',
  'deactivate',
  'manage-domains',
  'describe',
  'manage-fields',
  'import',
  'save-views',
  'share-views',
  'grant-roles',
];

test('whoever has no role may nothing, not even look', () => {
  for (const permission of PERMISSIONS) expect(grants([], permission)).toBe(false);
});

test('an auditor looks, keeps searches for themselves and does nothing else; an administrator of people gets no certificates by that', () => {
  const of = (role: (typeof ROLES)[number]) => PERMISSIONS.filter((permission) => grants([role], permission));
  expect(of('auditor')).toEqual(['look', 'save-views']);
  expect(of('organisation-administrator')).toEqual(['look', 'manage-fields', 'save-views', 'share-views', 'grant-roles']);
  expect(of('domain-administrator')).toEqual(['look', 'manage-domains', 'save-views', 'share-views']);
  expect(of('requester')).toEqual(['look', 'request', 'revoke', 'deactivate', 'describe', 'import', 'save-views', 'share-views']);
  expect(of('approver')).toEqual(['look', 'decide', 'revoke', 'deactivate', 'describe', 'save-views', 'share-views']);
});

test('every act but looking needs the second factor', () => {
  expect(PERMISSIONS.filter((permission) => levelFor(permission) === 1)).toEqual(['look']);
});

test('a key may be allowed whatever a person may, but to make another key', () => {
  expect(PERMISSIONS.filter((permission) => !SCOPES.some((scope) => scope === permission))).toEqual([]);
  expect(parseScopes(['make-api-keys'])).toBeUndefined();
  expect(parseScopes(['import', 'look'])).toEqual(['look', 'import']);
});

test('a role is one of the list, to the letter', () => {
  expect(parseRole('approver')).toBe('approver');
  expect(parseRole('Approver')).toBeUndefined();
  expect(parseRole('')).toBeUndefined();
});
