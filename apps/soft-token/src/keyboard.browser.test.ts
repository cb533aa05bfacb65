import { expect, test } from 'vitest';
import { KeyboardPerson } from './testing/keyboard-person.ts';
import { unlockCodeOf } from './testing/test-issuer.ts';
import { PATIENCE } from './testing/token-page.ts';
import { walks } from './testing/walk.ts';

/** Nothing on this road takes a pointing device: every control is a stop of Tab with a name of its own, and the stop one is at can be seen. */

const walk = walks();
const PIN = '482915';
const NEW_PIN = '730264';
const LAST_PIN = '915372';

test('by keyboard alone: activation, copying, settings, another PIN, five wrong ones, the unlock code, a new PIN, and the removal', async () => {
  const { site, token, context } = walk();
  const { page } = token;
  const person = new KeyboardPerson(page);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const choosePin = async (pin: string) => {
    await person.type(field('New PIN'), pin);
    await person.type(field('New PIN again'), pin);
    await person.press(button('Set PIN'));
  };
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { token: issued, link } = await site.issuer.issue(site.origin);

  await page.goto(site.origin);
  await token.arriveAt('Your soft token lives on this device');
  await person.type(field('Activation link'), link);
  await page.keyboard.press('Enter');
  await token.arriveAt('Choose your PIN');
  await choosePin(PIN);
  await token.arriveAt('Your one-time password');

  await person.press(button('Copy One-time password'));
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  expect(site.issuer.passwordsNow(issued)).toContain(await page.evaluate(() => navigator.clipboard.readText()));
  // What it shows may be over at once: a time step ends when it ends.
  await person.goTo(button('Show the one after'));

  await person.press(button('Settings'));
  await token.arriveAt('Settings of this device');
  await person.chooseBelow(page.getByRole('radio', { name: 'Shown', exact: true }));
  await person.press(page.getByRole('link', { name: 'Back', exact: true }));
  await page.getByText('The one-time password is hidden.').waitFor();
  await person.goTo(button('Reveal'));

  await person.press(button('Change PIN'));
  await token.arriveAt('Change your PIN');
  await person.type(field('PIN you have now'), PIN);
  await choosePin(NEW_PIN);
  await page.getByText('Your PIN is changed').waitFor();
  await person.press(button('Close token'));
  await token.arriveAt('Enter your PIN');

  for (const answer of [
    '4 attempts are left',
    '3 attempts are left',
    '2 attempts are left',
    'One attempt is left',
    'This token is locked',
  ]) {
    await person.type(field('PIN'), PIN);
    await page.keyboard.press('Enter');
    await page.getByText(answer).first().waitFor();
    if (answer !== 'This token is locked') await expect.poll(() => field('PIN').inputValue(), PATIENCE).toBe('');
  }
  await person.goTo(page.getByRole('link', { name: 'Unlock in Self-Administration' }));
  await person.type(field('Unlock code'), unlockCodeOf(issued, await token.shownPinResetCode()));
  await person.press(button('Unlock'));
  await token.arriveAt('Choose a new PIN');
  await choosePin(LAST_PIN);
  await page.getByText('The one-time password is hidden.').waitFor();

  await person.press(button('Remove this token'));
  await token.arriveAt('Remove this token?');
  await person.press(button('Yes, remove ST-482-719-36'));
  await token.arriveAt('The token was removed');
  await person.press(button('Continue'));
  await token.arriveAt('Your soft token lives on this device');
});
