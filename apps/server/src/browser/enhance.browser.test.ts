import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Actions, Button, CodeInput, Form, Heading, Page, createLanguage } from '@sallyport/ui';
import { renderDocument } from '@sallyport/ui/server';
import { openBrowser } from '@sallyport/ui/testing';
import fastify, { type FastifyInstance } from 'fastify';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import { h } from 'preact';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltAssets, loadAssets, serveAssets } from '../http/assets.ts';
import { securityHeaders } from '../http/security-headers.ts';

/** Interface, rule 2: at most 10 kB gzipped of script on a portal page. */
const SCRIPT_LIMIT_OCTETS = 10_000;
const CONFIG = fileURLToPath(new URL('../../vite.browser.config.ts', import.meta.url));

let folder = '';
let assets: BuiltAssets;
let listener: FastifyInstance;
let browser: Browser;
let page: BrowserPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-browser-'));
  await build({ configFile: CONFIG, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
  assets = await loadAssets(folder);
  listener = fastify();
  listener.addHook('onRequest', async (_, reply) => {
    reply.headers({ ...securityHeaders({ overTls: false }), 'cache-control': 'no-store' });
  });
  await serveAssets(listener, assets);
  listener.get('/', (_, reply) => reply.type('text/html; charset=utf-8').send(renderDocument(codePage(assets))));
  const origin = await listener.listen({ port: 0, host: '127.0.0.1' });
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(origin);
});
afterAll(async () => {
  await browser.close();
  await listener.close();
  await rm(folder, { recursive: true, force: true });
});

function codePage({ page: pageAssets }: BuiltAssets) {
  const form = h(Form, {
    children: [
      h(CodeInput, { name: 'prc', kind: 'prc', label: 'PIN Reset Code', otherKinds: { unl: 'This is an unlock code.' } }),
      h(CodeInput, { name: 'unl', kind: 'unl', label: 'Unlock code', otherKinds: { prc: 'This is a PIN Reset Code.' } }),
      h(Actions, { children: h(Button, { children: 'Continue' }) }),
    ],
  });
  const children = [h(Heading, { children: 'Codes' }), form];
  return h(Page, { title: 'Codes', part: 'Test', language: createLanguage({ locale: 'en' }), assets: pageAssets, children });
}

/** What the field says about a code, in its own status line. */
async function said(field: 'PIN Reset Code' | 'Unlock code', typed: string): Promise<string | null> {
  const input = page.getByRole('textbox', { name: field });
  await input.fill(typed);
  return page.locator('.field').filter({ has: input }).locator('[data-code-status]').textContent();
}

describe('the script of the pages', () => {
  test('stays within its budget', async () => {
    const [script] = assets.page.scripts ?? [];
    const squeezed = await readFile(join(folder, `${script?.replace('/assets/', '')}.gz`));
    expect(squeezed.length).toBeLessThanOrEqual(SCRIPT_LIMIT_OCTETS);
  });

  test('finds every wrong digit and every swap in the PIN Reset Code of the worked example, and names its group', async () => {
    expect(await said('PIN Reset Code', '10751 83150 83728')).toBe('All groups are typed correctly.');
    expect(await said('PIN Reset Code', '10751 83105 83728')).toBe('Group 2 has a typing error.');
    expect(await said('PIN Reset Code', '10751 83150 83729')).toBe('Group 3 has a typing error.');
    expect(await said('PIN Reset Code', '83150 10751 83728')).toBe('Group 1 has a typing error. Group 2 has a typing error.');
  });

  test('knows an unlock code from a PIN Reset Code, in either field', async () => {
    expect(await said('Unlock code', '23993 52760 82889 93071')).toBe('All groups are typed correctly.');
    expect(await said('Unlock code', '10751 83150 83728')).toBe('This is a PIN Reset Code.');
    expect(await said('PIN Reset Code', '23993 52760 82889 93071')).toBe('This is an unlock code.');
  });

  test('takes digits of any script', async () => {
    expect(await said('PIN Reset Code', '١٠٧٥١ ٨٣١٥٠ ٨٣٧٢٨')).toBe('All groups are typed correctly.');
    expect(await page.getByRole('textbox', { name: 'PIN Reset Code' }).inputValue()).toBe('10751 83150 83728');
  });

  test('runs under the content security policy of the server, fonts and all', async () => {
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.reload();
    await page.evaluate(() => document.fonts.ready);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => document.fonts.check('16px "Atkinson Hyperlegible Mono"', '0'))).toBe(true);
  });
});
