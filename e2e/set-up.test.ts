import { openBrowser } from '@sallyport/ui/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import { ADA, givePassword, MIKKEL, oneTimePassword, type Person, PIN, sees, setPin } from './support/walks.ts';

/**
 * Account set-up by a one-time invitation link, every page looked over on the way; the pages one may open without an account; and a token activated by
 * what is typed, and on a device without a network: portal and app side by side, as a person has them. Each test has a person of its own.
 */

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
  const { federation, selfAdministration, mail } = demonstration.origins;
  // Those that the journey (journey.test.ts) begins with are looked at there.
  const pages = {
    federation: `${federation}/`,
    'forgotten-password': `${federation}/password/forgotten`,
    'new-password': `${federation}/password`,
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
