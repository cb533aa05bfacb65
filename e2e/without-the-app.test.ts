import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activateByLink, lockInHand, passwordOf, unlockInHand } from '@sallyport/protocol/testing';
import { openBrowser } from '@sallyport/ui/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Album } from './support/album.ts';
import { COMMAND_LINE } from './support/command-line.ts';
import { type Demonstration, startDemonstration } from './support/demonstration.ts';
import { ADA, answerQuestions, codeShown, givePassword, MIKKEL, PIN, sees } from './support/walks.ts';

/**
 * Without the app. The portals work with scripts off, with the protocol's own device half as the token; and the built command line is a token, as a script
 * uses it, against the demonstration that the same command line runs. Each test has a person of its own.
 */

let demonstration: Demonstration;
let browser: Browser;
let home = '';

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'sallyport-script-'));
  [demonstration, browser] = await Promise.all([startDemonstration(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demonstration.stop();
  rmSync(home, { recursive: true, force: true });
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

function token(
  args: readonly string[],
  ...lines: readonly string[]
): { readonly exit: number | null; readonly out: string; readonly err: string } {
  const { PATH = '' } = process.env;
  const environment = { PATH, HOME: home };
  const input = lines.map((line) => `${line}\n`).join('');
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND_LINE, 'token', ...args], {
    input,
    env: environment,
    encoding: 'utf8',
  });
  return { exit: status, out: stdout, err: stderr };
}

test('a script activates a token of the demonstration, gets one-time passwords, is told by exit codes when it is locked, and removes it', () => {
  expect(token(['code']).exit).toBe(15);
  expect(token(['allow-pin-stdin']).exit).toBe(0);
  const activated = token(['activate', '-', '--pin-stdin'], demonstration.activationLink(MIKKEL.userName), PIN, PIN);
  expect([activated.exit, activated.err]).toEqual([0, expect.stringContaining('is activated')]);
  expect(token(['code', '--pin-stdin'], PIN)).toMatchObject({ exit: 0, out: expect.stringMatching(/^\d{6}\n$/) as string });
  expect(JSON.parse(token(['status', '--json']).out)).toMatchObject([{ state: 'closed', attemptsLeft: 5, messagesWaiting: 0 }]);
  const exits = Array.from({ length: 5 }, () => token(['code', '--pin-stdin'], '604817').exit);
  expect(exits).toEqual([10, 10, 10, 10, 11]);
  expect(token(['code', '--pin-stdin'], PIN).exit).toBe(11);
  expect(token(['deliver']).exit).toBe(0);
  const [{ serial }] = JSON.parse(token(['status', '--json']).out) as [{ readonly serial: string }];
  expect(token(['remove', serial, '--yes'])).toMatchObject({
    exit: 0,
    err: expect.stringContaining('Your account has been told') as string,
  });
  expect(token(['code']).exit).toBe(15);
});
