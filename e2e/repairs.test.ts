import { activateByLink, passwordOf } from '@sallyport/protocol/testing';
import { openBrowser } from '@sallyport/ui/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchForFaults } from './support/album.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import { nextOneTimePassword } from './support/one-time-passwords.ts';
import { ADA, answerQuestions, givePassword, sees, typeAnswers } from './support/walks.ts';

/** The pages of Self-Administration that no journey passes, walked through in a real browser and each looked over. */

let demonstration: Demonstration;
let browser: Browser;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
});

const at = (path: string) => `${demonstration.origins.selfAdministration}${path}`;

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).first().click();
}

async function typeOtp(page: Page, button: string, otp: string): Promise<void> {
  await page.getByRole('textbox', { name: 'One-time password', exact: true }).fill(otp);
  await press(page, button);
}

/** A way back walked while nothing is wrong, with a code that is used for real afterwards. */
async function rehearse(page: Page, inspection: Inspection, code: string): Promise<void> {
  await page.goto(at('/ways-back'));
  await choose(page, 'Rehearse a way back');
  await sees(page, 'Rehearse a way back');
  await inspection.look(page, 'rehearse');
  await page.getByText('The device is lost or stolen', { exact: true }).click();
  await press(page, 'Begin the rehearsal');
  await sees(page, 'The device is lost or stolen');
  await inspection.look(page, 'rehearsal');
  await choose(page, 'Your answers');
  await typeAnswers(page, ADA);
  await inspection.look(page, 'rehearsal-answers');
  await press(page, 'See whether it works');
  await page.getByRole('rowheader', { name: 'Your answers' }).waitFor();
  for (const [path, heading, name] of [
    ['password', 'Type your password', 'password'],
    ['one-time-password', 'Type a one-time password', 'one-time-password'],
    ['contact', 'Your recovery contact', 'contact'],
    ['passkey', 'Rehearse with your passkey', 'passkey'],
    ['mailed-code', 'Get a code by e-mail', 'mail'],
  ] as const) {
    await page.goto(at(`/ways-back/rehearsal/${path}`));
    await sees(page, heading);
    await inspection.look(page, `rehearsal-${name}`);
  }
  await press(page, 'I do not have it at hand');
  await page.getByRole('cell', { name: 'Not at hand' }).waitFor();
  await inspection.look(page, 'rehearsal-missing');
  await choose(page, 'Try again');
  await press(page, 'Send the code');
  await sees(page, 'Type the code from the mail');
  await inspection.look(page, 'rehearsal-mailed-code');
  await choose(page, 'Back to the rehearsal');
  await choose(page, 'A recovery code');
  await sees(page, 'Type a recovery code');
  await inspection.look(page, 'rehearsal-recovery-code');
  await page.getByRole('textbox', { name: 'Recovery code' }).first().fill(code);
  await press(page, 'See whether it works');
  await page.getByText('You would be back.').waitFor();
  await inspection.look(page, 'rehearsal-worked');
  await choose(page, 'To your ways back');
  await page.getByText('Last rehearsed:').waitFor();
  await inspection.look(page, 'ways-back-rehearsed');
}

test('what each action takes is said on its page, before it is given and after', async () => {
  const inspection = new Inspection('repairs');
  const hand = await activateByLink(demonstration.activationLink(ADA.userName));
  const context = await browser.newContext();
  const faults = watchForFaults(context);
  const page = await context.newPage();

  await page.goto(at('/actions'));
  await givePassword(page, ADA);
  await choose(page, 'Question & answer challenge');
  await answerQuestions(page, ADA);
  await sees(page, 'What is wrong?');
  await inspection.look(page, 'actions-by-answers');
  await choose(page, 'My mail should go elsewhere');
  await sees(page, 'Your e-mail addresses');
  await inspection.look(page, 'addresses-by-answers');
  await page.goto(at('/activity'));
  await sees(page, 'My activity');
  await inspection.look(page, 'activity-by-answers');
  await choose(page, 'Give it now');
  await sees(page, 'This needs a stronger proof');
  await inspection.look(page, 'stronger-proof');
  await choose(page, 'One-time password');
  await typeOtp(page, 'Continue', await nextOneTimePassword(hand));

  // Back at the page that asked for it.
  await sees(page, 'My activity');
  await page.getByText('Was it you?').first().waitFor();
  await inspection.look(page, 'activity');
  await page.getByRole('link', { name: 'This was not me' }).first().click();
  await sees(page, 'Freeze your account?');
  await inspection.look(page, 'freeze');
  for (const [path, heading, name] of [
    ['/actions', 'What is wrong?', 'actions'],
    ['/sessions', 'Your sessions', 'sessions'],
    ['/soft-token/devices', 'Your soft tokens', 'devices'],
    ['/soft-token/another', 'A soft token on another device', 'another-device'],
    ['/soft-token/clock', 'Is the clock of your device off?', 'clock'],
    ['/password/change', 'Change your password', 'change-password'],
    ['/ways-back', 'Your ways back', 'ways-back'],
    ['/recovery-codes', 'Recovery codes', 'no-recovery-codes'],
  ] as const) {
    await page.goto(at(path));
    await sees(page, heading);
    await inspection.look(page, name);
  }
  await page.goto(at('/soft-token/clock'));
  hand.device.clock.advance(Date.now() - hand.device.clock.now());
  await typeOtp(page, 'Check the clock', await passwordOf(hand.vault));
  await sees(page, 'The clock is right');
  await inspection.look(page, 'clock-right');
  await page.goto(at('/recovery-codes/make'));
  await inspection.look(page, 'make-recovery-codes');
  await press(page, 'Yes, make my codes');
  await sees(page, 'Your recovery codes');
  await inspection.look(page, 'recovery-codes');
  const code = (await page.locator('.code-list data').first().textContent()) ?? '';
  await press(page, 'I have saved them');
  await sees(page, 'Recovery codes');
  await rehearse(page, inspection, code);

  // Whoever has misplaced the token proves it another way.
  await context.clearCookies();
  await page.goto(at('/actions'));
  await givePassword(page, ADA);
  await choose(page, 'Recovery code');
  await page.getByRole('textbox', { name: 'Recovery code' }).first().fill(code);
  await press(page, 'Continue');
  await choose(page, 'I have misplaced my Soft Token');
  await sees(page, 'Misplaced your Soft Token?');
  await inspection.look(page, 'misplaced');
  await press(page, 'Yes, I have misplaced this one');
  await sees(page, 'Your temporary access code');
  await inspection.look(page, 'temporary-access-code');
  await press(page, 'I have noted it');
  await sees(page, 'What is wrong?');
  await page.goto(at('/soft-token/devices'));
  await page
    .getByRole('link', { name: /^Revoke this token/ })
    .first()
    .click();
  await sees(page, 'Revoke this token?');
  await inspection.look(page, 'revoke');
  await page.goto(at('/waiting'));
  await sees(page, 'What waits');
  expect(faults).toEqual([]);
  await context.close();
});
