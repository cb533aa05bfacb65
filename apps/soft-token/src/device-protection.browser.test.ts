import { VirtualAuthenticator } from '@sallyport/ui/testing';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { lookAt } from './testing/gallery.ts';
import { copyStorage, putStorageBack } from './testing/storage-snapshot.ts';
import { type IssuedToken, type IssueWish, unlockCodeOf } from './testing/test-issuer.ts';
import { TokenPage } from './testing/token-page.ts';
import { walks } from './testing/walk.ts';

/** Profile P1 in a browser: set up, opened, refused, lost and found again, with an authenticator that Chromium plays. */

const walk = walks();
const PIN = '482915';
const NEW_PIN = '730264';
const OFFER = 'Protect this token with this device too?';
const ALONE: IssueWish = { policy: { prfOnlyAllowed: true } };

async function look(name: string): Promise<void> {
  expect(await lookAt(walk().token.page, name)).toEqual({ violations: [], overflowsAt320: false });
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

async function expectRightPassword(token: TokenPage, issued: IssuedToken): Promise<void> {
  await token.arriveAt('Your one-time password');
  expect(walk().site.issuer.passwordsNow(issued)).toContain(await token.shownPassword());
}

async function expectAttemptsUntouched(token: TokenPage): Promise<void> {
  await token.page.reload();
  await token.arriveAt('Enter your PIN');
  expect(await token.page.getByText(/attempts? (is|are) left/).count()).toBe(0);
}

/** An activated token that asks this device too, open. */
async function protectedToken(wish: IssueWish & { readonly alone?: true } = {}): Promise<{
  readonly issued: IssuedToken;
  readonly device: VirtualAuthenticator;
}> {
  const { site, token } = walk();
  const device = await VirtualAuthenticator.addTo(token.page);
  const { token: issued, link } = await site.issuer.issue(site.origin, wish);
  await token.page.goto(link);
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt(OFFER);
  if (wish.alone) {
    await token.page.getByLabel('Open with fingerprint, face or screen lock alone, too').check();
    await look('protection-offer-alone');
  }
  await press(token.page, 'Yes, protect it with this device');
  await expectRightPassword(token, issued);
  return { issued, device };
}

test('is offered once the PIN is chosen; "Yes" asks the device, and from then on PIN and device open the token together, also offline', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { issued, device } = await protectedToken();
  await token.page.getByText('This token is now protected by this device too.').waitFor();
  expect(await device.credentials()).toEqual([{ name: 'Ada Quay, ST-482-719-36', uses: 2 }]);
  await expect.poll(() => issued.state).toBe('confirmed');
  await token.closeToken();
  await token.page.evaluate(() => navigator.serviceWorker.ready);
  await site.goOffline();
  try {
    await token.page.reload();
    await token.enterPin(PIN);
    await expectRightPassword(token, issued);
  } finally {
    await site.goOnline();
  }
  await token.closeToken();
  await token.enterWrongPins(1);
  expect((await device.credentials())[0]?.uses).toBe(4);
});

test('"No" leaves the PIN alone: nothing is made on the device, and nobody is asked', async () => {
  const { site, token } = walk();
  const device = await VirtualAuthenticator.addTo(token.page);
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.page.goto(link);
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt(OFFER);
  await look('protection-offer');
  await press(token.page, 'No, my PIN is enough');
  await expectRightPassword(token, issued);
  expect(await device.credentials()).toEqual([]);
  await token.closeToken();
  await device.remove();
  await token.enterPin(PIN);
  await expectRightPassword(token, issued);
});

test('a "no" at the device during the set-up changes nothing; the second try makes no second entry in its list', async () => {
  const { site, token } = walk();
  const { page } = token;
  const device = await VirtualAuthenticator.addTo(page);
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await page.goto(link);
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt(OFFER);
  await device.sayNothing();
  await press(page, 'Yes, protect it with this device');
  await page.getByText('Your device asks you').waitFor();
  await press(page, 'Cancel');
  await page.getByText('Your device did not confirm. Nothing has changed.').waitFor();
  await look('protection-offer-cancelled');
  await device.sayYes();
  // Made, and then not confirmed.
  await page.evaluate(() => {
    const real = navigator.credentials.get.bind(navigator.credentials);
    let isFirst = true;
    navigator.credentials.get = (options) => {
      if (!isFirst) return real(options);
      isFirst = false;
      return Promise.reject(new DOMException('not now', 'NotAllowedError'));
    };
  });
  await press(page, 'Yes, protect it with this device');
  await page.getByText('Your device did not confirm. Nothing has changed.').waitFor();
  await press(page, 'Yes, protect it with this device');
  await expectRightPassword(token, issued);
  expect((await device.credentials()).length).toBe(1);
});

