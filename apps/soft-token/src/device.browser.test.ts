import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '@sallyport/protocol';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './testing/browser.ts';
import { deviceStorage, erasableFactor, evict } from './testing/device-storage.ts';
import { unlockCodeOf } from './testing/test-issuer.ts';
import { TokenPage } from './testing/token-page.ts';
import { TOKEN_POLICY } from './testing/token-site.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const PIN = '482915';
const NEW_PIN = '730264';

test('what is stored where: one database for the token, one for the PIN slot, a file for the erasable factor; keys that cannot be taken out', async () => {
  const { site, token } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  const id = toHex(issued.grant.tokenId);
  expect(await deviceStorage(token.page)).toEqual({ databases: [`st-${id}`, `st-pin-${id}-0`], files: [`e-${id}-0`] });
  const keys = await token.page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error('not opened'));
      };
    });
    const read = (key: string) =>
      new Promise<unknown>((resolve) => {
        const request = database.transaction('records').objectStore('records').get(key);
        request.onsuccess = () => {
          resolve(request.result);
        };
      });
    const factor = (await read('device-factor')) as CryptoKey;
    const pair = (await read('device-key')) as CryptoKeyPair;
    database.close();
    return [factor.extractable, factor.algorithm.name, pair.privateKey.extractable, pair.privateKey.algorithm.name];
  }, `st-${id}`);
  expect(keys).toEqual([false, 'HMAC', false, 'ECDSA']);

  // After the lock, erasable factor and PIN slot are gone; after the unlock there are new ones, and only those.
  await token.closeToken();
  await token.enterWrongPins(5);
  expect(await deviceStorage(token.page)).toEqual({ databases: [`st-${id}`], files: [] });
  await token.enterUnlockCode(unlockCodeOf(issued, await token.shownPinResetCode()));
  await token.setPin(NEW_PIN, 'Choose a new PIN');
  await token.arriveAt('Your one-time password');
  expect(await deviceStorage(token.page)).toEqual({ databases: [`st-${id}`, `st-pin-${id}-1`], files: [`e-${id}-1`] });
});

test('five windows together get five attempts', async () => {
  const { site, token, openWindow } = walk();
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await token.closeToken();
  const others = await Promise.all([1, 2, 3, 4].map(openWindow));
  const windows = [token, ...others];
  for (const window of others) await window.page.goto(site.origin);
  await Promise.all(windows.map((window) => window.arriveAt('Enter your PIN')));

  // Each knows one wrong PIN; the one that comes too late is the right one.
  await Promise.all(
    windows.map(async ({ page }, index) => {
      const field = page.getByLabel('PIN', { exact: true });
      await field.fill(`60481${String(index)}`);
      // Not by the pointer: what another window has tried is told here too, and moves the button from under it.
      await field.press('Enter');
    }),
  );
  await Promise.all(windows.map((window) => window.arriveAt('This token is locked')));
  const shown = await Promise.all(windows.map((window) => window.shownPinResetCode()));
  expect(new Set(shown).size).toBe(1);
  expect((await deviceStorage(token.page)).files).toEqual([]);
});

test('a window that stands open closes when another one locks the token', async () => {
  const { site, token, openWindow } = walk();
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  const other = await openWindow();
  await other.page.goto(site.origin);
  await other.enterWrongPins(5);
  await token.arriveAt('This token is locked');
  expect(await token.page.locator('.password-digits').count()).toBe(0);
});

test('a token that the browser removed is missed by its serial, and can be activated again', async () => {
  const { site, token } = walk();
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await evict(token.page, /^(st-|e-)/);
  await token.page.reload();
  await token.page.getByText('A token was removed by the browser').waitFor();
  await token.page.getByText('Token ST-482-719-36 is no longer here').waitFor();
  await token.page.getByRole('button', { name: 'Understood' }).click();
  const second = await site.issuer.issue(site.origin);
  await token.activate(second.link, PIN);
  await token.page.reload();
  await token.arriveAt('Enter your PIN');
  expect(await token.page.getByText('removed by the browser').count()).toBe(0);
});

test('a token that lost only its erasable factor is locked, says why, and is repaired by an unlock code', async () => {
  const { site, token } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await evict(token.page, /^e-/);
  await token.page.reload();
  await token.page.getByText('Part of the token’s storage is missing').waitFor();
  await token.enterUnlockCode(unlockCodeOf(issued, await token.shownPinResetCode()));
  await token.setPin(NEW_PIN, 'Choose a new PIN');
  await token.arriveAt('Your one-time password');
});

