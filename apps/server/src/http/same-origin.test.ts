import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin.ts';

const OWN = 'https://id.example';

const refused = [
  ['a form on another site', { fetchSite: 'cross-site', origin: 'https://evil.example' }],
  ['a form on a sibling host', { fetchSite: 'same-site', origin: 'https://www.id.example' }],
  ['a sandboxed frame', { fetchSite: 'cross-site', origin: 'null' }],
  ['an old browser on another site', { fetchSite: undefined, origin: 'https://evil.example' }],
  ['a client that says nothing', { fetchSite: undefined, origin: undefined }],
  ['an origin that only begins like ours', { fetchSite: undefined, origin: 'https://id.example.evil.example' }],
  ['headers that contradict each other', { fetchSite: 'same-origin', origin: 'https://evil.example' }],
  ['an address typed by hand', { fetchSite: 'none', origin: undefined }],
] as const;

test.each(refused)('a POST from %s is refused', (_, headers) => {
  expect(isSameOrigin({ method: 'POST', ...headers }, OWN)).toBe(false);
});

test('a POST from a page of ours is let through, with either header', () => {
  expect(isSameOrigin({ method: 'POST', fetchSite: 'same-origin', origin: OWN }, OWN)).toBe(true);
  expect(isSameOrigin({ method: 'POST', fetchSite: undefined, origin: OWN }, OWN)).toBe(true);
  expect(isSameOrigin({ method: 'POST', fetchSite: 'same-origin', origin: undefined }, OWN)).toBe(true);
});

test('safe methods need no proof of origin', () => {
  expect(isSameOrigin({ method: 'GET', fetchSite: 'cross-site', origin: undefined }, OWN)).toBe(true);
});
