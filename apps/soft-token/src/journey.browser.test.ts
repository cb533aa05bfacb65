import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from './testing/browser.ts';
import { pinResetCodeOf, unlockCodeOf } from './testing/test-issuer.ts';
import { openTokenSite, type TokenSite } from './testing/token-site.ts';
import { TokenPage } from './testing/token-page.ts';

let browser: Browser;
let site: TokenSite;
let context: BrowserContext;
let token: TokenPage;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), openTokenSite()]);
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

beforeEach(async () => {
  context = await browser.newContext();
  token = new TokenPage(await context.newPage());
  token.page.on('console', (m) => console.log('console', m.text()));
  token.page.on('pageerror', (m) => console.log('pageerror', m));
});

afterEach(async () => {
  await context.close();
});

const PIN = '482915';
const NEW_PIN = '730264';

test('the whole road: activate, five wrong PINs, lock, offline reload, unlock, new PIN, one-time password', async () => {
  const issued = await site.issuer.issue(site.origin);
  await token.activate(issued.link, PIN);
  expect(site.issuer.passwordsNow(issued.token)).toContain(await token.shownPassword());
  await token.closeToken();
  await token.enterWrongPins(5);
  const shown = await token.shownPinResetCode();
  expect(shown).toMatch(/^\d{5} \d{5} \d{5}$/);
  await token.enterUnlockCode(unlockCodeOf(issued.token, shown));
  await token.setPin(NEW_PIN, 'Choose a new PIN');
  await token.arriveAt('Your one-time password');
  expect(site.issuer.passwordsNow(issued.token)).toContain(await token.shownPassword());
  void pinResetCodeOf;
});
