import encodeQR from 'qr';
import { expect, test } from 'vitest';
import { PATIENCE } from './testing/token-page.ts';
import { lookAt } from './testing/gallery.ts';
import type { IssuedToken } from './testing/test-issuer.ts';
import type { TokenPage } from './testing/token-page.ts';
import { walks } from './testing/walk.ts';

/** Activation by a typed code, and without a network: each road whole, each new screen looked at. */

const walk = walks();
const PIN = '482915';
const UNTOUCHED = { violations: [], overflowsAt320: false };

async function expectRightPassword(token: TokenPage, issued: IssuedToken): Promise<void> {
  expect(walk().site.issuer.passwordsNow(issued)).toContain(await token.shownPassword());
}

async function typeIn(token: TokenPage, typed: { readonly serial: string; readonly code: string }): Promise<void> {
  await token.page.getByLabel('Serial').fill(typed.serial);
  await token.page.getByLabel('Activation code').fill(typed.code);
  await token.page.getByRole('button', { name: 'Activate', exact: true }).click();
}

test('typed in: a typing error costs nothing, another code is refused and can be corrected; the right one leads to a one-time password', async () => {
  const { site, token } = walk();
  const { page } = token;
  const { token: issued, code } = await site.issuer.issue(site.origin);
  await page.goto(site.origin);
  await page.getByRole('button', { name: 'Type a serial and an activation code' }).click();
  await token.arriveAt('Type your activation code');
  expect(await lookAt(page, 'typed')).toEqual(UNTOUCHED);

  const wrongGroup = code.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10));
  await page.getByLabel('Activation code').fill(wrongGroup);
  await page.getByText('Group 1 has a typing error').waitFor();
  await page.getByLabel('Activation code').fill('10751 83150 83728');
  await page.getByText('This is a PIN Reset Code').waitFor();
  await typeIn(token, { serial: '?', code });
  await page.getByText('This is not a serial').first().waitFor();
  await typeIn(token, { serial: issued.grant.serial, code: code.slice(0, 11) });
  await page.getByText('An activation code has 15 digits; 10 were entered').first().waitFor();
  expect(site.requests.filter((request) => request.includes('/v1/'))).toEqual([]);

  const other = await site.issuer.issue(site.origin, { serial: 'ST-905-331-72' });
  await typeIn(token, { serial: issued.grant.serial, code: other.code });
  await page.getByText('The server does not know this activation code for this serial').first().waitFor(PATIENCE);
  expect(await page.getByLabel('Serial').inputValue()).toBe(issued.grant.serial);
  expect(await lookAt(page, 'typed-refused')).toEqual(UNTOUCHED);

  await typeIn(token, { serial: ' st 482 719 36', code });
  await token.arriveAt('Choose your PIN');
  await page.getByText('Northwind Harbour Authority').waitFor();
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt('Your one-time password');
  await expectRightPassword(token, issued);
  await expect.poll(() => issued.state, PATIENCE).toBe('confirmed');
  const sent = site.requests.join('\n');
  for (const secret of [PIN, code, code.replaceAll(' ', '')]) expect(sent).not.toContain(secret);

  await page.reload();
  await token.enterPin(PIN);
  await token.arriveAt('Your one-time password');
});

test('typed in while the server is away: nothing is lost, and what was typed is still there', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { token: issued, code } = await site.issuer.issue(site.origin, { serial: 'ST-111-222-33' });
  await token.page.goto(site.origin);
  await token.page.evaluate(() => navigator.serviceWorker.ready);
  await token.page.getByRole('button', { name: 'Type a serial and an activation code' }).click();
  await site.goOffline();
  try {
    await typeIn(token, { serial: issued.grant.serial, code });
    await token.page.getByText('The server cannot be reached').waitFor(PATIENCE);
  } finally {
    await site.goOnline();
  }
  await token.page.getByRole('button', { name: 'Activate', exact: true }).click();
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt('Your one-time password');
  await expectRightPassword(token, issued);
});

