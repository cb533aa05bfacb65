import { expect, test } from 'vitest';
import { answerFor } from './offline-rules.ts';

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
