import { revocationMessage } from '@sallyport/protocol';
import { TEST_ISSUER_KEY } from '@sallyport/protocol/testing';
import { expect, test } from 'vitest';
import { PATIENCE } from './testing/token-page.ts';
import { deviceStorage } from './testing/device-storage.ts';
import { type IssuedToken, unlockCodeOf } from './testing/test-issuer.ts';
import type { TokenPage } from './testing/token-page.ts';
import { walks } from './testing/walk.ts';

/** What a token in a browser says to its server after activation: receipts, time, new keys, revocation, removal. */

const walk = walks();
const PIN = '482915';
const NEW_PIN = '730264';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function activated(): Promise<{ readonly token: TokenPage; readonly issued: IssuedToken }> {
  const { site, token } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await expect.poll(() => issued.state, PATIENCE).toBe('confirmed');
  return { token, issued };
}

function deskOf({ desk }: IssuedToken): NonNullable<IssuedToken['desk']> {
  return desk ?? expect.unreachable('the token was never activated');
}

/** Online again, as the browser tells the page; while it still talks to its server about something else, a token does not begin anew. */
async function tellOnline({ page }: TokenPage): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
}

async function receiptsOnceOnline(token: TokenPage, desk: ReturnType<typeof deskOf>) {
  await tellOnline(token);
  return desk.receipts;
}

async function contactsOnceOnline(token: TokenPage, desk: ReturnType<typeof deskOf>): Promise<number> {
  await tellOnline(token);
  return desk.contacts.length;
}

async function isRemovedOnceOnline(token: TokenPage, desk: ReturnType<typeof deskOf>): Promise<boolean> {
  await tellOnline(token);
  return desk.isRemoved;
}

/** Online again and again. */
async function tellOnlineUntil(token: TokenPage, heading: string): Promise<void> {
  const isThere = async () => {
    await tellOnline(token);
    return token.heading(heading).isVisible();
  };
  await expect.poll(isThere, PATIENCE).toBe(true);
}

test('unlocked without a network; then with one: the receipt goes, the keys are renewed, the old seed opens nothing and the new one does', async () => {
  const { site } = walk();
  site.hasServiceWorker = true;
  const { token, issued } = await activated();
  const desk = deskOf(issued);
  const oldKeys = desk.keys;
  await token.page.evaluate(() => navigator.serviceWorker.ready);
  await token.closeToken();
  await site.goOffline();
  try {
    await token.enterWrongPins(5);
    await token.enterUnlockCode(unlockCodeOf(issued, await token.shownPinResetCode()));
    await token.setPin(NEW_PIN, 'Choose a new PIN');
    await token.arriveAt('Your one-time password');
    await token.closeToken();
    expect(desk.receipts).toEqual([]);
  } finally {
    await site.goOnline();
  }
  desk.isDue = true;
  await expect.poll(() => receiptsOnceOnline(token, desk), PATIENCE).toEqual([{ epoch: 1, what: 2 }]);
  // A closed token tells what waits, and its keys are renewed when the PIN is typed the next time.
  expect(desk.keys).toBe(oldKeys);
  await token.enterPin(NEW_PIN);
  await token.arriveAt('Your one-time password');
  await expect.poll(async () => (await receiptsOnceOnline(token, desk)).at(-1), PATIENCE).toEqual({ epoch: 2, what: 1 });
  expect(desk.keys).not.toBe(oldKeys);
  await expect.poll(async () => desk.takesPassword(await token.shownPassword()), PATIENCE).toBe(true);
  expect(walk().site.issuer.passwordsUnder(issued, oldKeys)).not.toContain(await token.shownPassword());
  await expect.poll(async () => (await deviceStorage(token.page)).files, PATIENCE).toHaveLength(1);

  await token.closeToken();
  await token.enterPin(NEW_PIN);
  await token.arriveAt('Your one-time password');
  expect(desk.takesPassword(await token.shownPassword())).toBe(true);
  await token.closeToken();
  await token.enterWrongPins(5);
  await token.enterUnlockCode(unlockCodeOf(issued, await token.shownPinResetCode()));
  await token.setPin(PIN, 'Choose a new PIN');
  await token.arriveAt('Your one-time password');
});

