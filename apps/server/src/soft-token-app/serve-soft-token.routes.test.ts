import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSoftToken } from './serve-soft-token.ts';

const listener = Fastify();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soft-token-'));
  await writeFile(join(folder, 'index.html'), 'the tokens');
  await writeFile(join(folder, 'codes.html'), 'the personal vault');
  await writeFile(join(folder, 'index.html.gz'), gzipSync('the tokens, pressed'));
  await serveSoftToken(listener, { folder });
});

afterAll(async () => {
  await listener.close();
  await rm(folder, { recursive: true });
});

test('only the documents that scan may use the camera, and no address is invented', async () => {
  const answers = await Promise.all(['/', '/a', '/u', '/scan', '/codes', '/anything'].map((url) => listener.inject({ url })));
  expect(answers.map(({ statusCode, body }) => (statusCode === 200 ? body : statusCode))).toEqual([
    'the tokens',
    'the tokens',
    'the tokens',
    'the tokens',
    'the personal vault',
    404,
  ]);
  expect(answers.map(({ headers }) => /camera=\(self\)/.test(String(headers['permissions-policy'])))).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
  ]);
  expect(answers.slice(0, 5).every(({ headers }) => headers['cache-control'] === 'no-cache')).toBe(true);
});

test('what the build has pressed is sent pressed to who takes it, under its own type', async () => {
  const answer = await listener.inject({ url: '/', headers: { 'accept-encoding': 'gzip' } });
  expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'text/html; charset=utf-8', vary: 'accept-encoding' });
  expect(gunzipSync(answer.rawPayload).toString()).toBe('the tokens, pressed');
  expect((await listener.inject({ url: '/' })).headers).not.toHaveProperty('content-encoding');
});
