import { activateByLink, lockInHand, passwordOf, sendUnlockReceipt, unlockInHand } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerQuestions, givePassword, signInToActions, signInToDashboard } from '../testing/journeys.ts';
import { addPerson } from '../testing/people.ts';
import { type RunningServer, runServer } from '../testing/running-server.ts';
import { Visitor } from '../testing/visitor.ts';

/** The journey the product exists for, over HTTP and with scripts off; the token is the protocol's own device half. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;

function unlockCodeOn(visitor: Visitor): string {
  return visitor.page.document.querySelector('.code-display data')?.getAttribute('value') ?? '';
}

test('each listener tells that it is well', async () => {
  for (const { origin: address } of Object.values(server.configuration.listeners)) {
    const response = await fetch(`${address}/healthz`);
    expect(await response.json()).toMatchObject({ status: 'ok' });
  }
});

test('the long road: from a locked token to both doors open, with one one-time password typed once', async () => {
  const ada = await addPerson(server.installation.identity, 'ada.long');
  const hand = await activateByLink(ada.activationLink);
  const pinResetCode = await lockInHand(hand);
  const visitor = new Visitor();

  expect((await signInToDashboard(visitor, server, ada)).heading).toBe('Dashboard');
  await visitor.choose('Settings');
  expect((await visitor.choose('Manage My Account')).heading).toBe('Confirm it is you');

  await visitor.choose('I have misplaced my token');
  expect((await visitor.choose('Sign in to Self-Administration')).heading).toBe('Sign in');
  expect((await givePassword(visitor, ada)).heading).toBe('Prove that it is you');
  expect((await answerQuestions(visitor)).heading).toBe('What is wrong?');

  expect((await visitor.choose('My Soft Token application is locked')).heading).toBe('Unlock your Soft Token?');
  expect((await visitor.press('Yes, unlock my token')).heading).toBe('Enter the PIN Reset Code');
  expect((await visitor.press('Continue', { code: pinResetCode })).heading).toBe('Your unlock code');

  const opened = await unlockInHand(hand, unlockCodeOn(visitor));
  expect((await visitor.press('Finish', { otp: await passwordOf(opened.vault) })).heading).toBe('Your Soft Token is unlocked');
  const account = await visitor.choose('Continue to Certificate Services');
  expect(account.heading).toBe('Manage My Account');
  expect(account.text).toContain('password and one-time password');
});

test('the short road: the token hands over its code, reports by itself, and nothing needs to be typed twice', async () => {
  const ada = await addPerson(server.installation.identity, 'ada.short');
  const hand = await activateByLink(ada.activationLink);
  const code = await lockInHand(hand);
  const visitor = new Visitor();

  await visitor.open(`${origin('self-administration')}/unlock`);
  await visitor.press('Continue', { code, serial: hand.vault.identity.serial });
  await givePassword(visitor, ada);
  expect((await answerQuestions(visitor)).text).toContain('PIN Reset Code from your token');
  expect((await visitor.press('Yes, unlock my token')).heading).toBe('Your unlock code');

  const opened = await unlockInHand(hand, unlockCodeOn(visitor));
  expect(await sendUnlockReceipt(opened, origin('soft-token'))).toBe(204);
  expect((await visitor.choose('My token was online: it has reported by itself')).heading).toBe('Your Soft Token is unlocked');
});

describe('a PIN Reset Code that cannot be taken', () => {
  test('with a typing error names the group, keeps what was typed and costs no attempt', async () => {
    const ada = await addPerson(server.installation.identity, 'ada.typo');
    const hand = await activateByLink(ada.activationLink);
    const code = await lockInHand(hand);
    const [first = '', second = '', third = ''] = code.split(' ');
    const swapped = `${second.slice(1, 2)}${second.slice(0, 1)}${second.slice(2)}`;
    const typo = second === swapped ? `${String((Number(second[0]) + 1) % 10)}${second.slice(1)}` : swapped;
    const visitor = new Visitor();
    await signInToActions(visitor, server, ada);
    await visitor.open(`${origin('self-administration')}/soft-token/unlock/pin-reset-code`);
    for (let tries = 0; tries < 8; tries += 1) {
      const refused = await visitor.press('Continue', { code: `${first} ${typo} ${third}` });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('Group 2 has a typing error.');
      expect(refused.document.querySelector('#code')?.getAttribute('value')).toBe(`${first} ${typo} ${third}`);
    }
    expect((await visitor.press('Continue', { code })).heading).toBe('Your unlock code');
  });

  test('of another person is refused, and refused for good after five', async () => {
    const ada = await addPerson(server.installation.identity, 'ada.other');
    const eve = await addPerson(server.installation.identity, 'eve.other');
    await activateByLink(ada.activationLink);
    const code = await lockInHand(await activateByLink(eve.activationLink));
    const visitor = new Visitor();
    await signInToActions(visitor, server, ada);
    await visitor.open(`${origin('self-administration')}/soft-token/unlock/pin-reset-code`);
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await visitor.press('Continue', { code })).text).toContain('does not belong to a token of yours');
    }
    const last = await visitor.press('Continue', { code });
    expect(last.status).toBe(429);
    expect(last.text).toContain('tried too often');
  });

  test('from an earlier lock says so', async () => {
    const ada = await addPerson(server.installation.identity, 'ada.old');
    const hand = await activateByLink(ada.activationLink);
    const old = await lockInHand(hand);
    const visitor = new Visitor();
    await signInToActions(visitor, server, ada);
    await visitor.open(`${origin('self-administration')}/soft-token/unlock/pin-reset-code`);
    await visitor.press('Continue', { code: old });
    const opened = await unlockInHand(hand, unlockCodeOn(visitor));
    await visitor.press('Finish', { otp: await passwordOf(opened.vault) });
    await visitor.open(`${origin('self-administration')}/soft-token/unlock/pin-reset-code`);
    expect((await visitor.press('Continue', { code: old })).text).toContain('from an earlier lock');
  });
});

describe('while an unlock waits for its confirmation', () => {
  test('the one-time password opens no other browser, and finishes in the one that unlocked', async () => {
    const ada = await addPerson(server.installation.identity, 'ada.pending');
    const hand = await activateByLink(ada.activationLink);
    const code = await lockInHand(hand);
    const visitor = new Visitor();
    await signInToActions(visitor, server, ada);
    await visitor.open(`${origin('self-administration')}/soft-token/unlock/pin-reset-code`);
    await visitor.press('Continue', { code });
    const opened = await unlockInHand(hand, unlockCodeOn(visitor));

    const stranger = new Visitor();
    await signInToDashboard(stranger, server, ada);
    await stranger.open(`${origin('certificate-services')}/settings/account`);
    if (stranger.page.document.querySelector('#otp')) {
      const refused = await stranger.press('Continue', { otp: await passwordOf(opened.vault) });
      expect(refused.text).toContain('was not accepted');
    } else {
      expect(stranger.page.heading).toBe('This needs your soft token');
    }
    // In the browser that unlocked, the Federation itself takes it for the confirmation.
    await visitor.open(`${origin('certificate-services')}/settings/account`);
    expect(visitor.page.heading).toBe('Confirm it is you');
    expect((await visitor.press('Continue', { otp: await passwordOf(opened.vault, 1) })).heading).toBe('Manage My Account');
  });
});
