import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBrowser } from './testing/browser.ts';
import { type GallerySite, galleryFolder, openGallery } from './testing/gallery-site.ts';
import { takePicture } from './testing/pictures.ts';

let site: GallerySite;
let browser: Browser;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  site = await openGallery();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
  page = await context.newPage();
});
afterEach(() => context.close());

const open = (name: string) => page.goto(`${site.origin}/${name}`);
const shot = (name: string) => takePicture(page, `${galleryFolder}state-${name}.png`);

/** In the gallery a group holds together when its last digit is that of the sum of the others: 12340 12351 12362. */
const GOOD = '12340 12351 12362';
const code = () => page.getByRole('textbox', { name: 'PIN Reset Code' });
const status = () => page.locator('[data-code-status]');

describe('a code field', () => {
  beforeEach(() => open('code'));

  test('names the wrong group as soon as it is full, sends nothing while it is wrong, and says when all is well', async () => {
    const sentBefore = site.sentCount();
    await code().pressSequentially('123401235');
    expect(await status().textContent()).toBe('');
    await code().press('9');
    expect(await status().textContent()).toBe('Group 2 has a typing error.');
    await shot('wrong-group');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(site.sentCount()).toBe(sentBefore);
    expect(await code().evaluate((input) => input === document.activeElement)).toBe(true);
    await code().press('Backspace');
    expect(await status().textContent()).toBe('');
    await code().pressSequentially('112362');
    expect(await code().inputValue()).toBe(GOOD);
    expect(await status().textContent()).toBe('All groups are typed correctly.');
    expect(await code().getAttribute('aria-invalid')).toBeNull();
    await shot('all-groups-good');
  });

  test('keeps the caret among the digits when one in the middle is corrected', async () => {
    await code().fill('12340 12391 12362');
    for (let steps = 0; steps < 7; steps++) await code().press('ArrowLeft');
    await code().press('Backspace');
    await code().press('5');
    expect(await code().inputValue()).toBe(GOOD);
    await code().press('Delete');
    expect(await code().inputValue()).toBe('12340 12351 2362');
  });

  test('deletes over the space between two groups with one key each', async () => {
    await code().pressSequentially('1234012');
    for (let times = 0; times < 3; times++) await code().press('Backspace');
    expect(await code().inputValue()).toBe('1234');
  });

  test.each([
    ['without spaces', '123401235112362'],
    ['with hyphens', '12340-12351-12362'],
    ['with dots and line ends', '12340.12351\n12362'],
    ['in a sentence', 'PIN Reset Code: 12340 12351 12362 (token 7)'],
    ['in a link', 'https://portal.example/unlock#c=123401235112362&s=ST-482-719-36'],
  ])('takes a code pasted %s', async (_, pasted) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.origin });
    await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
    await code().focus();
    await page.keyboard.press('ControlOrMeta+V');
    expect(await code().inputValue()).toBe(GOOD);
  });

  test('leaves text that is more than a code as it was typed', async () => {
    await code().pressSequentially('1234x');
    expect(await code().inputValue()).toBe('1234x');
    expect(await status().textContent()).toBe('Group 1 has a typing error.');
  });

  test('says so when the code is whole, but of another kind', async () => {
    // In the gallery an unlock code's check digits are five further: 12345 12356 12367 12378.
    await code().fill('12345 12356 12367 12378');
    expect(await status().textContent()).toContain('This is an unlock code.');
  });

  test('takes the code out of the link and out of the address bar', async () => {
    await open('code#c=123401235112362&s=ST-482-719-36');
    await page.reload();
    await open('code');
    await page.goto('about:blank');
    await open('code#c=123401235112362&s=ST-482-719-36');
    expect(await code().inputValue()).toBe(GOOD);
    expect(new URL(page.url()).hash).toBe('');
    expect(await page.evaluate(() => Object.entries(sessionStorage))).toEqual([['fragment:s', 'ST-482-719-36']]);
  });

  test('leaves an ordinary anchor in the address', async () => {
    await open('code#content');
    expect(new URL(page.url()).hash).toBe('#content');
  });
});

test('a one-time password falls into its groups and is sent as it stands', async () => {
  await open('unlock-code');
  const otp = page.getByRole('textbox', { name: 'One-time password' });
  await otp.pressSequentially('482915');
  expect(await otp.inputValue()).toBe('482 915');
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect.poll(() => site.lastSent()?.get('otp')).toBe('482 915');
});

test('a form is sent once however often the button is pressed, and the button says that it is at work', async () => {
  await open('set-up');
  const sentBefore = site.sentCount();
  const button = page.getByRole('button', { name: 'Save and continue' });
  const arrived = page.waitForResponse((response) => response.request().method() === 'POST');
  const shown = await button.evaluate((element: HTMLButtonElement) => {
    let sent = 0;
    document.addEventListener('submit', (event) => {
      if (!event.defaultPrevented) sent += 1;
    });
    element.click();
    element.click();
    element.click();
    return { sent, text: element.textContent, disabled: element.ariaDisabled };
  });
  expect(shown).toEqual({ sent: 1, text: 'Saving your questions…', disabled: 'true' });
  await arrived;
  await page.waitForLoadState();
  expect(site.sentCount()).toBe(sentBefore + 1);
});

