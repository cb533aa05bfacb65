import { expect, test } from 'vitest';
import { ownPath } from './relying-party.ts';

const ORIGIN = 'https://self.example';

test.each([
  'https://evil.example/actions',
  'http://self.example/actions',
  'https://self.example.evil.example/actions',
  'https://self.example@evil.example/actions',
  '//evil.example/actions',
  '/\\evil.example/actions',
  '\\\\evil.example',
  'javascript:alert(1)',
  'https://',
])('a sign-in that was begun with %j comes back to the first page of its own origin', (address) => {
  expect(ownPath(address, ORIGIN)).toBe('/');
});

test.each(['/actions', '/soft-token/devices/revoke?token=AAAA', '/'])('a sign-in that was begun at %j comes back to it', (address) => {
  expect(ownPath(address, ORIGIN)).toBe(address);
});
