import { openBrowser } from '@sallyport/ui/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import { oneTimePassword, PIN, sees, setPin, mailedLink } from './support/walks.ts';

/** Account set-up by a one-time invitation link, every page looked over on the way; and the pages one may open without an account. */

let demonstration: Demonstration;
let browser: Browser;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
});

const PASSWORD = 'nine lanterns along the quay';
const ANSWERS = {
  'What was the name of your first school?': 'Harbour School',
  'What was the name of the first street you lived in?': 'Lighthouse Lane',
  'Who was your first employer?': 'Captain Holm',
  'Which was the first concert you went to?': 'The Long Voyage',
  'Where did you go on your first holiday without your family?': 'North Beach',
};

async function chooseQuestions(page: Page): Promise<void> {
  for (const [index, [question, answer]] of Object.entries(ANSWERS).entries()) {
    await page.getByLabel(`Question ${String(index + 1)}`, { exact: true }).selectOption(question);
    await page.getByRole('textbox', { name: `Answer ${String(index + 1)}`, exact: true }).fill(answer);
  }
}

test('an invitation leads through password, questions and soft token to both doors open', async () => {
  const context = await browser.newContext();
  const inspection = new Inspection('set-up');
  const page = await context.newPage();
  await page.goto(demonstration.invitationLink);
  await sees(page, 'Welcome to Sallyport');
  expect(page.url()).not.toContain('#');
  await inspection.look(page, 'invitation');
  await page.getByRole('button', { name: 'Continue' }).click();

  await sees(page, 'Choose your password');
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('password');
  await page.getByRole('button', { name: 'Set my password' }).click();
  await page.getByRole('link', { name: /The password is too short/ }).waitFor();
  await inspection.look(page, 'password-refused');
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Set my password' }).click();

  await sees(page, 'Choose five questions');
  await page.getByRole('button', { name: 'Save my questions' }).click();
  await page
    .getByRole('link', { name: /Choose a question/ })
    .first()
    .waitFor();
  await inspection.look(page, 'questions-missing');
  await chooseQuestions(page);
  await page.getByRole('button', { name: 'Save my questions' }).click();

  await sees(page, 'Activate your Soft Token');
  await page.getByRole('button', { name: 'Make my activation link' }).click();
  await page.getByRole('img', { name: 'QR code that activates the Soft Token on a phone' }).waitFor();
  await inspection.look(page, 'activation');
  const [token] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Activate the Soft Token here' }).click(),
  ]);
  await sees(token, 'Choose your PIN');
  await setPin(token, PIN);
  const otp = await oneTimePassword(token);

  // The app was online and has confirmed by itself; the code typed here is welcome all the same.
  await page.bringToFront();
  await page.getByRole('textbox', { name: 'One-time password', exact: true }).fill(otp);
  await page.getByRole('button', { name: 'Finish' }).click();
  await sees(page, 'Save your recovery codes');
  await inspection.look(page, 'set-up-codes');
  await page.getByRole('button', { name: 'Yes, make my codes' }).click();
  await sees(page, 'Your recovery codes');
  await inspection.look(page, 'set-up-codes-shown');
  await page.getByRole('button', { name: 'I have saved them' }).click();
  await sees(page, 'Your account is set up');
  await inspection.look(page, 'set-up-done');
  await changeQuestions(page, inspection);
  await context.close();
});

/** The one-time password was proof enough: a German question instead of the first, one of one's own besides, and away with it again. */
async function changeQuestions(page: Page, inspection: Inspection): Promise<void> {
  await page.goto(`${demonstration.origins.selfAdministration}/actions`);
  await page.getByRole('link', { name: 'I want to change my questions' }).click();
  await sees(page, 'Your questions');
  await inspection.look(page, 'my-questions');
  await page
    .getByRole('link', { name: /^Change / })
    .first()
    .click();
  await sees(page, 'Change a question');
  await page.getByRole('link', { name: 'Deutsch' }).click();
  await page.getByLabel('Question', { exact: true }).selectOption('In welchem Ort haben sich Ihre Eltern kennengelernt?');
  await page.getByRole('textbox', { name: 'New answer', exact: true }).fill('Visby');
  await inspection.look(page, 'question-change');
  await page.getByRole('button', { name: 'Change this question' }).click();
  await sees(page, 'Your questions are changed');
  await page.getByRole('link', { name: 'Back to your questions' }).click();
  await page.getByRole('link', { name: 'Add a question' }).click();
  await sees(page, 'Add a question');
  await page.getByText('Write my own question instead').click();
  await page.getByRole('textbox', { name: 'Question in my own words' }).fill('What colour was the red boat?');
  await page.getByRole('textbox', { name: 'Answer', exact: true }).fill('red');
  await page.getByRole('button', { name: 'Add this question' }).click();
  await page.getByRole('link', { name: /gives this answer away/ }).waitFor();
  await inspection.look(page, 'question-refused');
  await page.getByRole('textbox', { name: 'Answer', exact: true }).fill('it was green');
  await page.getByRole('button', { name: 'Add this question' }).click();
  await page.getByRole('link', { name: 'Back to your questions' }).click();
  await page.getByRole('link', { name: /^Remove .*red boat/ }).click();
  await sees(page, 'Remove this question?');
  await inspection.look(page, 'question-remove');
  await page.getByRole('button', { name: 'Yes, remove this question' }).click();
  await sees(page, 'Your questions are changed');
}

test('the pages anybody may open look right in both themes, from 320 px to the desktop, and break no accessibility rule', async () => {
  const context = await browser.newContext();
  const inspection = new Inspection('open-pages');
  const page = await context.newPage();
  const { certificateServices, federation, selfAdministration, mail } = demonstration.origins;
  const pages = {
    landing: `${certificateServices}/`,
    'sign-in': `${certificateServices}/dashboard`,
    federation: `${federation}/`,
    'forgotten-password': `${federation}/password/forgotten`,
    'new-password': `${federation}/password`,
    'self-administration': `${selfAdministration}/`,
    support: `${selfAdministration}/support?country=FI`,
    unlock: `${selfAdministration}/unlock`,
    mail: `${mail}/`,
    'not-found': `${selfAdministration}/nothing-here`,
  };
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(address);
    await inspection.look(page, name);
  }
  await context.close();
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
