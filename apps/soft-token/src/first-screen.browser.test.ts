import { expect, test } from 'vitest';
import { firstScreenOf } from '../build/first-screen.ts';
import { unlockCodeOf } from './testing/test-issuer.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const PIN = '482915';
/** Of a thousand octets, as the browser receives them. */
const LIMIT_KB = 60;

test('with nothing but the first screen’s files at hand, a locked token is unlocked, gets a PIN and shows its code; the rest says that it is missing', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { page } = token;
  const issued = await site.issuer.issue(site.origin);
  await token.activate(issued.link, PIN);
  await token.closeToken();
  await token.enterWrongPins(5);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const needed = firstScreenOf(site.files);
  await page.evaluate(forgetAllBut, [...needed, '/']);
  await site.goOffline();
  try {
    await page.reload();
    await token.arriveAt('This token is locked');
    const unlockCode = unlockCodeOf(issued.token, await token.shownPinResetCode());
    await token.enterUnlockCode(unlockCode);
    await token.setPin('730264', 'Choose a new PIN');
    await token.arriveAt('Your one-time password');
    await page.getByText('5 failed attempts').waitFor();
    await page.reload();
    await token.arriveAt('Enter your PIN');
    await token.enterPin('730264');
    await token.arriveAt('Your one-time password');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText('This part of the app could not be loaded').waitFor();
  } finally {
    await site.goOnline();
  }
  await page.getByRole('button', { name: 'Try again' }).click();
  await token.arriveAt('Settings of this device');
});

test('everything that the first screen, the PIN, the codes, the lock and the unlock need weighs at most 60 kB gzipped', () => {
  const { files } = walk().site;
  const sent = firstScreenOf(files).map((path) => files.get(`${path}.gz`) ?? expect.unreachable(path));
  expect(sent.reduce((sum, { length }) => sum + length, 0) / 1000).toBeLessThanOrEqual(LIMIT_KB);
});

/** In the page: keeps only these paths in every cache of the service worker. */
async function forgetAllBut(needed: readonly string[]): Promise<void> {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) if (!needed.includes(new URL(request.url).pathname)) await cache.delete(request);
  }
}
