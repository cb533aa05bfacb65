import { expect, test } from 'vitest';
import { answerFor, cacheName, type Route, routesOf } from './offline-rules.ts';

const origin = 'https://token.example';

function ask(path: string, asked: { method?: string; mode?: string; from?: string } = {}): string | undefined {
  return answerFor({ method: asked.method ?? 'GET', mode: asked.mode ?? 'cors', url: new URL(path, asked.from ?? origin), origin });
}

test('the token API always goes to the network', () => {
  expect(ask('/v1/activations/AAAA')).toBeUndefined();
  expect(ask('/v1/tokens/AAAA/receipts', { method: 'POST' })).toBeUndefined();
  expect(ask('/v1/anything', { mode: 'navigate' })).toBeUndefined();
});

test('only a GET of a file of the build, of our own origin and without a query, is answered from the cache', () => {
  expect(ask('/assets/app-1.js', { method: 'POST' })).toBeUndefined();
  expect(ask('/assets/app-1.js?v=2')).toBeUndefined();
  expect(ask('/other/app-1.js')).toBeUndefined();
  expect(ask('/manifest.webmanifest/other')).toBeUndefined();
  expect(ask('/assets/app-1.js', { from: 'https://elsewhere.example' })).toBeUndefined();
  expect(ask('/healthz')).toBeUndefined();
  for (const file of ['/assets/app-1.js', '/icons/icon-192.png', '/manifest.webmanifest']) expect(ask(file)).toBe(file);
});

test('every address of the app is there offline, and no other page is invented', () => {
  expect(['/', '/a', '/o', '/u', '/?source=pwa'].map((path) => ask(path, { mode: 'navigate' }))).toEqual(['/', '/', '/', '/', '/']);
  expect(['/scan', '/codes'].map((path) => ask(path, { mode: 'navigate' }))).toEqual(['/scan', '/codes']);
  expect(ask('/anything', { mode: 'navigate' })).toBeUndefined();
  expect(ask('/healthz', { mode: 'navigate' })).toBeUndefined();
});

const MODES = ['navigate', 'same-origin', 'cors', 'no-cors'];
const ADDRESSES = [
  '/',
  '/a',
  '/o',
  '/u',
  '/scan',
  '/codes',
  '/assets/app-1.js',
  '/icons/a.png',
  '/manifest.webmanifest',
  '/healthz',
  '/v1/tokens/A',
];

/** As the browser does: the first route that fits. */
function routed(path: string, mode: string, from = origin): Route['source'] | undefined {
  return routesOf('1').find(
    ({ condition: { requestMode, urlPattern } }) =>
      (requestMode ?? mode) === mode && new URLPattern({ ...urlPattern, baseURL: origin }).test(new URL(path, from).href),
  )?.source;
}

test('what the browser finds by itself is nothing that the service worker would not answer for, and the same', () => {
  const found = ADDRESSES.flatMap((path) => [path, `${path}?v=2`])
    .flatMap((path) => [{ path }, { path, from: 'https://elsewhere.example' }])
    .flatMap((one) => MODES.map((mode) => ({ ...one, mode })))
    .filter(({ path, mode, from }) => routed(path, mode, from) !== undefined);
  expect(found).not.toEqual([]);
  for (const { path, mode, from } of found.filter(({ path, mode }) => !(mode === 'navigate' && path.startsWith('/assets/'))))
    expect(ask(path, { mode, ...(from === undefined ? {} : { from }) })).toBe(path);
});

test('a document comes from the version that the person uses, and a file, named after what is in it, from whichever has it', () => {
  for (const path of ['/', '/scan', '/codes']) expect(routed(path, 'navigate')).toEqual({ cacheName: cacheName('1') });
  expect(routed('/assets/app-1.js', 'cors')).toBe('cache');
});
