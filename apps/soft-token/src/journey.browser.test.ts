import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import encodeQR from 'qr';
import { expect, test } from 'vitest';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './testing/browser.ts';
import { type IssuedToken, pinResetCodeOf, resetRandomOf, unlockCodeOf } from './testing/test-issuer.ts';
import { PATIENCE, TokenPage } from './testing/token-page.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const PIN = '482915';
const NEW_PIN = '730264';

async function expectRightPassword(token: TokenPage, issued: IssuedToken): Promise<void> {
  expect(walk().site.issuer.passwordsNow(issued)).toContain(await token.shownPassword());
}

test('the whole road: activate, five wrong PINs, lock; offline: reload, unlock, new PIN, one-time password; the receipt goes when it can', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await expectRightPassword(token, issued);
  await expect.poll(() => issued.state, PATIENCE).toBe('confirmed');
  await token.page.getByText('The server has been told as well').waitFor();
  await token.page.evaluate(() => navigator.serviceWorker.ready);

  await site.goOffline();
  try {
    await token.page.reload();
    await token.enterWrongPins(5);
    const shown = await token.shownPinResetCode();
    expect(shown).toBe(pinResetCodeOf(issued, { epoch: 0, r: resetRandomOf(shown) }));
    await token.page.reload();
    await token.arriveAt('This token is locked');
    expect(await token.shownPinResetCode()).toBe(shown);
    await token.page.getByText(issued.grant.serial).waitFor();
    const unlock = token.page.getByRole('link', { name: 'Unlock in Self-Administration' });
    expect(await unlock.getAttribute('href')).toBe(`http://localhost:4302/unlock#c=${shown.replaceAll(' ', '')}&s=${issued.grant.serial}`);
    expect([await unlock.getAttribute('target'), await unlock.getAttribute('rel')]).toEqual(['_blank', 'noopener']);

    await token.enterUnlockCode(unlockCodeOf(issued, shown));
    await token.setPin(NEW_PIN, 'Choose a new PIN');
    await token.arriveAt('Your one-time password');
    await token.page.getByText('Type this one-time password into the page that waits for it').waitFor();
    await expectRightPassword(token, issued);
    expect(issued.receipts).toEqual([]);
  } finally {
    await site.goOnline();
  }
  await token.page.reload();
  await expect.poll(() => issued.receipts, PATIENCE).toEqual([{ epoch: 1, what: 2 }]);
  await token.enterPin(PIN);
  await token.page.getByText('4 attempts are left').waitFor();
  await token.enterPin(NEW_PIN);
  await expectRightPassword(token, issued);
});

test('no secret is in any request, and none is in the address bar or the caches', async () => {
  const { site, token, context } = walk();
  site.hasServiceWorker = true;
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  expect(token.page.url()).toBe(`${site.origin}/`);
  await token.closeToken();
  await token.enterWrongPins(5);
  const unlockCode = unlockCodeOf(issued, await token.shownPinResetCode());
  await token.page.goto(`${site.origin}/u#c=${unlockCode.replaceAll(' ', '')}&s=${issued.grant.serial}`);
  await token.setPin(NEW_PIN, 'Choose a new PIN');
  await token.arriveAt('Your one-time password');
  expect(token.page.url()).toBe(`${site.origin}/`);

  const secret = new URLSearchParams(link.split('#')[1]).get('k') ?? '';
  const sent = site.requests.join('\n');
  const cached = await token.page.evaluate(async () => {
    const texts: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) texts.push(request.url, await ((await cache.match(request)) ?? new Response()).text());
    }
    return texts.join('\n');
  });
  const state = JSON.stringify(await context.storageState());
  for (const needle of [PIN, NEW_PIN, secret, unlockCode.replaceAll(' ', ''), unlockCode]) {
    expect([sent, cached, state].map((text) => text.includes(needle))).toEqual([false, false, false]);
  }
  expect(cached.includes(`${site.origin}/v1/`)).toBe(false);
});

