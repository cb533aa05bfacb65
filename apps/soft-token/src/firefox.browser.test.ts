import { toHex } from '@sallyport/protocol';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { deviceStorage } from './testing/device-storage.ts';
import { FirefoxTokenPage, openFirefox } from './testing/firefox.ts';
import { pinResetCodeOf, resetRandomOf, unlockCodeOf } from './testing/test-issuer.ts';
import { PATIENCE } from './testing/token-page.ts';
import { openTokenSite, type TokenSite } from './testing/token-site.ts';

/** The second browser engine: the same storage, locks, workers and cryptography, of other makers. */

const PIN = '482915';
const NEW_PIN = '730264';
const WRONG_PIN = '604817';

let browser: Browser;
let site: TokenSite;
let context: BrowserContext;
let token: FirefoxTokenPage;

beforeAll(async () => {
  [browser, site] = await Promise.all([openFirefox(), openTokenSite({ folder: inject('softTokenFolder'), hashing: 'next-to-none' })]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  site.hasServiceWorker = false;
  context = await browser.createBrowserContext();
  token = await openWindow();
});
afterEach(async () => {
  await context.close();
});

/** A window of its own: in a tab that another one hides, Firefox lets a click wait for seconds. */
async function openWindow(): Promise<FirefoxTokenPage> {
  return new FirefoxTokenPage(await context.newPage({ type: 'window' }));
}

test('the whole road in Firefox: activate, five wrong PINs, lock; offline: reload, unlock, new PIN, one-time password; the receipt goes when it can', async () => {
  site.hasServiceWorker = true;
  const { token: issued, link } = await site.issuer.issue(site.origin);
  const id = toHex(issued.grant.tokenId);
  await token.page.goto(link);
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt('Your one-time password');
  expect(site.issuer.passwordsNow(issued)).toContain((await token.shown('.password-digits')).replaceAll(/\D/g, ''));
  await expect.poll(() => issued.state, PATIENCE).toBe('confirmed');
  expect(await deviceStorage(token.page)).toEqual({ databases: [`st-${id}`, `st-pin-${id}-0`], files: [`e-${id}-0`] });
  await token.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  await site.goOffline();
  try {
    await token.page.reload();
    for (const left of ['4 attempts are left', '3 attempts are left', '2 attempts are left', 'One attempt is left']) {
      await token.enterPin(WRONG_PIN);
      await token.see(left);
    }
    await token.enterPin(WRONG_PIN);
    await token.arriveAt('This token is locked');
    const shown = await token.shown('.code-display');
    expect(shown).toBe(pinResetCodeOf(issued, { epoch: 0, r: resetRandomOf(shown) }));
    expect(await deviceStorage(token.page)).toEqual({ databases: [`st-${id}`], files: [] });

    await token.fill('Unlock code', unlockCodeOf(issued, shown));
    await token.press('Unlock');
    await token.setPin(NEW_PIN, 'Choose a new PIN');
    await token.arriveAt('Your one-time password');
    expect(site.issuer.passwordsNow(issued)).toContain((await token.shown('.password-digits')).replaceAll(/\D/g, ''));
    expect(await deviceStorage(token.page)).toEqual({ databases: [`st-${id}`, `st-pin-${id}-1`], files: [`e-${id}-1`] });
  } finally {
    await site.goOnline();
  }
  await token.page.reload();
  await expect.poll(() => issued.receipts, PATIENCE).toEqual([{ epoch: 1, what: 2 }]);
  await token.enterPin(NEW_PIN);
  await token.arriveAt('Your one-time password');
});

test('five windows of Firefox together get five attempts', async () => {
  const { link } = await site.issuer.issue(site.origin);
  await token.page.goto(link);
  await token.setPin(PIN, 'Choose your PIN');
  await token.press('Close token');
  await token.arriveAt('Enter your PIN');
  const others = await Promise.all(Array.from({ length: 4 }, openWindow));
  const windows = [token, ...others];
  for (const window of others) {
    await window.page.goto(site.origin);
    await window.arriveAt('Enter your PIN');
  }
  for (const window of windows) await window.fill('PIN', WRONG_PIN);
  // Not by the pointer: what another window has tried is told here too, and moves the button from under it.
  await Promise.all(windows.map((window) => window.pressEnter('PIN')));
  for (const window of windows) await window.arriveAt('This token is locked');
});

test('a private window of Firefox says that nothing can be kept there, before a PIN is chosen, and the link works in a normal one', async () => {
  const { link } = await site.issuer.issue(site.origin);
  const privately = await openFirefox({ 'browser.privatebrowsing.autostart': true });
  try {
    const window = new FirefoxTokenPage(await privately.newPage());
    await window.page.goto(link);
    await window.arriveAt('The app cannot reach its storage');
    await window.see('Private windows often forbid it: open the app in a normal window.');
  } finally {
    await privately.close();
  }
  await token.page.goto(link);
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt('Your one-time password');
});