test('keys are renewed right after an unlock with a network, and a window killed in the middle leaves a token that works', async () => {
  const { openWindow } = walk();
  const { token, issued } = await activated();
  const desk = deskOf(issued);
  await token.closeToken();
  await token.enterWrongPins(5);
  desk.isDue = true;
  await token.enterUnlockCode(unlockCodeOf(issued, await token.shownPinResetCode()));
  await token.setPin(NEW_PIN, 'Choose a new PIN');
  await token.arriveAt('Your one-time password');
  await expect.poll(() => desk.pending !== undefined || desk.receipts.length > 1, PATIENCE).toBe(true);
  await token.page.close();
  const again = await openWindow();
  await again.page.goto(walk().site.origin);
  await again.enterPin(NEW_PIN);
  await again.arriveAt('Your one-time password');
  await expect.poll(async () => desk.takesPassword(await again.shownPassword()), PATIENCE).toBe(true);
});

test('a clock three minutes off is told, followed, and the codes are right all the same', async () => {
  const { site } = walk();
  const { token, issued } = await activated();
  const desk = deskOf(issued);
  await token.closeToken();
  site.issuer.skewMs = 3 * MINUTE;
  await token.enterPin(PIN);
  await token.page.getByText('This device’s clock is 3 minutes behind; the codes are right all the same.').waitFor();
  await expect.poll(async () => desk.takesPassword(await token.shownPassword()), PATIENCE).toBe(true);
});

test('a clock two days off is asked about: nothing changes before the person has said whose is right, and nothing is lost', async () => {
  const { site } = walk();
  const { token, issued } = await activated();
  const desk = deskOf(issued);
  await token.closeToken();
  site.issuer.skewMs = 2 * DAY;
  await token.enterPin(PIN);
  await token.page.getByText('Which clock is right?').waitFor();
  await token.page.getByText('The server’s clock is 2 days ahead of this device’s.').waitFor();
  expect(desk.takesPassword(await token.shownPassword())).toBe(false);
  await token.page.getByRole('button', { name: 'Keep this device’s clock' }).click();
  await expect.poll(() => token.page.getByText('Which clock is right?').count(), PATIENCE).toBe(0);
  expect(desk.takesPassword(await token.shownPassword())).toBe(false);

  await token.closeToken();
  await token.enterPin(PIN);
  await token.page.getByRole('button', { name: 'Follow the server’s clock' }).click();
  await token.page.getByText('This device’s clock is 2 days behind').waitFor();
  await expect.poll(async () => desk.takesPassword(await token.shownPassword()), PATIENCE).toBe(true);
});

test('without a network for more than thirty days the device’s time stands beside the code', async () => {
  const { site } = walk();
  site.hasServiceWorker = true;
  const { token } = await activated();
  await token.page.evaluate(() => navigator.serviceWorker.ready);
  await token.closeToken();
  await site.goOffline();
  try {
    await token.page.clock.install({ time: Date.now() + 45 * DAY });
    await token.page.reload();
    await token.enterPin(PIN);
    await token.page.getByText('This device’s time:').waitFor();
    await token.page.getByText(/has not heard from its server for 4[45] days/).waitFor();
  } finally {
    await site.goOnline();
  }
});

