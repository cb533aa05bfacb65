import { openBrowser } from '@sallyport/ui/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import { ADA, givePassword, MIKKEL, oneTimePassword, type Person, PIN, sees, setPin } from './support/walks.ts';

/** A token is activated by what is typed, and on a device without a network: portal and app side by side, as a person has them. */

let demonstration: Demonstration;
let browser: Browser;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
});

async function openSetUp(page: Page, person: Person): Promise<void> {
  await page.goto(`${demonstration.origins.selfAdministration}/set-up`);
  await givePassword(page, person);
  await sees(page, 'Activate your Soft Token');
}

async function finish(page: Page, otp: string): Promise<void> {
  await page.getByRole('textbox', { name: 'One-time password', exact: true }).fill(otp);
  await page.getByRole('button', { name: 'Finish' }).click();
  await sees(page, 'Save your recovery codes');
  await page.getByRole('link', { name: 'Later' }).click();
  await sees(page, 'Your account is set up');
}

test('typed in on another device: serial and activation code, PIN, one-time password', async () => {
  const inspection = new Inspection('activation-typed');
  const [portal, device] = [await browser.newContext(), await browser.newContext()];
  const page = await portal.newPage();
  await openSetUp(page, ADA);
  await page.getByText('Type it in', { exact: true }).click();
  await inspection.look(page, 'ways-typed');
  const serial = (await page.locator('.summary-list code').nth(1).textContent()) ?? '';
  const code = (await page.locator('.code-display data').textContent()) ?? '';

  const token = await device.newPage();
  await token.goto((await page.locator('.summary-list code').first().textContent()) ?? '');
  await token.getByRole('button', { name: 'Type a serial and an activation code' }).click();
  await token.getByLabel('Serial').fill(serial);
  await token.getByLabel('Activation code').fill(code);
  await token.getByRole('button', { name: 'Activate', exact: true }).click();
  await sees(token, 'Choose your PIN');
  await setPin(token, PIN);
  await finish(page, await oneTimePassword(token));
  await Promise.all([portal.close(), device.close()]);
});

test('on a device without a network: the text, PIN, the registration code typed back, one-time password', async () => {
  const inspection = new Inspection('activation-offline');
  const [portal, device] = [await browser.newContext(), await browser.newContext({ serviceWorkers: 'allow' })];
  const token = await device.newPage();
  await token.goto(demonstration.origins.softToken);
  await token.evaluate(() => navigator.serviceWorker.ready);
  await device.setOffline(true);

  const page = await portal.newPage();
  await openSetUp(page, MIKKEL);
  await page.getByText('A device without a network', { exact: true }).click();
  await page.getByText('Paste a text instead of scanning').click();
  await inspection.look(page, 'ways-offline');
  const text = (await page.locator('.details code', { hasText: '/o#' }).textContent()) ?? '';

  await token.getByLabel('Activation link').fill(text);
  await token.getByRole('button', { name: 'Continue' }).click();
  await sees(token, 'Choose your PIN');
  await token.getByRole('textbox', { name: 'New PIN', exact: true }).fill(PIN);
  await token.getByRole('textbox', { name: 'New PIN again', exact: true }).fill(PIN);
  await token.getByRole('button', { name: 'Set PIN' }).click();
  await sees(token, 'Your registration code');
  const code = (await token.locator('.code-display data').textContent()) ?? '';

  // A wrong group is not sent: the field is to be typed in again, and the right code is the first that the server sees.
  const sent: (string | null)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URLSearchParams(request.postData() ?? '').get('registrationCode'));
  });
  const field = page.getByRole('textbox', { name: 'Registration code', exact: true });
  await field.fill(code.slice(0, 1) + String((Number(code[1]) + 1) % 10) + code.slice(2));
  await page.getByText('Group 1 has a typing error').waitFor();
  await page.getByRole('button', { name: 'Register the token' }).click();
  await field.and(page.locator(':focus')).waitFor();
  await field.fill(code);
  await page.getByRole('button', { name: 'Register the token' }).click();
  await page.getByText('The registration code fits').waitFor();
  expect(sent.map((typed) => typed?.replaceAll(' ', ''))).toEqual([code.replaceAll(' ', '')]);
  await inspection.look(page, 'registered');

  await token.getByRole('button', { name: 'Show the one-time password' }).click();
  await finish(page, await oneTimePassword(token));
  await Promise.all([portal.close(), device.close()]);
});