test('a device without the PRF is told plainly that it cannot, and the PIN goes on alone', async () => {
  const { site, token } = walk();
  await VirtualAuthenticator.addTo(token.page, { hasPrf: false });
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.page.goto(link);
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt(OFFER);
  await press(token.page, 'Yes, protect it with this device');
  await token.page.getByText('This device cannot protect the token in this way.').waitFor();
  await look('protection-unavailable');
  await press(token.page, 'Go on with the PIN alone');
  await expectRightPassword(token, issued);
  await token.closeToken();
  await token.enterPin(PIN);
  await expectRightPassword(token, issued);
});

test('a finger that the device refuses costs no attempt, with the right PIN or a wrong one, and as often as one likes', async () => {
  const { token } = walk();
  const { device } = await protectedToken();
  await token.closeToken();
  await device.refuseFinger();
  for (const pin of [PIN, '604817', PIN, '604817', '604817', '604817', '604817']) {
    await token.enterRefusedPin(pin, 'This device did not confirm. No attempt was used.');
  }
  await look('closed-device-cancelled');
  await expectAttemptsUntouched(token);
});

test('a question of the device that nobody answers can be cancelled, and costs no attempt', async () => {
  const { token } = walk();
  const { issued, device } = await protectedToken();
  await token.closeToken();
  await device.sayNothing();
  await token.enterPin(PIN);
  await token.page.getByText('Your device asks you').waitFor();
  await look('closed-device-asks');
  await press(token.page, 'Cancel');
  await token.page.getByText('This device did not confirm. No attempt was used.').waitFor();
  await expectAttemptsUntouched(token);
  await device.sayYes();
  await token.enterPin(PIN);
  await expectRightPassword(token, issued);
});

test('an authenticator that is gone costs no attempt and loses nothing: the unlock code opens the token, without it and for a new PIN', async () => {
  const { token } = walk();
  const { issued, device } = await protectedToken();
  await token.closeToken();
  await device.remove();
  for (let attempt = 0; attempt < 6; attempt += 1) {
    await token.enterRefusedPin(PIN, 'cannot be used now. No attempt was used');
  }
  await look('closed-device-gone');
  await expectAttemptsUntouched(token);
  await press(token.page, 'I forgot my PIN');
  await token.enterUnlockCode(unlockCodeOf(issued, await token.shownPinResetCode()));
  await token.setPin(NEW_PIN, 'Choose a new PIN');
  await expectRightPassword(token, issued);
  await token.closeToken();
  await token.enterPin(NEW_PIN);
  await expectRightPassword(token, issued);
});

test('a credential removed on the device costs no attempt; five wrong PINs lock, and after the unlock a new credential can be made', async () => {
  const { token } = walk();
  const { issued, device } = await protectedToken();
  await token.closeToken();
  await token.enterWrongPins(5);
  await device.forgetEverything();
  await token.enterUnlockCode(unlockCodeOf(issued, await token.shownPinResetCode()));
  await token.setPin(NEW_PIN, 'Choose a new PIN');
  await token.arriveAt(OFFER);
  await press(token.page, 'Yes, protect it with this device');
  await expectRightPassword(token, issued);
  await token.page.getByText('Type this one-time password into the page that waits for it').waitFor();
  expect((await device.credentials()).length).toBe(1);
  await token.closeToken();
  await token.enterPin(NEW_PIN);
  await expectRightPassword(token, issued);
  await token.closeToken();
  await device.forgetEverything();
  await token.enterPin(NEW_PIN);
  await token.page.getByText('This device did not confirm. No attempt was used.').waitFor();
  await expectAttemptsUntouched(token);
});

test('storage copied before a lock and put back after it opens with PIN and authenticator, and without the authenticator it does not', async () => {
  const { token } = walk();
  const { issued, device } = await protectedToken();
  await token.closeToken();
  await copyStorage(token.page);
  await token.enterWrongPins(5);
  await putStorageBack(token.page);
  await token.page.reload();
  await token.enterPin(PIN);
  await expectRightPassword(token, issued);
  await token.closeToken();
  await device.remove();
  await VirtualAuthenticator.addTo(token.page);
  for (const pin of [PIN, '604817']) {
    await token.enterRefusedPin(pin, 'This device did not confirm');
  }
});

test('is added and removed later behind the PIN; a wrong PIN there counts as anywhere', async () => {
  const { site, token } = walk();
  const { page } = token;
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await press(page, 'Device protection');
  await page.getByText('This device has no fingerprint, face or screen lock').waitFor();
  await look('protection-impossible');
  await page.getByRole('link', { name: 'Back to the one-time password' }).click();
  await token.arriveAt('Your one-time password');

  const device = await VirtualAuthenticator.addTo(page);
  await press(page, 'Device protection');
  await page.getByText('Your PIN alone protects this token.').waitFor();
  await look('protection-add');
  await page.getByLabel('Your PIN', { exact: true }).fill('604817');
  await press(page, 'Continue');
  await page.getByText('4 attempts are left').waitFor();
  await look('protection-wrong-pin');
  await page.getByLabel('Your PIN', { exact: true }).fill(PIN);
  await press(page, 'Continue');
  await token.arriveAt(OFFER);
  await press(page, 'Yes, protect it with this device');
  await expectRightPassword(token, issued);
  await expect.poll(() => issued.receipts.at(-1)).toEqual({ epoch: 1, what: 1 });
  await look('open-protected');

  await press(page, 'Device protection');
  await page.getByText('This token asks for your PIN and for this device').waitFor();
  await look('protection-remove');
  await page.getByLabel('Your PIN', { exact: true }).fill(PIN);
  await press(page, 'Remove device protection');
  await page.getByText('Device protection is removed.').waitFor();
  await expectRightPassword(token, issued);
  await token.closeToken();
  await device.remove();
  await token.enterPin(PIN);
  await expectRightPassword(token, issued);
});