test('without a network: scanned offline, PIN, registration code, one-time password; the code is there again behind the PIN until it has arrived', async () => {
  const { site, token, browser } = walk();
  site.hasServiceWorker = true;
  const { page } = token;
  const { token: issued, offlineText } = await site.issuer.issue(site.origin);
  const easel = await browser.newPage({ viewport: { width: 700, height: 700 } });
  await easel.setContent(`<body style="margin:0;background:#fff">${encodeQR(offlineText, 'svg', { border: 4 })}</body>`);
  await easel.locator('svg').evaluate((svg) => {
    svg.setAttribute('width', '640');
    svg.setAttribute('height', '640');
  });
  const picture = await easel.screenshot();
  await easel.close();
  await page.goto(site.origin);
  await page.evaluate(() => navigator.serviceWorker.ready);

  await site.goOffline();
  let code: string;
  try {
    await page.goto(`${site.origin}/scan`);
    await page.getByLabel('Picture with a QR code').setInputFiles({ name: 'text.png', mimeType: 'image/png', buffer: picture });
    await token.arriveAt('Choose your PIN');
    await page.getByText('type the registration code into Self-Administration').waitFor();
    expect(await lookAt(page, 'offline-set-pin')).toEqual(UNTOUCHED);
    await token.setPin(PIN, 'Choose your PIN');
    await token.arriveAt('Your registration code');
    code = (await page.locator('.code-display data').textContent()) ?? '';
    expect(code).toMatch(/^\d{5} \d{5} \d{5}$/);
    expect(await lookAt(page, 'registration-code')).toEqual(UNTOUCHED);
    await page.getByRole('button', { name: 'Show the one-time password' }).click();
    await token.arriveAt('Your one-time password');
    expect(await lookAt(page, 'registration-password')).toEqual(UNTOUCHED);

    await page.goto(`${site.origin}/`);
    expect(await page.content()).not.toContain(code);
    await token.enterPin(PIN);
    await token.arriveAt('Your one-time password');
    await page.getByRole('button', { name: 'Show the registration code' }).click();
    await token.arriveAt('Your registration code');
    expect(await page.locator('.code-display data').textContent()).toBe(code);
    await page.getByRole('button', { name: 'Show the one-time password' }).click();
    expect(site.issuer.register(issued, code, site.origin)).toBe('registered');
    await expectRightPassword(token, issued);
    await page.getByRole('button', { name: 'The page says that I am done' }).click();
    await page.getByText('When the page has taken the registration code').waitFor({ state: 'detached' });
  } finally {
    await site.goOnline();
  }
  await page.reload();
  await token.enterPin(PIN);
  await token.arriveAt('Your one-time password');
  expect(await page.getByRole('button', { name: 'Show the registration code' }).count()).toBe(0);
});

test('without a network: at its first contact the token confirms by itself, once its owner has typed the registration code', async () => {
  const { site, token } = walk();
  const { page } = token;
  const { token: issued, offlineText } = await site.issuer.issue(site.origin);
  await page.goto(offlineText);
  expect(page.url()).toBe(`${site.origin}/`);
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt('Your registration code');
  const code = (await page.locator('.code-display data').textContent()) ?? '';
  await expect.poll(() => site.requests.some((request) => request.includes('/confirm')), PATIENCE).toBe(true);
  expect(issued.state).toBe('open');
  site.issuer.register(issued, code, site.origin);
  await page.reload();
  await token.enterPin(PIN);
  await page.getByText('The server has been told as well').waitFor(PATIENCE);
  expect(issued.state).toBe('confirmed');
  expect(await page.getByRole('button', { name: 'Show the registration code' }).count()).toBe(0);

  const key = new URLSearchParams(offlineText.split('#')[1]).get('k') ?? '';
  const stored = JSON.stringify(await walk().context.storageState());
  for (const secret of [PIN, code, code.replaceAll(' ', ''), key]) {
    expect([site.requests.join('\n').includes(secret), stored.includes(secret)]).toEqual([false, false]);
  }
});

test('a text for a device without a network that belongs to another app, or is damaged, makes no token', async () => {
  const { site, token } = walk();
  const { page } = token;
  const { offlineText } = await site.issuer.issue('https://elsewhere.example');
  await page.goto(site.origin);
  await page.getByLabel('Activation link').fill(offlineText);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('belongs to the soft token at https://elsewhere.example').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByLabel('Activation link').fill(offlineText.slice(0, -1));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('The link is incomplete or damaged').waitFor();
});
