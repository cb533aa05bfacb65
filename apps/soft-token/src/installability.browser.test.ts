import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './testing/browser.ts';
import { TokenPage } from './testing/token-page.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const DOCUMENTS = ['/', '/codes'] as const;

interface Icon {
  readonly src: string;
  readonly sizes: string;
  readonly type: string;
  readonly purpose: string;
}

interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly short_name: string;
  readonly description: string;
  readonly start_url: string;
  readonly scope: string;
  readonly display: string;
  readonly theme_color: string;
  readonly background_color: string;
  readonly icons: readonly Icon[];
}

async function manifestOf(page: Page): Promise<Manifest> {
  await page.goto(walk().site.origin);
  return page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    return (await (await fetch(link?.href ?? '')).json()) as Manifest;
  });
}

/** A browser that installs: one with a profile, as a private one installs nothing. */
async function inLastingBrowser(work: (context: BrowserContext) => Promise<void>): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'sallyport-profile-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS });
  try {
    await work(context);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

test('Chromium has nothing against installing the app, from either document', async () => {
  const { site } = walk();
  site.hasServiceWorker = true;
  await inLastingBrowser(async (context) => {
    for (const path of DOCUMENTS) {
      const page = await context.newPage();
      await page.goto(`${site.origin}${path}`);
      await page.evaluate(() => navigator.serviceWorker.ready);
      const session = await context.newCDPSession(page);
      const { url, errors } = await session.send('Page.getAppManifest');
      const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
      expect({ url, errors, installabilityErrors }).toEqual({
        url: `${site.origin}/manifest.webmanifest`,
        errors: [],
        installabilityErrors: [],
      });
    }
  });
});

test('the manifest says who the app is and how it opens, in words that fit under an icon and colours that the page has too', async () => {
  const { page } = walk().token;
  const manifest = await manifestOf(page);
  expect(manifest).toMatchObject({ id: '/', start_url: '/', scope: '/', display: 'standalone' });
  expect(manifest.name.length).toBeGreaterThan(0);
  // Launchers cut longer ones.
  expect(manifest.short_name.length).toBeLessThanOrEqual(12);
  const themes = await page
    .locator('meta[name=theme-color]')
    .evaluateAll((metas) => metas.map((meta) => meta.getAttribute('content') ?? ''));
  expect(themes).toEqual([manifest.background_color, manifest.theme_color]);
  for (const colour of themes) expect(await page.evaluate((text) => CSS.supports('color', text), colour)).toBe(true);
  expect(await page.locator('meta[name=viewport]').getAttribute('content')).toContain('width=device-width');
});

test('every icon is a picture of the size and kind it says: both sizes that are asked for, and a maskable one', async () => {
  const { page } = walk().token;
  const { icons } = await manifestOf(page);
  expect(icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
    expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']),
  );
  for (const { src, sizes, type } of icons) {
    const shown = await page.evaluate(async (address) => {
      const picture = new Image();
      picture.src = address;
      await picture.decode();
      const answer = await fetch(address);
      return { type: answer.headers.get('content-type'), size: `${String(picture.naturalWidth)}x${String(picture.naturalHeight)}` };
    }, src);
    expect({ src, ...shown }).toEqual({ src, type, size: sizes === 'any' ? shown.size : sizes });
  }
});

test('cut to any shape a system likes, the maskable icon loses nothing of its mark; what the home screen of iOS shows has no hole', async () => {
  const { page } = walk().token;
  const { icons } = await manifestOf(page);
  const touch = (await page.locator('link[rel=apple-touch-icon]').getAttribute('href')) ?? '';
  const maskable = icons.filter(({ purpose }) => purpose === 'maskable').map(({ src }) => src);
  for (const src of new Set([...maskable, touch])) {
    const { holes, cut } = await page.evaluate(outsideOf, src);
    expect({ src, holes, cut: maskable.includes(src) ? cut : 0 }).toEqual({ src, holes: 0, cut: 0 });
  }
});

/**
 * In the page. `holes`: pixels one can look through. `cut`: pixels outside the safe zone that are not the plain ground; the safe zone is the circle
 * around the centre with two fifths of the width for its radius (W3C Web App Manifest, "maskable").
 */
async function outsideOf(address: string): Promise<{ readonly holes: number; readonly cut: number }> {
  const picture = await createImageBitmap(await (await fetch(address)).blob());
  const { width, height } = picture;
  const pencil = new OffscreenCanvas(width, height).getContext('2d');
  if (!pencil) throw new Error('There is no canvas.');
  pencil.drawImage(picture, 0, 0);
  const { data } = pencil.getImageData(0, 0, width, height);
  let holes = 0;
  let cut = 0;
  for (let place = 0; place < width * height; place += 1) {
    const [x, y] = [(place % width) + 0.5 - width / 2, Math.floor(place / width) + 0.5 - height / 2];
    if (data[4 * place + 3] !== 255) holes += 1;
    if (Math.hypot(x, y) > 0.4 * width && [0, 1, 2].some((part) => data[4 * place + part] !== data[part])) cut += 1;
  }
  return { holes, cut };
}

test('the service worker has the start address in hand, and answers for it without a network', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { page } = token;
  const { start_url } = await manifestOf(page);
  const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
  expect(scope).toBe(`${site.origin}/`);
  await page.goto(`${site.origin}${start_url}`);
  // It answers as soon as it is activating.
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
  await site.goOffline();
  try {
    const answer = await page.goto(`${site.origin}${start_url}`);
    expect([answer?.status(), answer?.fromServiceWorker()]).toEqual([200, true]);
    await token.arriveAt('Your soft token lives on this device');
  } finally {
    await site.goOnline();
  }
});

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
/** As every Mac says, and every iPad. */
const IPAD = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

test.each([
  ['iPhone', IPHONE],
  ['iPad', IPAD],
])('on an %s the app asks to be installed before anything else, and once more before a PIN is set in Safari', async (_, userAgent) => {
  const { site, browser } = walk();
  const { link } = await site.issuer.issue(site.origin);
  const context = await browser.newContext({ userAgent, viewport: { width: 390, height: 844 } });
  try {
    const token = new TokenPage(await context.newPage());
    const { page } = token;
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
    await page.goto(site.origin);
    await token.arriveAt('Your soft token lives on this device');
    const steps = page.getByRole('list', { name: 'Three steps' }).getByRole('listitem');
    await expect.poll(() => steps.first().textContent()).toContain('On iPhone and iPad, install first');
    await page.goto(link);
    await token.arriveAt('Choose your PIN');
    await page.getByText('Install the app first').waitFor();

    // Opened from the home screen there is nothing left to say.
    await page.addInitScript(() => {
      const ask = window.matchMedia.bind(window);
      window.matchMedia = (query) => ask(query === '(display-mode: standalone)' ? 'all' : query);
    });
    await page.goto(site.origin);
    await token.arriveAt('Your soft token lives on this device');
    expect(await page.getByText(/install/i).count()).toBe(0);
    await page.goto(link);
    await token.arriveAt('Choose your PIN');
    expect(await page.getByText(/install/i).count()).toBe(0);
  } finally {
    await context.close();
  }
});
