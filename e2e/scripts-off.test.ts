import { activateByLink, lockInHand, passwordOf, unlockInHand } from '@sallyport/protocol/testing';
import { openBrowser } from '@sallyport/ui/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Album } from './support/album.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { ADA, answerQuestions, codeShown, givePassword, sees } from './support/walks.ts';

/** The portals work with scripts off; the token, which is an application, is here the protocol's own device half. */

let demonstration: Demonstration;
let browser: Browser;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
});

test('the portals lead from a locked token to both doors open without a line of script', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const album = new Album('scripts-off');
  const hand = await activateByLink(demonstration.activationLink(ADA.userName));
  const pinResetCode = await lockInHand(hand);

  const page = await context.newPage();
  await page.goto(demonstration.origins.certificateServices);
  await page.getByRole('link', { name: 'My Account' }).click();
  await givePassword(page, ADA);
  await sees(page, 'Dashboard');
  await album.take(page, 'dashboard');
  await page.getByRole('link', { name: 'Manage My Account' }).click();
  await sees(page, 'Confirm it is you');
  await page.getByRole('link', { name: 'I have misplaced my token' }).click();
  await page.getByRole('link', { name: 'Sign in to Self-Administration' }).click();
  await givePassword(page, ADA);
  await page.getByRole('link', { name: 'Question & answer challenge' }).click();
  await answerQuestions(page, ADA);
  await page.getByRole('link', { name: 'My Soft Token application is locked' }).click();
  await page.getByRole('button', { name: 'Yes, unlock my token' }).click();

  const wrong = `${pinResetCode.slice(0, -1)}${String((Number(pinResetCode.at(-1)) + 1) % 10)}`;
  await page.getByRole('textbox', { name: 'PIN Reset Code', exact: true }).fill(wrong);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('link', { name: /Group 3 has a typing error/ }).waitFor();
  await album.take(page, 'typing-error');
  await page.getByRole('textbox', { name: 'PIN Reset Code', exact: true }).fill(pinResetCode);
  await page.getByRole('button', { name: 'Continue' }).click();

  await sees(page, 'Your unlock code');
  await album.take(page, 'unlock-code');
  const opened = await unlockInHand(hand, await codeShown(page));
  await page.getByRole('textbox', { name: 'One-time password', exact: true }).fill(await passwordOf(opened.vault));
  await page.getByRole('button', { name: 'Finish' }).click();
  await sees(page, 'Your Soft Token is unlocked');
  await page.getByRole('link', { name: 'Continue to Certificate Services' }).click();
  await sees(page, 'Manage My Account');
  await album.take(page, 'manage-my-account');
  await context.close();
  expect(page.url()).toContain('/settings/account');
});
