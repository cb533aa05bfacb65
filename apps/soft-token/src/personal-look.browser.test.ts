import { takePicture } from '@sallyport/ui/testing';
import { expect, test } from 'vitest';
import { lookAt } from './testing/gallery.ts';
import { PersonalPage } from './testing/personal-page.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const PIN = '482915';

async function look(name: string): Promise<void> {
  expect(await lookAt(walk().token.page, `codes-${name}`)).toEqual({ violations: [], overflowsAt320: false });
}

const MANY = [
  ['GitHub', 'ada-quay'],
  ['Harbour Library', 'ada@quay.example'],
  ['Tide & Weather Office', 'a.quay@northwind-harbour-authority.example'],
  ['Google', 'ada.quay@gmail.example'],
  ['Mastodon', '@ada@sea.example'],
  ['Bank of the North', '00482-7731'],
  ['Hetzner', 'K0482915'],
] as const;

function linkTo(issuer: string, label: string, index: number): string {
  const secret = `JBSWY3DPEHPK3PX${'ABCDEFGHIJ'.charAt(index)}`;
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(label)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

test('setting up: PIN, recovery key, check', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = new PersonalPage(page);
  await page.goto(`${site.origin}/codes`);
  await codes.arriveAt('Keep your other codes here');
  await look('set-up');
  await codes.typeNewPin(PIN);
  await codes.arriveAt('Write down your recovery key');
  await look('write-down');
  await page.emulateMedia({ media: 'print' });
  await look('write-down-print');
  await page.emulateMedia({ media: 'screen' });
  const key = await codes.writeDownKey();
  await look('check');
  await page
    .getByLabel(/^Group/)
    .first()
    .fill('0000');
  await codes.press('Check');
  await page.getByText('is not as shown').first().waitFor();
  await look('check-wrong');
  await codes.checkKey(key);
  await codes.arriveAt('My other codes');
  await look('empty');
});

test('the list, large, compact, hidden, searched; adding, renaming, settings', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = new PersonalPage(page);
  await codes.setUp(site.origin, PIN);
  await codes.press('Add a code');
  await codes.arriveAt('Add codes');
  await look('add');
  await page.getByLabel('Link, or several, one a line').fill('nothing at all');
  await codes.press('Continue');
  await page.getByText('There are no codes in it').waitFor();
  await look('add-problem');
  await codes.press('Enter a key by hand');
  await page.getByText('More settings').click();
  await page.getByLabel('Service').fill('Pilots');
  await page.getByLabel('Secret key').fill('1189');
  await codes.press('Save code');
  await page.getByText('A secret key has the letters').first().waitFor();
  await look('by-hand-wrong');
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: 'Back to your codes' }).click();
  const links = MANY.map(([issuer, label], index) => linkTo(issuer, label, index));
  await codes.offerLinks(
    [
      ...links,
      'otpauth://hotp/Gate?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0',
      'otpauth://totp/Steam?secret=AAAA&encoder=steam',
    ].join('\n'),
  );
  await look('offer');
  await codes.press('Save 8 codes');
  await codes.arriveAt('My other codes');
  await codes.act('Mastodon', 'Keep on top');
  await codes
    .card('Gate')
    .getByRole('button', { name: /Show the next code/ })
    .click();
  await codes.card('Gate').locator('.code-digits').waitFor();
  await look('list');
  await page.setViewportSize({ width: 1600, height: 900 });
  await takePicture(page, new URL('../.cache/screens/codes-list-light-1600.png', import.meta.url).pathname);
  await codes
    .card('GitHub')
    .getByRole('button', { name: /^More for/ })
    .click();
  await codes.card('GitHub').locator('.code-face').click();
  await look('list-more');
  await codes.act('Google', 'Delete');
  await page.getByText('Google is deleted').waitFor();
  await look('list-deleted');
  await page.getByLabel('Search').fill('quay');
  await look('list-search');
  await page.getByLabel('Search').fill('nobody');
  await look('list-search-nothing');
  await codes.press('Show all codes');
  await codes.press('Settings');
  await codes.arriveAt('Settings');
  await look('settings');
  await page.getByText('Compact', { exact: true }).click();
  await page.getByRole('link', { name: 'Back to your codes' }).click();
  await codes.arriveAt('My other codes');
  await look('list-compact');
  await codes.choose('Hidden until tapped');
  await look('list-hidden');
  await codes.act('GitHub', 'Rename');
  await codes.arriveAt('Rename this code');
  await look('account');
  await page.getByRole('link', { name: 'Back to your codes' }).click();
  await codes.press('Settings');
  await page.getByRole('link', { name: 'Export codes' }).click();
  await codes.arriveAt('Export codes');
  await page.getByText('Plain links, without protection').click();
  await look('export-plain');
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: 'New recovery key' }).click();
  await codes.arriveAt('New recovery key');
  await look('replace-key');
});

test('closed, locked, recovered, destroyed; beside a token', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = new PersonalPage(page);
  const key = await codes.setUp(site.origin, PIN);
  await codes.closeVault();
  await look('closed');
  await codes.enterWrongPins(2);
  await look('closed-wrong-pin');
  await codes.press('I forgot my PIN');
  await codes.arriveAt('Use your recovery key');
  await look('recover');
  await page.getByRole('link', { name: 'Back to PIN entry' }).click();
  await codes.enterWrongPins(5, 2);
  await page.getByLabel(/^Recovery key of vault/).fill(`${key.slice(0, 22)}UU 9`);
  await look('locked-typing');
  await page.getByText('I have no recovery key').click();
  await codes.press('Delete this vault…');
  await codes.arriveAt('Delete this vault and all its codes?');
  await look('destroy');
  await codes.press('Keep the vault');
  await codes.arriveAt('Your vault is locked');
  await codes.enterRecoveryKey(key);
  await codes.arriveAt('Choose a new PIN');
  await look('must-set-pin');
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await page.goto(site.origin);
  await token.arriveAt('Your tokens');
  await look('home');
});
