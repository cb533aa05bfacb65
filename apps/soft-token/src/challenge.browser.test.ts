import { expect, test } from 'vitest';
import { PATIENCE } from './testing/token-page.ts';
import { lookAt } from './testing/gallery.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const PIN = '482915';
const OTP = { type: 'ocra', suite: 'OCRA-1:HOTP-SHA256-6:C-QN08-T30S' } as const;

test('a token that answers challenges: a wrong one costs nothing, each response is the server’s, none comes twice', async () => {
  const { site, token } = walk();
  const { page } = token;
  const { token: issued, link } = await site.issuer.issue(site.origin, { otp: OTP });
  await page.goto(link);
  await token.setPin(PIN, 'Choose your PIN');
  await token.arriveAt('Answer a challenge');
  // The activation is confirmed by the challenge that both sides know.
  await expect.poll(() => issued.state, PATIENCE).toBe('confirmed');
  expect(await lookAt(page, 'challenge')).toEqual({ violations: [], overflowsAt320: false });

  const ask = async (challenge: string): Promise<void> => {
    await page.getByLabel('Challenge').fill(challenge);
    await page.getByRole('button', { name: 'Show the response' }).click();
  };
  await ask('1234567O');
  await page.getByText('This is not a challenge for this token').first().waitFor();
  expect(await lookAt(page, 'challenge-wrong')).toEqual({ violations: [], overflowsAt320: false });

  await ask('1234 5678');
  const shown = page.locator('.password-digits data');
  await shown.waitFor();
  const first = await token.shownPassword();
  expect(site.issuer.isResponse(issued, { challenge: '12345678', response: first })).toBe(true);
  expect(site.issuer.isResponse(issued, { challenge: '12345679', response: first })).toBe(false);
  expect(await lookAt(page, 'challenge-response')).toEqual({ violations: [], overflowsAt320: false });

  await ask('12345678');
  // A counter is in it: the same challenge has another response each time.
  await expect.poll(() => token.shownPassword(), PATIENCE).not.toBe(first);
  expect(site.issuer.isResponse(issued, { challenge: '12345678', response: await token.shownPassword() })).toBe(true);

  await token.closeToken();
  await token.enterPin(PIN);
  await token.arriveAt('Answer a challenge');
});
