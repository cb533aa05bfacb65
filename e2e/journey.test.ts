import { openBrowser } from '@sallyport/ui/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Album, watchForFaults } from './support/album.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { Inspection } from './support/inspection.ts';
import {
  activate,
  ADA,
  answerQuestions,
  codeShown,
  givePassword,
  MIKKEL,
  NEW_PIN,
  oneTimePassword,
  sees,
  setPin,
  typeFiveWrongPins,
} from './support/walks.ts';

/** The journey Sallyport exists for, on the embedded default, in a real browser, by the visible words. */

let demonstration: Demonstration;
let browser: Browser;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
});

/** The first load has put the whole app aside. */
async function isKeptForOffline(token: Page): Promise<void> {
  await token.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** A browser profile whose faults are watched. */
async function profile(run: (context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const faults = watchForFaults(context);
  try {
    await run(context);
  } catch (failure) {
    const album = new Album('failures');
    for (const page of context.pages()) await album.takeAnyway(page, expect.getState().currentTestName?.slice(0, 20) ?? 'page');
    throw failure;
  } finally {
    await context.close();
  }
  expect(faults).toEqual([]);
}

test('the seventeen steps, from a locked token to both doors open', async () => {
  await profile(async (context) => {
    const inspection = new Inspection('journey');
    const token = await context.newPage();
    await activate(token, demonstration.activationLink(ADA.userName));
    await inspection.look(token, 'token-open');
    await token.getByRole('button', { name: 'Close token' }).click();

    // 1. Five wrong PINs, really typed, without a network.
    await isKeptForOffline(token);
    await context.setOffline(true);
    await typeFiveWrongPins(token);
    await token.reload();
    await sees(token, 'This token is locked');
    const pinResetCode = await codeShown(token);
    expect(pinResetCode).toMatch(/^\d{15}$/);
    await inspection.look(token, 'token-locked');
    await context.setOffline(false);

    // 2. The portal's landing page.
    const portal = await context.newPage();
    await portal.goto(demonstration.origins.certificateServices);
    await inspection.look(portal, 'landing');
    await portal.getByRole('link', { name: 'My Account' }).click();

    // 3. User name and password; the forgotten password is on that page.
    await sees(portal, 'Sign in');
    expect(await portal.getByRole('link', { name: 'I’ve forgotten my password' }).isVisible()).toBe(true);
    await inspection.look(portal, 'sign-in');
    await givePassword(portal, ADA);

    // 4. The dashboard, at the first factor.
    await sees(portal, 'Dashboard');
    await portal.getByText('The first door is open: you can look, and change nothing.').waitFor();
    await inspection.look(portal, 'dashboard');

    // 5. Settings, Manage My Account: the Federation asks for the second factor.
    await portal.getByRole('link', { name: 'Settings' }).click();
    await sees(portal, 'Settings');
    await inspection.look(portal, 'settings');
    await portal.getByRole('link', { name: 'Manage My Account' }).click();
    await sees(portal, 'Confirm it is you');
    await inspection.look(portal, 'second-factor');

    // 6. to 8. Misplaced; Self-Administration asks for the password again and offers the question & answer challenge.
    await portal.getByRole('link', { name: 'I have misplaced my token' }).click();
    await sees(portal, 'Repair your own access');
    await inspection.look(portal, 'self-administration');
    await portal.getByRole('link', { name: 'Sign in to Self-Administration' }).click();
    await sees(portal, 'Sign in');
    await inspection.look(portal, 'self-administration-sign-in');
    await givePassword(portal, ADA);
    await sees(portal, 'Prove that it is you');
    await inspection.look(portal, 'prove');
    await portal.getByRole('link', { name: 'Question & answer challenge' }).click();

    // 9. The questions asked.
    await sees(portal, 'Answer your questions');
    await inspection.look(portal, 'questions');
    await answerQuestions(portal, ADA);

    // 10. and 11. The action, and Yes.
    await sees(portal, 'What is wrong?');
    await inspection.look(portal, 'actions');
    await portal.getByRole('link', { name: 'My Soft Token application is locked' }).click();
    await sees(portal, 'Unlock your Soft Token?');
    await inspection.look(portal, 'confirm');
    await portal.getByRole('button', { name: 'Yes, unlock my token' }).click();

    // 12. The PIN Reset Code, each group checked as it is typed.
    await sees(portal, 'Enter the PIN Reset Code');
    const field = portal.getByRole('textbox', { name: 'PIN Reset Code', exact: true });
    const wrongThird = String((Number(pinResetCode[14]) + 1) % 10);
    await field.pressSequentially(pinResetCode.slice(0, 14) + wrongThird);
    await portal.getByText('Group 3 has a typing error.').first().waitFor();
    await inspection.look(portal, 'pin-reset-code-typo');
    await field.press('Backspace');
    await field.pressSequentially(pinResetCode.slice(14));
    await portal.getByText('All groups are typed correctly.').waitFor();
    await inspection.look(portal, 'pin-reset-code');
    await portal.getByRole('button', { name: 'Continue' }).click();

    // 13. The unlock code: grouped, copyable, as QR, as one tap.
    await sees(portal, 'Your unlock code');
    const unlockCode = await codeShown(portal);
    expect(unlockCode).toMatch(/^\d{20}$/);
    await portal.getByRole('button', { name: 'Copy Unlock code' }).waitFor();
    await portal.getByRole('img', { name: 'QR code that opens the Soft Token with the unlock code' }).waitFor();
    const tap = await portal.getByRole('link', { name: 'Open my Soft Token with this code' }).getAttribute('href');
    expect(tap).toContain(`${demonstration.origins.softToken}/u#c=`);
    await inspection.look(portal, 'unlock-code');

    // 14. to 16. The token, still offline: unlock code, new PIN.
    await context.setOffline(true);
    await token.bringToFront();
    await token.getByRole('textbox', { name: 'Unlock code', exact: true }).fill(unlockCode);
    await token.getByRole('button', { name: 'Unlock' }).click();
    await sees(token, 'Choose a new PIN');
    await inspection.look(token, 'token-new-pin');
    await setPin(token, NEW_PIN);
    const otp = await oneTimePassword(token);
    await inspection.look(token, 'token-unlocked');
    await context.setOffline(false);

    // 17. The waiting page takes the one-time password, and both doors are open.
    await portal.bringToFront();
    await portal.getByRole('textbox', { name: 'One-time password', exact: true }).fill(otp);
    await portal.getByRole('button', { name: 'Finish' }).click();
    await sees(portal, 'Your Soft Token is unlocked');
    await inspection.look(portal, 'unlocked');
    await portal.getByRole('link', { name: 'Continue to Certificate Services' }).click();
    await sees(portal, 'Manage My Account');
    await portal.getByText('password and one-time password').waitFor();
    await inspection.look(portal, 'manage-my-account');
  });
});

test('the short road: at most eight acts from the locked token back to the open one', async () => {
  await profile(async (context) => {
    const inspection = new Inspection('short-road');
    const token = await context.newPage();
    await activate(token, demonstration.activationLink(MIKKEL.userName));
    await token.getByRole('button', { name: 'Close token' }).click();
    await typeFiveWrongPins(token);

    let acts = 0;
    const act = async (does: () => Promise<unknown>) => {
      acts += 1;
      await does();
    };
    const [portal] = await Promise.all([
      context.waitForEvent('page'),
      act(() => token.getByRole('link', { name: /^Unlock in Self-Administration/ }).click()),
    ]);
    await sees(portal, 'Unlock your Soft Token');
    await portal.getByText('All groups are typed correctly.').waitFor();
    expect(portal.url()).not.toContain('#');
    await inspection.look(portal, 'handed-over');
    await act(() => portal.getByRole('button', { name: 'Continue' }).click());
    await act(() => givePassword(portal, MIKKEL));
    await sees(portal, 'Prove that it is you');
    await act(() => portal.getByRole('link', { name: 'Question & answer challenge' }).click());
    await act(() => answerQuestions(portal, MIKKEL));
    await sees(portal, 'Unlock your Soft Token?');
    await inspection.look(portal, 'confirm');
    await act(() => portal.getByRole('button', { name: 'Yes, unlock my token' }).click());
    await sees(portal, 'Your unlock code');
    const [unlocking] = await Promise.all([
      context.waitForEvent('page'),
      act(() => portal.getByRole('link', { name: 'Open my Soft Token with this code' }).click()),
    ]);
    await sees(unlocking, 'Choose a new PIN');
    await act(() => setPin(unlocking, NEW_PIN));
    await unlocking.getByText('The server has been told as well.').waitFor();
    await inspection.look(unlocking, 'open');
    expect(acts).toBeLessThanOrEqual(8);

    await portal.getByRole('link', { name: 'My token was online: it has reported by itself' }).click();
    await sees(portal, 'Your Soft Token is unlocked');
  });
});