test('a revocation reaches a token that stands open, and one that is closed; everything of it is gone, and it says so', async () => {
  const { token, issued } = await activated();
  const desk = deskOf(issued);
  desk.isRevoked = true;
  await tellOnlineUntil(token, 'This token was revoked');
  expect((await deviceStorage(token.page)).files).toEqual([]);
  await token.page.reload();
  await token.arriveAt('This token was revoked');

  const { site } = walk();
  const second = await site.issuer.issue(site.origin, { serial: 'ST-000-000-02' });
  await token.activate(second.link, PIN);
  await token.closeToken();
  const secondDesk = deskOf(second.token);
  secondDesk.isRevoked = true;
  secondDesk.revocationSignature = new Uint8Array(64);
  const before = secondDesk.contacts.length;
  await expect.poll(() => contactsOnceOnline(token, secondDesk), PATIENCE).toBeGreaterThan(before);
  await token.arriveAt('Enter your PIN');
  secondDesk.revocationSignature = TEST_ISSUER_KEY.sign(revocationMessage(second.token.grant.tokenId));
  await tellOnlineUntil(token, 'This token was revoked');
  expect((await deviceStorage(token.page)).files).toEqual([]);
});

test('"Remove this token" destroys it after a plain question, without a network too; its server hears of it once there is one', async () => {
  const { site } = walk();
  site.hasServiceWorker = true;
  const { token, issued } = await activated();
  const desk = deskOf(issued);
  await token.page.evaluate(() => navigator.serviceWorker.ready);
  await token.page.getByRole('button', { name: 'Remove this token' }).click();
  await token.arriveAt('Remove this token?');
  await token.page.getByText('Everything of token ST-482-719-36 is destroyed on this device').waitFor();
  await token.page.getByRole('button', { name: 'No, keep it' }).click();
  await token.enterPin(PIN);
  await token.arriveAt('Your one-time password');

  await site.goOffline();
  try {
    await token.page.getByRole('button', { name: 'Remove this token' }).click();
    await token.page.getByRole('button', { name: 'Yes, remove ST-482-719-36' }).click();
    await token.arriveAt('The token was removed');
    expect(await deviceStorage(token.page)).toMatchObject({ files: [] });
    await token.page.getByRole('button', { name: 'Continue' }).click();
    await token.arriveAt('Your soft token lives on this device');
    await token.page.reload();
    await token.arriveAt('Your soft token lives on this device');
    expect(await token.page.getByText('removed by the browser').count()).toBe(0);
    expect(desk.isRemoved).toBe(false);
  } finally {
    await site.goOnline();
  }
  await expect.poll(() => isRemovedOnceOnline(token, desk), PATIENCE).toBe(true);
  await expect.poll(() => deviceStorage(token.page), PATIENCE).toEqual({ databases: [], files: [] });
});

test('a revoked token can be cleared away', async () => {
  const { token, issued } = await activated();
  deskOf(issued).isRevoked = true;
  await tellOnlineUntil(token, 'This token was revoked');
  await token.page.getByRole('button', { name: 'Remove this token' }).click();
  await token.page.getByRole('button', { name: 'Yes, remove ST-482-719-36' }).click();
  await token.arriveAt('The token was removed');
  expect(await deviceStorage(token.page)).toEqual({ databases: [], files: [] });
});

test('the PIN is changed on the open token, and its receipt says so', async () => {
  const { token, issued } = await activated();
  await token.page.getByRole('button', { name: 'Change PIN' }).click();
  await token.changePin(PIN, NEW_PIN);
  await token.arriveAt('Your one-time password');
  await expect.poll(() => issued.receipts, PATIENCE).toEqual([{ epoch: 1, what: 3 }]);
  await token.closeToken();
  await token.enterPin(PIN);
  await token.page.getByText('4 attempts are left').waitFor();
  await token.enterPin(NEW_PIN);
  await token.arriveAt('Your one-time password');
});

test('a copy from before the keys were renewed is told that the server does not know it', async () => {
  const { token, issued } = await activated();
  const desk = deskOf(issued);
  await token.closeToken();
  desk.keys = { ...desk.keys, serverKey: new Uint8Array(32) };
  await token.enterPin(PIN);
  await token.page.getByText('The server does not know this copy of your token').waitFor();
});