test('"I forgot my PIN" destroys nothing: the PIN keeps working, and once it was remembered the code shown before is past', async () => {
  const { site, token } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await token.closeToken();
  await token.enterWrongPins(3);
  await token.page.getByRole('button', { name: 'I forgot my PIN' }).click();
  await token.arriveAt('Reset your PIN');
  const shown = await token.shownPinResetCode();
  expect(shown).toBe(pinResetCodeOf(issued, { epoch: 0, r: resetRandomOf(shown) }));
  await token.page.reload();
  await token.page.getByText('2 attempts are left').waitFor();
  await token.page.getByRole('button', { name: 'I forgot my PIN' }).click();
  await token.page.getByRole('link', { name: 'Back to PIN entry' }).click();
  await token.enterPin(PIN);
  await token.arriveAt('Your one-time password');
  await expectRightPassword(token, issued);
  await expect.poll(() => issued.receipts, PATIENCE).toEqual([{ epoch: 1, what: 1 }]);
  await token.closeToken();
  await token.enterWrongPins(1);
  await token.page.getByRole('button', { name: 'I forgot my PIN' }).click();
  const next = await token.shownPinResetCode();
  expect(next).toBe(pinResetCodeOf(issued, { epoch: 1, r: resetRandomOf(next) }));
});

test('an unlock link unlocks the locked token it is for, in one tap; the other window follows', async () => {
  const { site, token, openWindow } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await token.closeToken();
  await token.enterWrongPins(5);
  const code = unlockCodeOf(issued, await token.shownPinResetCode()).replaceAll(' ', '');
  const other = await openWindow();
  await other.page.goto(`${site.origin}/u#c=${code}&s=ST-000-000-00`);
  await other.page.getByText('is not on this device').waitFor();
  await other.page.goto(`${site.origin}/u#c=${code}&s=${issued.grant.serial}`);
  await other.setPin(NEW_PIN, 'Choose a new PIN');
  await other.arriveAt('Your one-time password');
  await expectRightPassword(other, issued);
  await token.arriveAt('Enter your PIN');
  await token.enterPin(NEW_PIN);
  await token.arriveAt('Your one-time password');
});

test('an unlock link for a token that is not locked waits for a tap', async () => {
  const { site, token } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await token.closeToken();
  await token.page.getByRole('button', { name: 'I forgot my PIN' }).click();
  await token.arriveAt('Reset your PIN');
  const code = unlockCodeOf(issued, await token.shownPinResetCode()).replaceAll(' ', '');
  await token.page.goto(`${site.origin}/u#c=${code}&s=${issued.grant.serial}`);
  await token.page.getByText('Your unlock code has arrived by link').waitFor();
  await token.page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await token.setPin(NEW_PIN, 'Choose a new PIN');
  await token.arriveAt('Your one-time password');
});

test('typing errors, codes of another kind and of another token are told apart; five wrong codes bring a back-off', async () => {
  const { site, token } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await token.closeToken();
  await token.enterWrongPins(5);
  const shown = await token.shownPinResetCode();
  const right = unlockCodeOf(issued, shown);
  const field = token.page.getByLabel('Unlock code');

  await field.fill(shown);
  await token.page.getByText('This is a PIN Reset Code').waitFor();
  await field.fill(right.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10)));
  await token.page.getByText('Group 1 has a typing error').waitFor();
  await token.enterUnlockCode(right.slice(0, 11));
  await token.page.getByText('The unlock code has 20 digits; 10 were entered').waitFor();

  const otherLock = pinResetCodeOf(issued, { epoch: 0, r: (resetRandomOf(shown) + 1) % 10_000 });
  for (let spent = 1; spent <= 5; spent += 1) {
    await token.enterUnlockCode(unlockCodeOf(issued, otherLock));
    await token.page.getByText('This is not the unlock code for this lock').waitFor();
    await expect.poll(() => token.page.getByRole('button', { name: 'Unlock', exact: true }).isEnabled(), PATIENCE).toBe(true);
  }
  await token.page.getByText('the next has to wait').waitFor();
  await token.page.reload();
  await token.page.getByText('the next has to wait').waitFor();
  await token.enterUnlockCode(right);
  await token.page.getByText('the next has to wait').waitFor();
  expect(await token.heading('This token is locked').isVisible()).toBe(true);
});

