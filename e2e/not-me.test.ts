import { activateByLink, type TokenInHand } from '@sallyport/protocol/testing';
import { openBrowser } from '@sallyport/ui/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchForFaults } from './support/album.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import { nextOneTimePassword } from './support/one-time-passwords.ts';
import { ADA, givePassword, mailedLink, sees } from './support/walks.ts';

/** Contact addresses, and "this was not me" from the link in a mail to the account open again, in a real browser. */

let demonstration: Demonstration;
let browser: Browser;
let hand: TokenInHand;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(), openBrowser()]);
  hand = await activateByLink(demonstration.activationLink(ADA.userName));
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
});

const at = (path: string) => `${demonstration.origins.selfAdministration}${path}`;

async function followMail(page: Page, mail: { readonly subject: string; readonly path: string }): Promise<void> {
  await page.goto(await mailedLink(page, { origin: demonstration.origins.mail, ...mail }));
}

test('an address is added and confirmed, then somebody says that this was not them, and opens the account again', async () => {
  const inspection = new Inspection('not-me');
  const context = await browser.newContext();
  const faults = watchForFaults(context);
  const page = await context.newPage();

  await page.goto(at('/addresses'));
  await givePassword(page, ADA);
  await page.getByRole('link', { name: 'One-time password' }).click();
  await page.getByRole('textbox', { name: 'One-time password', exact: true }).fill(await nextOneTimePassword(hand));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('link', { name: 'Your e-mail addresses' }).click();
  await sees(page, 'Your e-mail addresses');
  await page.getByRole('textbox', { name: 'New e-mail address' }).fill('ada@lindqvist.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('not confirmed yet').first().waitFor();
  await inspection.look(page, 'addresses');

  const mail = await context.newPage();
  await followMail(mail, { subject: 'Confirm this e-mail address', path: '/addresses/confirm' });
  await sees(mail, 'Confirm your address');
  expect(mail.url()).not.toContain('#');
  await inspection.look(mail, 'confirm-address');
  await mail.getByRole('button', { name: 'Confirm this address' }).click();
  await sees(mail, 'The address is confirmed');

  await page.reload();
  await page.getByRole('link', { name: 'Remove ada@lindqvist.example' }).click();
  await sees(page, 'Remove this address?');
  await inspection.look(page, 'remove-address');
  await page.getByRole('link', { name: 'No, keep it' }).click();
  await page.getByRole('link', { name: 'What waits' }).click();
  await sees(page, 'What waits');
  await inspection.look(page, 'nothing-waits');
  await page.goto(at('/waiting/stop'));
  await inspection.look(page, 'stop-what-waits');

  await followMail(mail, { subject: 'An e-mail address was added', path: '/not-me' });
  await sees(mail, 'Was this not you?');
  await inspection.look(mail, 'not-me');
  await mail.getByRole('button', { name: 'This was not me: freeze my account' }).click();
  await sees(mail, 'Your account is frozen');
  await inspection.look(mail, 'frozen');

  await page.goto(at('/addresses'));
  await givePassword(page, ADA);
  await page.getByRole('link', { name: 'do not belong together' }).waitFor();

  await mail.getByRole('link', { name: 'Open my account again' }).click();
  await sees(mail, 'Open a frozen account');
  await inspection.look(mail, 'open-again');
  await context.close();
  // The refused sign-in above is the one answer that a browser reports.
  expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
});

test('a forgotten password is set anew by the link in the mail', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${demonstration.origins.federation}/password/forgotten`);
  await page.getByRole('textbox', { name: 'User name', exact: true }).fill('mikkel.thorsen');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await sees(page, 'Look at your mail');
  const link = await mailedLink(page, { origin: demonstration.origins.mail, subject: 'Choose a new password', path: '/password' });
  await page.goto(link);
  await sees(page, 'Choose your new password');
  await page.getByRole('textbox', { name: 'New password', exact: true }).fill('eleven ropes and a brass bell');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await sees(page, 'Your new password is set');
  await page.goto(link);
  await page.getByRole('textbox', { name: 'New password', exact: true }).fill('twelve ropes and a brass bell');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByRole('link', { name: /This link has been used/ }).waitFor();
  await context.close();
});
