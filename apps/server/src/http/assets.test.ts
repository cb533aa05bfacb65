import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadAssets, serveAssets } from './assets.ts';

const LIST = { stylesheet: '/assets/sallyport-a1.css', scripts: ['/assets/enhance-b2.js'], icon: '/assets/icon-c3.svg', fonts: [] };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-assets-'));
  await writeFile(join(folder, 'page-assets.json'), JSON.stringify(LIST));
  await writeFile(join(folder, 'sallyport-a1.css'), 'body{}');
});
afterEach(() => rm(folder, { recursive: true }));

async function listenerWithAssets() {
  const listener = fastify();
  // As every listener of ours does for its pages.
  listener.addHook('onRequest', async (_, reply) => {
    reply.header('cache-control', 'no-store');
  });
  await serveAssets(listener, await loadAssets(folder));
  return listener;
}

describe('the assets of the pages', () => {
  test('a list that names a file elsewhere is refused', async () => {
    await writeFile(join(folder, 'page-assets.json'), JSON.stringify({ ...LIST, stylesheet: 'https://elsewhere.example/a.css' }));
    await expect(loadAssets(folder)).rejects.toThrow();
  });

  test('a missing build is named, with the command that makes it', async () => {
    await expect(loadAssets(join(folder, 'nowhere'))).rejects.toThrow(/vite build/);
  });

  test('nothing outside the folder, no list and no folder is served', async () => {
    const listener = await listenerWithAssets();
    for (const url of [
      '/assets/../assets.test.ts',
      '/assets/%2e%2e/package.json',
      '/assets/page-assets.json',
      '/assets/',
      '/assets/nothing.css',
    ]) {
      expect((await listener.inject(url)).statusCode, url).toBeGreaterThanOrEqual(400);
    }
  });

  test('a fingerprinted file may be kept for ever, although pages may not be kept at all', async () => {
    const answer = await (await listenerWithAssets()).inject('/assets/sallyport-a1.css');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('text/css');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('the compressed form goes to those who take it', async () => {
    await writeFile(join(folder, 'sallyport-a1.css.br'), 'squeezed');
    const answer = await (await listenerWithAssets()).inject({ url: '/assets/sallyport-a1.css', headers: { 'accept-encoding': 'br' } });
    expect(answer.headers['content-encoding']).toBe('br');
    expect(answer.body).toBe('squeezed');
  });
});
