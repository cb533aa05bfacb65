import { toHex } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import { buryToken, evict } from './testing/device-storage.ts';
import { lookAt } from './testing/gallery.ts';
import { pinResetCodeOf, resetRandomOf, unlockCodeOf } from './testing/test-issuer.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const PIN = '482915';

async function look(name: string): Promise<void> {
  expect(await lookAt(walk().token.page, name)).toEqual({ violations: [], overflowsAt320: false });
}

test('without a token: welcome, a wrong link, scanning', async () => {
  const { site, token } = walk();
  const { page } = token;
  await page.goto(site.origin);
  await token.arriveAt('Your soft token lives on this device');
  await look('welcome');
  await page.getByLabel('Activation link').fill('https://elsewhere.example/');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('This is not an activation link').waitFor();
  await look('welcome-wrong-link');
  await page.getByRole('link', { name: 'Scan a QR code' }).click();
  await token.arriveAt('Scan a QR code');
  await look('scan');
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await page.getByText('Looking for a QR code').waitFor();
  await look('scan-camera');
});

test('activation: what went wrong, choosing a PIN, the first one-time password', async () => {
  const { site, token } = walk();
  const { page } = token;
  const { link } = await site.issuer.issue(site.origin);
  site.instead = () => ({ status: 500, body: undefined });
  await page.goto(link);
  await token.arriveAt('This token could not be activated');
  await look('activation-failed');
  site.instead = undefined;
  await page.getByRole('button', { name: 'Try again' }).click();
  await token.arriveAt('Choose your PIN');
  await look('set-pin');
  await page.getByLabel('New PIN', { exact: true }).fill('123456');
  await page.getByLabel('New PIN again', { exact: true }).fill('1233');
  await look('set-pin-rules');
  await page.getByRole('button', { name: 'Set PIN' }).click();
  await page.getByText('There is a problem').waitFor();
  await look('set-pin-refused');
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt('Your one-time password');
  await page.getByText('The server has been told as well').waitFor();
  await look('open-after-activation');
});

test('closed, wrong PINs, forgotten, locked, unlocked', async () => {
  const { site, token } = walk();
  const { page } = token;
  const issued = await site.issuer.issue(site.origin);
  await token.activate(issued.link, PIN);
  await token.closeToken();
  await look('closed');
  await token.enterWrongPins(2);
  await look('closed-wrong-pin');
  await page.getByRole('button', { name: 'I forgot my PIN' }).click();
  await token.arriveAt('Reset your PIN');
  await look('forgot-pin');
  await page.getByRole('link', { name: 'Back to PIN entry' }).click();
  await token.enterPin(PIN);
  await token.arriveAt('Your one-time password');
  await look('open');
  await token.closeToken();
  await token.enterWrongPins(5);
  await look('locked');
  await page.getByText('Use another device').click();
  await page.getByRole('img', { name: 'QR code that opens Self-Administration' }).waitFor();
  await page.getByLabel('Unlock code').fill('23993 52761');
  await look('locked-qr-and-typo');
  const right = unlockCodeOf(issued.token, await token.shownPinResetCode());
  await token.enterUnlockCode(right);
  await token.arriveAt('Choose a new PIN');
  await look('must-set-pin');
  await token.setPin('730264', 'Choose a new PIN');
  await token.arriveAt('Your one-time password');
  await look('open-after-unlock');
});

test('the ends and the troubles: removed by the browser, revoked, a wrong unlock code, about to close', async () => {
  const { site, token } = walk();
  const { page } = token;
  const issued = await site.issuer.issue(site.origin);
  await token.activate(issued.link, PIN);
  // The time stands there: however long it takes to look, the token does not close meanwhile.
  await page.clock.setFixedTime(Date.now() + 95_000);
  await page.getByRole('button', { name: 'Keep it open' }).waitFor();
  await look('open-closes-soon');
  // One press, although the notice above the button goes away with it.
  await token.closeToken();
  await page.getByRole('button', { name: 'I forgot my PIN' }).click();
  await token.arriveAt('Reset your PIN');
  const shown = await token.shownPinResetCode();
  await token.enterUnlockCode(
    unlockCodeOf(issued.token, pinResetCodeOf(issued.token, { epoch: 0, r: (resetRandomOf(shown) + 1) % 10_000 })),
  );
  await page.getByText('This is not the unlock code for this lock').waitFor();
  await look('unlock-wrong-code');
  await buryToken(page, `st-${toHex(issued.token.grant.tokenId)}`);
  await page.reload();
  await token.arriveAt('This token was revoked');
  await look('revoked');
  await evict(page, /^(st-|e-)/);
  await page.reload();
  await page.getByText('A token was removed by the browser').waitFor();
  await look('removed');
});

test('several tokens', async () => {
  const { site, token } = walk();
  const first = await site.issuer.issue(site.origin);
  await token.activate(first.link, PIN);
  const second = await site.issuer.issue(site.origin, {
    serial: 'ST-905-331-72',
    issuer: 'Harbour Pilots',
    label: 'ada.quay@pilots.example',
  });
  await token.activate(second.link, PIN);
  await token.page.goto(site.origin);
  await token.arriveAt('Your tokens');
  await look('tokens');
});

test('the clock, a new PIN, the removal', async () => {
  const { site, token } = walk();
  const { page } = token;
  const issued = await site.issuer.issue(site.origin);
  await token.activate(issued.link, PIN);
  await token.closeToken();
  site.issuer.skewMs = 180_000;
  await token.enterPin(PIN);
  await page.getByText('This device’s clock is 3 minutes behind').waitFor();
  await look('open-clock-behind');
  await token.closeToken();
  site.issuer.skewMs = 2 * 86_400_000;
  await token.enterPin(PIN);
  await page.getByText('Which clock is right?').waitFor();
  await look('open-clock-question');
  site.issuer.skewMs = 0;
  await page.getByRole('button', { name: 'Remove this token' }).click();
  await token.arriveAt('Remove this token?');
  await look('remove');
  await page.getByRole('button', { name: 'Yes, remove ST-482-719-36' }).click();
  await token.arriveAt('The token was removed');
  await look('removed-by-owner');
});