test('five wrong PINs on the page of device protection lock the token, although it was open', async () => {
  const { site, token } = walk();
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await VirtualAuthenticator.addTo(token.page);
  await press(token.page, 'Device protection');
  for (let left = 4; left >= 0; left -= 1) {
    await token.page.getByLabel('Your PIN', { exact: true }).fill('604817');
    await press(token.page, 'Continue');
    await token.page
      .getByText(left === 0 ? 'This token is locked' : left === 1 ? 'One attempt is left' : `${String(left)} attempts are left`)
      .first()
      .waitFor();
  }
});

test('after an activation without a network the question comes first, and the registration code is the right one after a "Yes"', async () => {
  const { site, token } = walk();
  const { page } = token;
  await VirtualAuthenticator.addTo(page);
  const { token: issued, offlineText } = await site.issuer.issue(site.origin);
  await page.goto(offlineText);
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt(OFFER);
  await press(page, 'Yes, protect it with this device');
  await token.arriveAt('Your registration code');
  const code = (await page.locator('.code-display data').textContent()) ?? '';
  expect(site.issuer.register(issued, code, site.origin)).toBe('registered');
  await press(page, 'Show the one-time password');
  await expectRightPassword(token, issued);
});

test('where the issuer allows it and the owner ticked it, the device alone opens the token; wrong PINs still count, and a lock is a lock', async () => {
  const { token } = walk();
  const { page } = token;
  const { issued } = await protectedToken({ ...ALONE, alone: true });
  await token.closeToken();
  await look('closed-opens-alone');
  await token.enterWrongPins(3);
  await press(page, 'Open with fingerprint, face or screen lock');
  await expectRightPassword(token, issued);
  await press(page, 'Device protection');
  await page.getByText('opens the token, with your PIN or without it').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await token.closeToken();
  await page.getByText('2 attempts are left').waitFor();
  await token.enterPin('604817');
  await page.getByText('One attempt is left').first().waitFor();
  await token.enterPin('604817');
  await token.arriveAt('This token is locked');
  expect(await page.getByRole('button', { name: 'Open with fingerprint, face or screen lock' }).count()).toBe(0);
});

test.each([
  { how: 'asks the device once', wish: {}, says: 'screen lock once, for both PINs', times: 1 },
  { how: 'asks it twice where it opens alone too', wish: { ...ALONE, alone: true }, says: 'screen lock twice', times: 2 },
] as const)('another PIN $how, and the page says so before', async ({ wish, says, times }) => {
  const { token } = walk();
  const { page } = token;
  const { issued, device } = await protectedToken(wish);
  const uses = async (): Promise<number> => (await device.credentials())[0]?.uses ?? 0;
  const before = await uses();
  await press(page, 'Change PIN');
  await page.getByText(says).waitFor();
  await look(`change-pin-device-${String(times)}`);
  await token.changePin(PIN, NEW_PIN);
  await page.getByText('Your PIN is changed').waitFor();
  expect((await uses()) - before).toBe(times);
  await expectRightPassword(token, issued);
  await token.closeToken();
  await token.enterPin(NEW_PIN);
  await expectRightPassword(token, issued);
});

test('a PIN Reset Code that was shown sends the device back to the PIN, once', async () => {
  const { token } = walk();
  const { page } = token;
  const { issued } = await protectedToken({ ...ALONE, alone: true });
  await token.closeToken();
  await press(page, 'I forgot my PIN');
  await token.arriveAt('Reset your PIN');
  await page.getByRole('link', { name: 'Back to PIN entry' }).click();
  await token.arriveAt('Enter your PIN');
  expect(await page.getByRole('button', { name: 'Open with fingerprint, face or screen lock' }).count()).toBe(0);
  await page.getByText('Your PIN Reset Code was shown').waitFor();
  await token.enterPin(PIN);
  await expectRightPassword(token, issued);
  await token.closeToken();
  await press(page, 'Open with fingerprint, face or screen lock');
  await expectRightPassword(token, issued);
});

test('where the issuer does not allow it, nobody is offered to open without the PIN', async () => {
  const { token } = walk();
  const { page } = token;
  const { issued } = await protectedToken();
  await token.closeToken();
  expect(await page.getByRole('button', { name: 'Open with fingerprint, face or screen lock' }).count()).toBe(0);
  await token.enterPin(PIN);
  await expectRightPassword(token, issued);
});
