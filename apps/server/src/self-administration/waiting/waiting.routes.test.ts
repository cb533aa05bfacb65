import { asFederationSessionRef, expireUnlocks, makeRecoveryCodes, requestUnlock, viewRecoveryCodes } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import { activateByLink, lockInHand, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { givePassword } from '../../testing/journeys.ts';
import { lastMail, linkCode } from '../../testing/mails.ts';
import { addPerson, must } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** What takes a day under the strict policy: asked for, waited for, finished in the same browser; over HTTP and with scripts off. */

const DAY = 24 * 60 * 60_000;

let server: RunningServer;
/** How far ahead of this machine the server’s clock is. */
let ahead = 0;
const clock = { now: () => Date.now() + ahead };
beforeAll(async () => {
  server = await runServer({ recoveryPolicy: 'strict', clock });
});
afterAll(() => server.stop());
afterEach(() => {
  ahead = 0;
});

const at = (path: string) => `${server.configuration.listeners['self-administration'].origin}${path}`;

/** Somebody with a locked soft token and ten recovery codes on paper. */
async function lockedOut(userName: string) {
  const ports = server.installation.identity;
  const person = await addPerson(ports, userName);
  const hand = await activateByLink(person.activationLink);
  const { accountId } = person;
  const proofs = (['password', 'soft-token-otp'] as const).map((factor) => ({ factor, at: clock.now(), network: '' }));
  must(await makeRecoveryCodes(ports, { accountId, proofs, session: 'a session', visit: { address: '127.0.0.1' } }));
  const { codes } = must(await viewRecoveryCodes(ports, { accountId, session: 'a session' }));
  return { person, hand, codes: codes.map((code) => code.reveal()) };
}

async function withCode(given: Awaited<ReturnType<typeof lockedOut>>, index = 0): Promise<Visitor> {
  const visitor = new Visitor();
  await visitor.open(at('/actions'));
  await givePassword(visitor, given.person);
  await visitor.choose('Recovery code');
  await visitor.press('Continue', { code: given.codes[index] ?? '' });
  expect(visitor.page.heading).toBe('What is wrong?');
  return visitor;
}

/** A day later: the session is long over. */
async function comesBack(visitor: Visitor, given: Awaited<ReturnType<typeof lockedOut>>): Promise<void> {
  ahead = DAY;
  await visitor.open(at('/waiting'));
  await givePassword(visitor, given.person);
  expect(visitor.page.heading).toBe('What waits');
}

test('a locked token: nothing is opened at once, nor a day later to whoever only has the password; then it is unlocked where it was asked for', async () => {
  const given = await lockedOut('waits.unlock');
  const visitor = await withCode(given);
  expect((await visitor.choose('My Soft Token application is locked')).heading).toBe('This takes time');
  expect(visitor.page.text).toContain('24 hours');
  await visitor.submit(new URL(at('/soft-token/unlock/pin-reset-code')), { code: '00000 00000 00000' });
  expect(visitor.page.heading).toBe('This takes time');
  expect((await visitor.press('Yes, ask for it')).heading).toBe('What waits');
  expect(visitor.page.text).toContain('The unlock of your locked Soft Token');
  expect(
    await lastMail(server, { to: 'waits.unlock@northwind.example', subject: 'Recovery of your account was asked for: you can stop it' }),
  ).toContain('/waiting/stop#w=');

  const stranger = new Visitor();
  ahead = DAY;
  await stranger.open(at('/soft-token/unlock'));
  await givePassword(stranger, given.person);
  expect(stranger.page.heading).toBe('Prove that it is you');
  await stranger.submit(new URL(at('/soft-token/unlock/pin-reset-code')), { code: '00000 00000 00000' });
  expect(stranger.page.heading).toBe('Prove that it is you');
  ahead = 0;

  await comesBack(visitor, given);
  expect((await visitor.press('Go on')).heading).toBe('Unlock your Soft Token?');
  await visitor.press('Yes, unlock my token');
  const code = await lockInHand(given.hand);
  expect((await visitor.press('Continue', { code })).heading).toBe('Your unlock code');
  expect((await visitor.open(at('/waiting'))).text).toContain('Done.');
  expect((await visitor.open(at('/soft-token/unlock/unlock-code'))).heading).toBe('Your unlock code');
  const other = new Visitor();
  await other.open(at('/soft-token/unlock/unlock-code'));
  await givePassword(other, given.person);
  expect(other.page.heading).toBe('Prove that it is you');
});

test('recovery codes are made and shown once, in the browser that asked, after a day', async () => {
  const given = await lockedOut('waits.codes');
  const visitor = await withCode(given);
  await visitor.open(at('/recovery-codes/make'));
  await visitor.press('Yes, ask for it');
  await comesBack(visitor, given);
  expect((await visitor.press('Go on')).heading).toBe('Make ten recovery codes?');
  expect((await visitor.press('Yes, make my codes')).heading).toBe('Your recovery codes');
  expect(visitor.page.document.querySelectorAll('.code-list data')).toHaveLength(10);
  const other = new Visitor();
  await other.open(at('/recovery-codes/new'));
  await givePassword(other, given.person);
  expect(other.page.heading).toBe('Prove that it is you');
});

test('temporary access waits too, and another browser finishes it only by proving as much again', async () => {
  const given = await lockedOut('waits.access');
  const visitor = await withCode(given);
  await visitor.choose('I have misplaced my Soft Token');
  await visitor.press('Yes, ask for it');
  const other = new Visitor();
  await comesBack(other, given);
  expect((await other.press('Go on')).heading).toBe('Prove that it is you');
  await other.choose('Recovery code');
  await other.press('Continue', { code: given.codes[1] ?? '' });
  expect((await other.choose('I have misplaced my Soft Token')).heading).toBe('Misplaced your Soft Token?');
  expect((await other.press('Yes, I have misplaced this one')).heading).toBe('Your temporary access code');
});

test('a new soft token waits, and its link is seen in the browser that asked', async () => {
  const given = await lockedOut('waits.token');
  const visitor = await withCode(given);
  await visitor.choose('I have a new device, or the old one is broken');
  await visitor.press('Make my activation link');
  expect(visitor.page.heading).toBe('This takes time');
  await visitor.press('Yes, ask for it');
  expect(visitor.page.document.querySelectorAll('a[target=_blank][href*="#"]')).toHaveLength(0);
  await comesBack(visitor, given);
  await visitor.press('Go on');
  expect((await visitor.press('Make my activation link')).document.querySelectorAll('a[target=_blank][href*="#"]')).toHaveLength(1);
});

test('what was stopped from the mail opens nothing, a day later or ever', async () => {
  const given = await lockedOut('waits.stopped');
  const visitor = await withCode(given);
  await visitor.open(at('/recovery-codes/make'));
  await visitor.press('Yes, ask for it');
  const code = await linkCode(server, { address: 'waits.stopped@northwind.example', page: '/waiting/stop' });
  const elsewhere = new Visitor();
  await elsewhere.open(at('/waiting/stop'));
  expect((await elsewhere.press('Stop it', { code })).heading).toBe('It is stopped');
  await comesBack(visitor, given);
  expect(visitor.page.text).toContain('Stopped.');
  expect((await visitor.open(at('/recovery-codes/make'))).heading).toBe('Prove that it is you');
});

test('what waits twice waits once, and is asked for by nobody who has proved less', async () => {
  const given = await lockedOut('waits.twice');
  const visitor = await withCode(given);
  await visitor.open(at('/recovery-codes/make'));
  await visitor.press('Yes, ask for it');
  expect((await visitor.open(at('/recovery-codes/make'))).heading).toBe('What waits');
  const again = await visitor.submit(new URL(at('/waiting/ask')), { for: 'recovery-codes' });
  expect(again.status).toBe(409);
  const less = new Visitor();
  await less.open(at('/waiting/ask?for=unlock-token'));
  await givePassword(less, given.person);
  expect(less.page.heading).toBe('Prove that it is you');
  await less.submit(new URL(at('/waiting/ask')), { for: 'unlock-token' });
  expect(less.page.heading).toBe('Prove that it is you');
  expect((await less.submit(new URL(at('/waiting/ask')), { for: 'reset-password' })).status).toBe(400);
});

/** A token whose unlock was never confirmed, a day later. */
async function suspended(userName: string) {
  const given = await lockedOut(userName);
  const ports = server.installation.identity;
  const { accountId } = given.person;
  const proofs = (['password', 'soft-token-otp'] as const).map((factor) => ({ factor, at: clock.now(), network: '' }));
  const code = new Secret(await lockInHand(given.hand));
  must(
    await requestUnlock(ports, { accountId, code, session: asFederationSessionRef('a session'), proofs, visit: { address: '127.0.0.1' } }),
  );
  ahead = DAY;
  await expireUnlocks(ports);
  return given;
}

test('a token that was suspended is not brought back by a saved code; what is, and what else is open, is said before anything is typed', async () => {
  const given = await suspended('waits.suspended');
  const visitor = await withCode(given);
  await visitor.choose('My Soft Token was suspended after an unlock');
  expect(visitor.page.heading).toBe('Bring your Soft Token back into service');
  const { text } = visitor.page;
  // Nothing set up is strong enough, so the way on is another act, or a human.
  expect(text).toContain('Takes a proof that you have not set up: a passkey or a one-time password.');
  const instead = visitor.page.document.querySelectorAll('main li a').map((link) => link.text.trim());
  expect(instead).toEqual(['My Soft Token application is locked', 'I have a new device, or the old one is broken']);
  expect(text).toContain('What you have proved suffices after a wait of 24 hours.');
  expect(text).toMatch(/ST-\d{3}-\d{3}-\d{2}/);
  const forced = await visitor.submit(new URL(at('/soft-token/reactivate')), { otp: '123456' });
  expect(forced.status).toBe(403);
  expect(forced.text).toContain('Or ask support');
  expect((await visitor.choose('My Soft Token application is locked')).heading).toBe('This takes time');
});

test('whoever has password and soft token waits for nothing', async () => {
  const given = await lockedOut('waits.not');
  const visitor = new Visitor();
  await visitor.open(at('/actions'));
  await givePassword(visitor, given.person);
  await visitor.choose('One-time password');
  await visitor.press('Continue', { otp: await passwordOf(given.hand.vault, 1) });
  expect((await visitor.open(at('/recovery-codes/make'))).heading).toBe('Make ten recovery codes?');
});
