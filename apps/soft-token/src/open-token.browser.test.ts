import { expect, test } from 'vitest';
import { PATIENCE } from './testing/token-page.ts';
import { deviceStorage } from './testing/device-storage.ts';
import { lookAt } from './testing/gallery.ts';
import type { TokenPage } from './testing/token-page.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const PIN = '482915';
const NEW_PIN = '730264';

async function look(token: TokenPage, name: string): Promise<void> {
  expect(await lookAt(token.page, name)).toEqual({ violations: [], overflowsAt320: false });
}

test('who finds the token open sets no other PIN: five windows together get five attempts at the one it has, and then it is locked', async () => {
  const { site, token, openWindow } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await expect.poll(() => issued.state, PATIENCE).toBe('confirmed');
  const others = await Promise.all([1, 2, 3, 4].map(openWindow));
  const windows = [token, ...others];
  for (const window of others) {
    await window.page.goto(site.origin);
    await window.enterPin(PIN);
  }
  for (const window of windows) await window.page.getByRole('button', { name: 'Change PIN' }).click();
  await Promise.all(windows.map((window, index) => window.changePin(`60481${String(index)}`, NEW_PIN)));
  await Promise.all(windows.map((window) => window.arriveAt('This token is locked')));
  expect((await deviceStorage(token.page)).files).toEqual([]);
  expect(issued.receipts).toEqual([]);
});

test('the PIN is changed on the open token, by keyboard alone: a refused one leaves it open, the old one opens nothing, the server is told', async () => {
  const { site, token, openWindow } = walk();
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await expect.poll(() => issued.state, PATIENCE).toBe('confirmed');
  const { keyboard } = token.page;
  await token.page.getByRole('button', { name: 'Change PIN' }).focus();
  await keyboard.press('Enter');
  await token.arriveAt('Change your PIN');
  // The first field has the focus by itself.
  await token.page.locator('input[name=present]:focus').waitFor();
  await keyboard.type('604817');
  await token.page.getByLabel('New PIN', { exact: true }).focus();
  await keyboard.type('111111');
  await keyboard.press('Enter');
  await token.page.getByText('All digits are the same').first().waitFor();
  await look(token, 'change-pin-refused');
  await token.changePin('604817', NEW_PIN);
  await token.page.getByText('4 attempts are left').waitFor();
  await token.page.locator('input[name=present]:focus').waitFor();
  expect(await token.page.getByLabel('PIN you have now', { exact: true }).inputValue()).toBe('');
  await look(token, 'change-pin-wrong');
  await token.page.getByRole('link', { name: 'Back', exact: true }).focus();
  await keyboard.press('Enter');
  await token.arriveAt('Your one-time password');
  expect(issued.receipts).toEqual([]);

  const other = await openWindow();
  await other.page.goto(site.origin);
  await other.enterPin(PIN);
  await other.arriveAt('Your one-time password');
  await token.page.getByRole('button', { name: 'Change PIN' }).click();
  await token.changePin(PIN, NEW_PIN);
  await token.arriveAt('Your one-time password');
  await token.page.getByText('Your PIN is changed').waitFor();
  await look(token, 'open-pin-changed');
  expect(site.issuer.passwordsNow(issued)).toContain(await token.shownPassword());
  await expect.poll(() => issued.receipts, PATIENCE).toEqual([{ epoch: 1, what: 3 }]);
  // What another window held open under the old PIN is over.
  await other.arriveAt('Enter your PIN');
  await other.enterPin(PIN);
  await other.page.getByText('4 attempts are left').waitFor();
  await other.enterPin(NEW_PIN);
  await other.arriveAt('Your one-time password');
});

test('what was tried while the owner was away is told at the next opening, with the way to another PIN, and not twice', async () => {
  const { site, token } = walk();
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await token.closeToken();
  await token.enterWrongPins(2);
  await token.page.reload();
  await token.enterPin(PIN);
  await token.page.getByText('2 failed attempts since you last opened it').waitFor();
  await token.page.getByText('somebody has had this device in hand').waitFor();
  await look(token, 'open-failed-attempts');
  await token.closeToken();
  await token.enterPin(PIN);
  await token.arriveAt('Your one-time password');
  expect(await token.page.getByText('failed attempt').count()).toBe(0);
});

