import { activateByLink, type TokenInHand } from '@sallyport/protocol/testing';
import { openBrowser, VirtualAuthenticator } from '@sallyport/ui/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchForFaults } from './support/album.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import { nextOneTimePassword } from './support/one-time-passwords.ts';
import { ADA, givePassword, heading, MIKKEL, sees } from './support/walks.ts';

/** Passkeys in a real browser, with an authenticator that Chromium plays. */

let demonstration: Demonstration;
let browser: Browser;
let ada: TokenInHand;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(), openBrowser()]);
  ada = await activateByLink(demonstration.activationLink(ADA.userName));
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
});

const self = (path: string) => `${demonstration.origins.selfAdministration}${path}`;
const account = () => `${demonstration.origins.certificateServices}/settings/account`;

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name }).first().click();
}

async function typeOtp(page: Page, hand: TokenInHand): Promise<void> {
  await page.getByRole('textbox', { name: 'One-time password', exact: true }).fill(await nextOneTimePassword(hand));
  await press(page, 'Continue');
}

/** Its owner confirms this once, and nothing that is asked later. */
async function usePasskey(page: Page, device: VirtualAuthenticator): Promise<void> {
  await device.sayYes();
  await Promise.all([page.waitForEvent('framenavigated'), press(page, 'Use my passkey')]);
  await device.sayNothing();
}

/** The page that adds a passkey, reached with password and one-time password. */
async function atAdd(page: Page): Promise<void> {
  await page.goto(self('/passkeys'));
  await givePassword(page, ADA);
  await choose(page, 'One-time password');
  await typeOtp(page, ada);
  await choose(page, 'I want to sign in with a passkey');
  await sees(page, 'Your passkeys');
}