test('a password is shown on request, hidden again on request, and hidden before it is sent', async () => {
  await open('sign-in');
  const password = page.locator('#password');
  await password.fill('correct horse');
  await page.getByRole('button', { name: 'Show Password' }).click();
  expect(await password.getAttribute('type')).toBe('text');
  await shot('password-shown');
  await page.getByRole('button', { name: 'Hide Password' }).click();
  expect(await password.getAttribute('type')).toBe('password');
  await page.getByRole('button', { name: 'Show Password' }).click();
  await page.evaluate(() => document.addEventListener('submit', (event) => event.preventDefault()));
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(await password.getAttribute('type')).toBe('password');
});

test('copying puts the grouped code on the clipboard and says so', async () => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.origin });
  await open('unlock-code');
  await page.getByRole('button', { name: 'Copy Unlock code' }).click();
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('23993 52760 82889 93071');
  await shot('copied');
});

test('a code that is selected by hand is copied with spaces between its groups and nothing else', async () => {
  await open('unlock-code');
  const selected = await page.locator('.code-display-code').evaluate((element) => {
    getSelection()?.selectAllChildren(element);
    return getSelection()?.toString();
  });
  expect(selected?.trim()).toBe('23993 52760 82889 93071');
});

test('the error summary has the focus after loading, and its link puts it into the field', async () => {
  await open('sign-in-refused');
  expect(await page.locator('[data-error-summary]').evaluate((summary) => summary === document.activeElement)).toBe(true);
  await page.getByRole('link', { name: 'do not belong together' }).click();
  expect(await page.locator('#user').evaluate((input) => input === document.activeElement)).toBe(true);
});

test('a countdown runs by its own clock and tells its end to those who do not see it', async () => {
  // Stopped before the page is there: between its start and a look at it no second goes by of itself.
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  await open('questions');
  const timer = page.getByRole('timer');
  await page.clock.runFor(3000);
  expect(await timer.textContent()).toBe('9 min 27 sec left');
  await page.clock.runFor(9 * 60_000);
  expect(await page.locator('.countdown [role=status]').textContent()).toBe('1 min 0 sec left');
  await page.clock.runFor(60_000);
  expect(await timer.textContent()).toBe('The time is up.');
  expect(await page.locator('.countdown [role=status]').textContent()).toBe('The time is up.');
});

test('moments are shown in the visitor’s own time zone', async () => {
  const elsewhere = await browser.newContext({ timezoneId: 'Asia/Tokyo', locale: 'en-GB' });
  const there = await elsewhere.newPage();
  await there.goto(`${site.origin}/confirm`);
  expect(await there.locator('time').textContent()).toBe('March 15, 2026 at 6:04 AM');
  await elsewhere.close();
});

test('without scripts nothing is offered that needs one, and a code is sent as it was typed', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const there = await plain.newPage();
  await there.goto(`${site.origin}/sign-in`);
  expect(await there.getByRole('button', { name: 'Show Password' }).isVisible()).toBe(false);
  await there.goto(`${site.origin}/code`);
  await there.getByRole('textbox', { name: 'PIN Reset Code' }).fill('12340–12351.99999 x');
  await takePicture(there, `${galleryFolder}state-without-script.png`);
  await there.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => site.lastSent()?.get('code')).toBe('12340–12351.99999 x');
  await plain.close();
});

test('the whole of a form can be reached and sent by the keyboard alone', async () => {
  await open('sign-in');
  const reached: string[] = [];
  for (let presses = 0; presses < 7; presses++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id || ''));
    if (presses === 0) await shot('skip-link');
    if (presses === 2) await shot('focus');
  }
  expect(reached).toEqual(['Skip to content', 'SallyportFederation', 'user', 'password', 'Show', 'Sign in', 'I’ve forgotten my password']);
});

test('everything one must hit is at least 44 px high', async () => {
  for (const name of ['sign-in', 'prove', 'actions', 'unlock-code', 'set-up', 'dashboard']) {
    await open(name);
    const small = await page
      .locator('button:visible, .button:visible, input:visible, select:visible, .choice, .action-list li, .navigation a')
      .evaluateAll((all) =>
        all
          .filter((element) => !element.matches('.choice input, .checkbox input, .password-toggle'))
          .filter((element) => element.getBoundingClientRect().height < 44)
          .map((element) => element.outerHTML),
      );
    expect(small, name).toEqual([]);
  }
});

test('on paper a page keeps its codes and facts, and loses what one can only click', async () => {
  await open('unlock-code');
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: 'Finish' }).isVisible()).toBe(false);
  expect(await page.locator('data.code').isVisible()).toBe(true);
  await shot('printed');
});

test('in forced colours the open door still differs from the closed one', async () => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open('prove');
  await shot('forced-colors');
  const fills = await page
    .locator('.steps .door-light, .steps .door-leaf')
    .evaluateAll((all) => all.map((element) => getComputedStyle(element).fill));
  expect(new Set(fills).size).toBe(2);
});
