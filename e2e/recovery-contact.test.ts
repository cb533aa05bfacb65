import { activateByLink, type TokenInHand } from '@sallyport/protocol/testing';
import { openBrowser } from '@sallyport/ui/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchForFaults } from './support/album.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import { nextOneTimePassword } from './support/one-time-passwords.ts';
import { ADA, codeShown, givePassword, MIKKEL, type Person, sees } from './support/walks.ts';

/** A colleague vouches for somebody who cannot get in, and what that opens waits: both sides in real browsers, every page looked over. */

let demonstration: Demonstration;
let strict: Demonstration;
let browser: Browser;

beforeAll(async () => {
  [demonstration, strict, browser] = await Promise.all([
    startDemonstration(),
    startDemonstration({ recoveryPolicy: 'strict' }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
  await strict.stop();
});

const at = (path: string) => `${demonstration.origins.selfAdministration}${path}`;

/** Opens the contacts page with both factors. */
async function atContacts(page: Page, { person, hand }: { readonly person: Person; readonly hand: TokenInHand }): Promise<void> {
  await page.goto(at('/contacts'));
  await givePassword(page, person);
  await page.getByRole('link', { name: 'One-time password' }).click();
  await page.getByRole('textbox', { name: 'One-time password', exact: true }).fill(await nextOneTimePassword(hand));
  await page.getByRole('button', { name: 'Continue' }).click();
  await sees(page, 'What is wrong?');
  await page.goto(at('/contacts'));
  await sees(page, 'Recovery contacts');
}

test('a colleague agrees, hears the code by voice and vouches, and what that opens waits with a countdown', async () => {
  const inspection = new Inspection('recovery-contact');
  const [adas, mikkels] = [await browser.newContext(), await browser.newContext()];
  const faults = [watchForFaults(adas), watchForFaults(mikkels)];
  const [ada, mikkel] = [await adas.newPage(), await mikkels.newPage()];
  await atContacts(ada, { person: ADA, hand: await activateByLink(demonstration.activationLink(ADA.userName)) });
  await inspection.look(ada, 'no-contact');
  await ada.getByRole('textbox', { name: 'User name or work address' }).fill(MIKKEL.userName);
  await ada.getByRole('button', { name: 'Ask them' }).click();
  await ada.getByText('has not answered yet').first().waitFor();
  await inspection.look(ada, 'named');

  await atContacts(mikkel, { person: MIKKEL, hand: await activateByLink(demonstration.activationLink(MIKKEL.userName)) });
  await inspection.look(mikkel, 'asked-to-agree');
  await mikkel.getByRole('button', { name: 'Yes, I will be their contact' }).click();
  await mikkel.getByText('For whom you can vouch').first().waitFor();

  const locked = await (await browser.newContext()).newPage();
  await locked.goto(at('/actions'));
  await givePassword(locked, ADA);
  await locked.getByRole('link', { name: 'My recovery contact' }).click();
  await sees(locked, 'Ask your recovery contact');
  await inspection.look(locked, 'ask');
  await locked.getByRole('button', { name: `Ask ${MIKKEL.name}` }).click();
  await sees(locked, `Speak with ${MIKKEL.name}`);
  await inspection.look(locked, 'speak');
  const code = await codeShown(locked);

  await mikkel.goto(at('/contacts'));
  await inspection.look(mikkel, 'asked-to-vouch');
  await mikkel.getByRole('link', { name: 'Somebody asks you to vouch' }).click();
  await sees(mikkel, 'Who asks you to vouch');
  await inspection.look(mikkel, 'who-asks');
  await mikkel.getByRole('link', { name: ADA.name }).click();
  await sees(mikkel, `Is it really ${ADA.name}?`);
  await inspection.look(mikkel, 'vouch');
  await mikkel.getByRole('textbox', { name: `The code that ${ADA.name} told you` }).fill(code);
  await mikkel.getByRole('button', { name: `I have spoken with ${ADA.name}: vouch` }).click();
  await sees(mikkel, 'You have vouched');
  await mikkel.goto(at('/contacts'));
  await mikkel.getByRole('link', { name: `End ${ADA.name}` }).click();
  await sees(mikkel, 'End this?');
  await inspection.look(mikkel, 'end');

  await locked.getByRole('link', { name: 'Look whether they have answered' }).click();
  await sees(locked, `${MIKKEL.name} has vouched for you`);
  await inspection.look(locked, 'vouched');
  await locked.getByRole('button', { name: 'Go on with it' }).click();
  await sees(locked, 'What is wrong?');
  await locked.getByRole('link', { name: 'I have misplaced my Soft Token' }).click();
  await sees(locked, 'This takes time');
  await inspection.look(locked, 'takes-time');
  await locked.getByRole('button', { name: 'Yes, ask for it' }).click();
  await sees(locked, 'What waits');
  await locked.getByRole('timer').or(locked.locator('.countdown')).first().waitFor();
  await inspection.look(locked, 'waits');
  await locked.getByRole('button', { name: 'Stop it' }).click();
  await locked.getByText('Stopped.').waitFor();
  expect(faults.flat()).toEqual([]);
});

test('under the strict policy a forgotten password says what it takes beside the mail', async () => {
  const inspection = new Inspection('strict-reset');
  const page = await (await browser.newContext()).newPage();
  const federation = (path: string) => `${strict.origins.federation}${path}`;
  await page.goto(federation('/password'));
  await sees(page, 'Choose your new password');
  await page.getByLabel('What you give beside the mail').waitFor();
  await inspection.look(page, 'two-proofs');
  // Shown only where a password was sent.
  await page.goto(federation('/password/waits'));
  await sees(page, 'Choose your new password');
  const sent = { name: 'sallyport-done', value: encodeURIComponent('/password/waits') };
  await page.context().addCookies([{ ...sent, url: federation('/password/waits') }]);
  await page.goto(federation('/password/waits'));
  await sees(page, 'Your new password waits');
  await inspection.look(page, 'waits');
  await page.goto(federation('/password/contact'));
  await sees(page, 'Nothing is asked in this browser');
  await inspection.look(page, 'nothing-asked');
});