test('a tap on it copies; large at first, compact when chosen so, and after a restart too', async () => {
  const { site, token, context } = walk();
  const { page } = token;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { token: issued, link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await page.locator('.password-digits').click();
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  expect(site.issuer.passwordsNow(issued)).toContain(await page.evaluate(() => navigator.clipboard.readText()));
  const heightOf = async (): Promise<number> => (await page.locator('.password-card').boundingBox())?.height ?? 0;
  const large = await heightOf();
  await page.getByRole('button', { name: 'Settings' }).click();
  await token.arriveAt('Settings of this device');
  await page.getByText('Compact', { exact: true }).click();
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await token.arriveAt('Your one-time password');
  expect(await heightOf()).toBeLessThan(large);
  await look(token, 'open-compact');
  await page.reload();
  await token.enterPin(PIN);
  await token.arriveAt('Your one-time password');
  expect(await page.locator('.password-card').getAttribute('data-size')).toBe('compact');
});

test('hidden, revealed, the one after: as chosen on this device, which keeps the choice; the token closes by itself as chosen too', async () => {
  const { site, token } = walk();
  const { page } = token;
  const { link } = await site.issuer.issue(site.origin);
  await page.clock.install();
  await token.activate(link, PIN);
  await page.getByRole('button', { name: 'Show the one after' }).click();
  await page.getByText('After this:').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await token.arriveAt('Settings of this device');
  await page.getByText('1 minute', { exact: true }).click();
  await page.getByText('Hidden', { exact: true }).click();
  await look(token, 'device-settings');
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await page.getByText('The one-time password is hidden.').waitFor();
  expect(await page.locator('.password-card').innerText()).toContain('•••');
  await look(token, 'open-hidden');
  await page.getByRole('button', { name: 'Reveal' }).click();
  await page.getByText('After this:').waitFor();
  await look(token, 'open-following');
  await page.clock.fastForward(61_000);
  await page.getByText('The token closed by itself: it was not used').waitFor();
  await page.reload();
  await token.enterPin(PIN);
  await page.getByText('The one-time password is hidden.').waitFor();
});

test('from seven tokens on there is a search: by issuer, by whom it is for, by serial as it is printed or typed; what is not there leads back to all', async () => {
  const { site, token } = walk();
  const { page } = token;
  const issuers = [
    'Harbour Pilots',
    'Northwind Harbour Authority',
    'Quay Cranes',
    'Tide Office',
    'Dry Dock',
    'Möwe Ferries',
    'Lighthouse Trust',
  ];
  const names = () => page.getByRole('list', { name: 'Tokens on this device' }).getByRole('link').allTextContents();
  for (const [index, issuer] of issuers.entries()) {
    const { link } = await site.issuer.issue(site.origin, { issuer, serial: `ST-48${String(index)}-719-36` });
    await token.activate(link, PIN);
    if (index < issuers.length - 2) continue;
    await page.goto(site.origin);
    await token.arriveAt('Your tokens');
    // Six are seen at a glance.
    expect(await names()).toHaveLength(index + 1);
    if (index < issuers.length - 1) expect(await page.getByLabel('Search tokens').count()).toBe(0);
  }
  const field = page.getByLabel('Search tokens');
  const searches = [
    ['harbour', ['Harbour Pilots', 'Northwind Harbour Authority']],
    ['authority NORTH', ['Northwind Harbour Authority']],
    ['mowe', ['Möwe Ferries']],
    ['ST-483-719-36', ['Tide Office']],
    ['st48471936', ['Dry Dock']],
    ['ada quay trust', ['Lighthouse Trust']],
  ] as const;
  for (const [search, found] of searches) {
    await field.fill(search);
    await expect.poll(async () => (await names()).toSorted()).toEqual(found);
  }
  await page.getByText('One token found').waitFor();
  await look(token, 'tokens-search');
  await field.fill('submarine');
  await page.getByText('No token is called “submarine”.').waitFor();
  expect(await names()).toEqual([]);
  await look(token, 'tokens-search-nothing');
  await page.getByRole('button', { name: 'Show all tokens' }).click();
  await expect.poll(async () => (await names()).length).toBe(issuers.length);
  await page.locator('#search:focus').waitFor();
});

test('several tokens are told apart by their marks and stand where their owner puts them, by keyboard alone, after a reload too', async () => {
  const { site, token } = walk();
  const { page } = token;
  const issuers = ['Northwind Harbour Authority', 'Harbour Pilots'];
  for (const [index, issuer] of issuers.entries()) {
    const { link } = await site.issuer.issue(site.origin, { issuer, serial: `ST-48${String(index)}-719-36` });
    await token.activate(link, PIN);
  }
  await page.goto(site.origin);
  await token.arriveAt('Your tokens');
  const names = () => page.getByRole('list', { name: 'Tokens on this device' }).getByRole('link').allTextContents();
  const before = await names();
  await page.getByText('Arrange tokens').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Pin on top ${before[1] ?? ''}` }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(names).toEqual(before.toReversed());
  await look(token, 'tokens-arranged');
  await page.reload();
  await token.arriveAt('Your tokens');
  expect(await names()).toEqual(before.toReversed());
  expect(await page.getByLabel('Search tokens').count()).toBe(0);
});