test('a passkey is added, signs in alone, is a second factor, proves it in Self-Administration, and is removed', async () => {
  const inspection = new Inspection('passkeys');
  const context = await browser.newContext();
  const faults = watchForFaults(context);
  const page = await context.newPage();
  const device = await VirtualAuthenticator.addTo(page);

  await atAdd(page);
  await inspection.look(page, 'no-passkey');
  await choose(page, 'Add a passkey');
  await sees(page, 'Add a passkey?');
  expect(await page.getByRole('textbox', { name: 'Name of the passkey' }).inputValue()).toMatch(/ on Linux$/);
  await page.getByRole('textbox', { name: 'Name of the passkey' }).fill('Work laptop');
  await inspection.look(page, 'add-passkey');
  await press(page, 'Yes, add a passkey');
  await sees(page, 'Make your passkey');
  await inspection.look(page, 'make-passkey');
  await press(page, 'Make the passkey');
  await sees(page, 'Your passkey is ready');
  await inspection.look(page, 'passkey-ready');
  expect(await device.credentials()).toMatchObject([{ name: ADA.userName }]);

  // The same device again: the browser says that it is known.
  await page.goto(self('/passkeys/add'));
  await press(page, 'Yes, add a passkey');
  await sees(page, 'Make your passkey');
  await press(page, 'Make the passkey');
  await page.getByText('This device has a passkey for your account already.').waitFor();
  await choose(page, 'Go back without making one');
  await sees(page, 'Your passkeys');
  await page.getByText('on one device').waitFor();
  await inspection.look(page, 'passkeys');

  await press(page, 'Sign out');
  await press(page, 'Sign out everywhere in this browser');
  await sees(page, 'You are signed out of Self-Administration');

  // Picked from what the browser suggests at the sign-in page, which this one does by itself: both doors, and no page in between.
  await page.goto(demonstration.origins.certificateServices);
  await choose(page, 'My Account');
  await sees(page, 'Dashboard');
  await page.goto(account());
  await sees(page, 'Manage My Account');
  await context.clearCookies();

  // Without name and password, both doors. A device that says nothing leaves what the browser suggests where it is.
  await device.sayNothing();
  await page.goto(demonstration.origins.certificateServices);
  await choose(page, 'My Account');
  await sees(page, 'Sign in');
  await choose(page, 'Sign in with a passkey');
  await sees(page, 'Sign in with your passkey');
  await inspection.look(page, 'sign-in-with-passkey');
  await usePasskey(page, device);
  await sees(page, 'Dashboard');
  await page.goto(account());
  await sees(page, 'Manage My Account');

  // After the password, as the second one.
  await context.clearCookies();
  await page.goto(demonstration.origins.certificateServices);
  await choose(page, 'My Account');
  await givePassword(page, ADA);
  await sees(page, 'Dashboard');
  await page.goto(account());
  await sees(page, 'Confirm it is you');
  await inspection.look(page, 'second-factor');
  await choose(page, 'Passkey');
  await sees(page, 'Use your passkey');
  await inspection.look(page, 'passkey');
  await usePasskey(page, device);
  await sees(page, 'Manage My Account');

  // As a proof in Self-Administration, which sends the browser to where the passkey belongs and takes it back.
  await page.goto(self('/passkeys'));
  await givePassword(page, ADA);
  await sees(page, 'Prove that it is you');
  await choose(page, 'Passkey');
  await sees(page, 'Use your passkey');
  await usePasskey(page, device);
  await sees(page, 'What is wrong?');
  await page.goto(self('/passkeys'));
  await choose(page, 'Rename Work laptop');
  await page.getByRole('textbox', { name: 'Name of the passkey' }).fill('Desk');
  await inspection.look(page, 'rename-passkey');
  await press(page, 'Save the name');
  await choose(page, 'Remove Desk');
  await sees(page, 'Remove this passkey?');
  await inspection.look(page, 'remove-passkey');
  await press(page, 'Yes, remove Desk');
  await sees(page, 'The passkey is removed');
  expect(faults).toEqual([]);

  // What the device keeps opens nothing any more, and the page says what to do.
  await context.clearCookies();
  await page.goto(account());
  await choose(page, 'Sign in with a passkey');
  await sees(page, 'Sign in with your passkey');
  await usePasskey(page, device);
  await page.getByText('This passkey was not accepted').first().waitFor();
  await inspection.look(page, 'passkey-refused');
  await context.close();
});

test('where the browser cannot suggest passkeys, the sign-in page asks for nothing', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await VirtualAuthenticator.addTo(page);
  await page.addInitScript('delete window.PublicKeyCredential.isConditionalMediationAvailable');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(account());
  await sees(page, 'Sign in');
  await page.waitForLoadState('networkidle');
  expect(asked.filter((path) => path.endsWith('/passkey'))).toEqual([]);
  await context.close();
});

test('a device that says no changes nothing, and the next try is a new one', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const device = await VirtualAuthenticator.addTo(page);
  await page.goto(account());
  await choose(page, 'Sign in with a passkey');
  // It has none.
  await press(page, 'Use my passkey');
  await page.getByText('Your device did not confirm.').waitFor();
  await device.sayNothing();
  await press(page, 'Use my passkey');
  await page.getByText('Your device is asking you now.').waitFor();
  await choose(page, 'Use user name and password');
  await givePassword(page, MIKKEL);
  await heading(page, 'Sign in').waitFor({ state: 'detached' });
  expect(await device.credentials()).toEqual([]);
  await context.close();
});

test('with scripts off the pages say what a passkey needs, and every other way works', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(account());
  await choose(page, 'Sign in with a passkey');
  // By its element: what a `noscript` says is no text to who looks for text.
  await page.locator('noscript .notice').waitFor();
  await press(page, 'Use my passkey');
  await page.getByText('Nothing was used up.').first().waitFor();
  await choose(page, 'Use user name and password');
  await givePassword(page, ADA);
  await sees(page, 'Confirm it is you');
  await typeOtp(page, ada);
  await sees(page, 'Manage My Account');
  await context.close();
});
