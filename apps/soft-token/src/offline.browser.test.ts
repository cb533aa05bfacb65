import { expect, test } from 'vitest';
import type { TokenPage } from './testing/token-page.ts';
import type { TokenSite } from './testing/token-site.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const PIN = '482915';

test('after the first visit everything is there offline: activation, scan and QR code too', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { page } = token;
  const { link } = await site.issuer.issue(site.origin);
  await page.goto(site.origin);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await site.goOffline();
  try {
    await page.goto(link);
    await page.getByText('The server cannot be reached').waitFor();
    await page.goto(`${site.origin}/scan`);
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await page.getByText('Looking for a QR code').waitFor();
    await page.goto(`${site.origin}/`);
    await token.arriveAt('Your soft token lives on this device');
  } finally {
    await site.goOnline();
  }
});

test('where the browser can, a start finds the document, its style, its script and the engine without the service worker', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { page } = token;
  await page.goto(site.origin);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await site.goOffline();
  try {
    await page.goto(site.origin);
    await token.arriveAt('Your soft token lives on this device');
    const sources = await page.evaluate(sourcesOfFiles);
    for (const file of [/:\d+\/$/, /app-[\w-]+\.css$/, /app-[\w-]+\.js$/, /engine-worker-[\w-]+\.js$/])
      expect(sources.filter(([name]) => file.test(name))).toEqual([[expect.any(String), 'cache']]);
  } finally {
    await site.goOnline();
  }
});

/** In the page: each file with where Chromium says it came from, empty when the service worker was asked. */
function sourcesOfFiles(): readonly (readonly [string, string | undefined])[] {
  const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  return files.map((file) => [file.name, (file as { workerFinalSourceType?: string }).workerFinalSourceType]);
}

/** The next version of the app as the site has it from now on: its document says so. Answers how to go back. */
function publishNewVersion(site: TokenSite): () => void {
  const [worker, document] = [site.files.get('/service-worker.js'), site.files.get('/index.html')];
  if (!worker || !document) throw new Error('The build has no service worker or no document.');
  // The version is a hash over all files; here it is given by hand.
  const version = /[0-9a-f]{16}/.exec(worker.toString())?.[0] ?? '';
  site.files.set('/index.html', Buffer.from(document.toString().replace('<body>', '<body data-version="new">')));
  site.files.set('/assets/kept-0123456789abcdef.json', site.files.get(`/assets/kept-${version}.json`) ?? Buffer.from('[]'));
  site.files.set('/service-worker.js', Buffer.from(worker.toString().replace(version, '0123456789abcdef')));
  return () => site.files.set('/service-worker.js', worker).set('/index.html', document);
}

async function findNewVersion({ page }: TokenPage): Promise<void> {
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await page.getByText('A new version is ready').waitFor();
}

async function update({ page }: TokenPage): Promise<void> {
  expect(await page.locator('body').getAttribute('data-version')).toBeNull();
  await page.getByRole('button', { name: 'Update' }).click();
  await page.locator('body[data-version=new]').waitFor();
}

test('a new version is started only on the word of the person, and an open token is not disturbed before', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { page } = token;
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const goBack = publishNewVersion(site);
  try {
    await findNewVersion(token);
    expect(await token.heading('Your one-time password').isVisible()).toBe(true);
    await page.reload();
    await token.arriveAt('Enter your PIN');
    await update(token);
    await token.enterPin(PIN);
    await token.arriveAt('Your one-time password');
    expect(await page.getByText('A new version is ready').count()).toBe(0);
  } finally {
    goBack();
  }
});

test('a new version is started in the window of the very first visit too', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await token.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const goBack = publishNewVersion(site);
  try {
    await findNewVersion(token);
    await update(token);
    await token.arriveAt('Enter your PIN');
  } finally {
    goBack();
  }
});