test('a link that cannot be used says why, costs nothing, and can be tried again', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { page } = token;
  const { token: issued, link } = await site.issuer.issue(site.origin);

  await page.goto(`${site.origin}/a#v=1&a=AAAA`);
  await page.getByText('The link is incomplete or damaged').waitFor();
  await page.goto(link.replace(/o=[^&]*/, `o=${encodeURIComponent('https://elsewhere.example')}`));
  await page.getByText('belongs to the soft token at https://elsewhere.example').waitFor();
  await page.goto(link.replace(/k=.{4}/, 'k=AAAA'));
  await page.getByText('The server does not recognise this link').waitFor();
  issued.state = 'expired';
  await page.goto(link);
  await page.getByText('This link has expired').waitFor();
  issued.state = 'confirmed';
  await page.goto(link);
  await page.getByText('This link has been used already').waitFor();
  issued.state = 'open';
  issued.tries = 0;
  site.instead = () => ({ status: 429, body: { error: 'RATE_LIMITED', retryAfterSeconds: 90 } });
  await page.goto(link);
  await page.getByText('try again in 1 min 30 sec').waitFor();
  site.instead = undefined;

  await page.evaluate(() => navigator.serviceWorker.ready);
  await site.goOffline();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The server cannot be reached. Your link is still good').waitFor();
  await site.goOnline();
  await page.getByRole('button', { name: 'Try again' }).click();
  await token.arriveAt('Choose your PIN');
  await page.getByText('Northwind Harbour Authority').waitFor();
  await page.getByText('Ada Quay').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await token.arriveAt('Your soft token lives on this device');
  await token.activate(link, PIN);
  await expectRightPassword(token, issued);
  await page.goto(link);
  await page.getByText(/has been used already|is on this device already/).waitFor();
});

test('a weak PIN is refused with its reason, and two different entries too; nothing is lost by it', async () => {
  const { site, token } = walk();
  const { link } = await site.issuer.issue(site.origin);
  await token.page.goto(link);
  await token.setPin('111111', 'Choose your PIN');
  await token.page.getByText('All digits are the same').first().waitFor();
  await token.page.getByLabel('New PIN', { exact: true }).fill(PIN);
  await token.page.getByLabel('New PIN again', { exact: true }).fill('482916');
  await token.page.getByRole('button', { name: 'Set PIN' }).click();
  await token.page.getByText('The two entries are different').first().waitFor();
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt('Your one-time password');
});

test('the one-time password follows the clock of the server', async () => {
  const { site, token } = walk();
  site.issuer.skewMs = 10 * 60_000;
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await expectRightPassword(token, issued);
});

test('a QR code is read out of a picture', async () => {
  const { site, token, browser } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  const easel = await browser.newPage({ viewport: { width: 480, height: 480 } });
  const picture = await paint(easel, link).then(() => easel.screenshot());
  await easel.close();

  await token.page.goto(`${site.origin}/scan`);
  const file = (buffer: Buffer) => ({ name: 'link.png', mimeType: 'image/png', buffer });
  await token.page.getByLabel('Picture with a QR code').setInputFiles(file(Buffer.from('not a picture')));
  await token.page.getByText('There is no readable QR code in this picture').waitFor();
  await token.page.getByLabel('Picture with a QR code').setInputFiles(file(picture));
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt('Your one-time password');
  await expectRightPassword(token, issued);
});

test('a QR code is read by the camera, which is allowed on the scan screen alone and off when it is done', async () => {
  const { site, browser } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-camera-'));
  const easel = await browser.newPage({ viewport: { width: 640, height: 480 } });
  await paint(easel, link);
  // Chromium's fake camera plays this file for ever: the same picture again and again.
  const frame = await easel.screenshot({ type: 'jpeg', quality: 95 });
  await easel.close();
  const film = join(folder, 'link.mjpeg');
  await writeFile(film, Buffer.concat(Array.from({ length: 10 }, () => frame)));
  const filming = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...CHROMIUM_ARGUMENTS, `--use-file-for-fake-video-capture=${film}`],
  });
  try {
    const token = new TokenPage(await filming.newPage());
    await token.page.goto(site.origin);
    const refused = await token.page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'allowed',
        (failure: unknown) => (failure as Error).name,
      ),
    );
    expect(refused).toBe('NotAllowedError');
    await token.page.getByRole('link', { name: 'Scan a QR code' }).click();
    await token.page.getByRole('button', { name: 'Use the camera' }).click();
    await token.setPin(PIN, 'Choose your PIN');
    expect(await token.page.locator('video').count()).toBe(0);
    await token.arriveAt('Your one-time password');
    await expectRightPassword(token, issued);
  } finally {
    await filming.close();
    await rm(folder, { recursive: true, force: true });
  }
});

async function paint(easel: Page, text: string): Promise<void> {
  await easel.setContent(
    `<body style="margin:0;background:#fff;display:grid;place-items:center;height:100vh">${encodeQR(text, 'svg', { border: 4 })}</body>`,
  );
  await easel.locator('svg').evaluate((svg) => {
    svg.setAttribute('width', '420');
    svg.setAttribute('height', '420');
  });
}