test('where WebAssembly is forbidden the app says so before it asks for a PIN, and no attempt is spent', async () => {
  const { site, token } = walk();
  site.isKept = false;
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  site.policy = site.policy.replace(" 'wasm-unsafe-eval'", '');
  await token.page.reload();
  await token.arriveAt('The app is not allowed to calculate');
  site.policy = TOKEN_POLICY;
  await token.page.reload();
  await token.arriveAt('Enter your PIN');
  expect(await token.page.getByText('attempts are left').count()).toBe(0);
  await token.enterPin(PIN);
  await token.arriveAt('Your one-time password');
});

test('an open token closes when it is not used, and says so before', async () => {
  const { site, token } = walk();
  const { link } = await site.issuer.issue(site.origin);
  await token.page.clock.install();
  await token.activate(link, PIN);
  await token.page.clock.fastForward(95_000);
  await token.page.getByRole('button', { name: 'Keep it open' }).click();
  await token.page.clock.fastForward(60_000);
  expect(await token.heading('Your one-time password').isVisible()).toBe(true);
  await token.page.clock.fastForward(65_000);
  await token.arriveAt('Enter your PIN');
  await token.page.getByText('The token closed by itself: it was not used.').waitFor();
});

test('a page that moves by itself is not used: scrolled to its end, an open token closes as well; scrolled by hand, it stays', async () => {
  const { site, token } = walk();
  const { page } = token;
  const { link } = await site.issuer.issue(site.origin);
  await page.setViewportSize({ width: 390, height: 420 });
  await page.clock.install();
  await token.activate(link, PIN);
  await page.getByText('The server has been told as well').waitFor();
  const scrolled = () => page.evaluate(() => window.scrollY);
  const scrollToEnd = async () => {
    await page.mouse.wheel(0, 2000);
    const isAtEnd = () => page.evaluate(() => window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 1);
    await expect.poll(isAtEnd).toBe(true);
  };
  // What says that it closes comes above what is on the screen, and the browser scrolls to keep that where it is.
  const untilItMoves = async () => {
    const before = await scrolled();
    await page.clock.fastForward(95_000);
    await page.getByRole('button', { name: 'Keep it open' }).waitFor();
    await expect.poll(scrolled).toBeGreaterThan(before);
  };

  await scrollToEnd();
  await untilItMoves();
  await page.mouse.wheel(0, -2000);
  await page.getByRole('button', { name: 'Keep it open' }).waitFor({ state: 'detached' });

  await scrollToEnd();
  await untilItMoves();
  await page.clock.fastForward(30_000);
  await token.arriveAt('Enter your PIN');
});

test('a button that is pressed stays under the finger although the page moves just then', async () => {
  const { site, token } = walk();
  const { page } = token;
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await page.clock.setFixedTime(Date.now() + 95_000);
  await page.getByRole('button', { name: 'Keep it open' }).waitFor();
  await page.getByRole('button', { name: 'Close token' }).hover();
  await page.mouse.down();
  await page.evaluate(async () => {
    window.dispatchEvent(new Event('scroll'));
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  });
  await page.getByRole('button', { name: 'Keep it open' }).waitFor();
  await page.mouse.up();
  await token.arriveAt('Enter your PIN');
});

test('after the lock neither the erasable factor nor the seed is anywhere in the profile of the browser', async () => {
  const { site } = walk();
  const profile = await mkdtemp(join(tmpdir(), 'sallyport-profile-'));
  const launch = () => chromium.launchPersistentContext(profile, { executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS });
  try {
    const { token: issued, link } = await site.issuer.issue(site.origin);
    let context = await launch();
    let token = new TokenPage(await context.newPage());
    await token.activate(link, PIN);
    const factor = await erasableFactor(token.page);
    expect(factor.length).toBe(32);
    await context.close();
    // The scan finds what is there: before the lock the factor is in a file.
    expect(await filesHolding(profile, factor)).not.toEqual([]);

    context = await launch();
    token = new TokenPage(await context.newPage());
    await token.page.goto(site.origin);
    await token.enterWrongPins(5);
    await context.close();
    expect(await filesHolding(profile, factor)).toEqual([]);
    expect(await filesHolding(profile, issued.keys?.seed ?? new Uint8Array())).toEqual([]);
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});

async function filesHolding(folder: string, needle: Uint8Array): Promise<readonly string[]> {
  if (needle.length === 0) throw new RangeError('nothing to look for');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const holding = await Promise.all(files.map(async (file) => ((await readFile(file)).includes(Buffer.from(needle)) ? [file] : [])));
  return holding.flat();
}
