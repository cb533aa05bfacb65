import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeBase32 } from '@sallyport/protocol';
import { inspectRecoveryKey } from '@sallyport/protocol/personal-vault';
import { chromium } from 'playwright-core';
import encodeQR from 'qr';
import { expect, test } from 'vitest';
import { PATIENCE } from './testing/token-page.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './testing/browser.ts';
import { deviceStorage, evict } from './testing/device-storage.ts';
import { PersonalPage } from './testing/personal-page.ts';
import { walks } from './testing/walk.ts';

const walk = walks();
const PIN = '482915';
const NEW_PIN = '730264';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const LIBRARY = `otpauth://totp/Library:ada@quay.example?secret=${SECRET}&issuer=Library`;
const HARBOUR =
  'otpauth://totp/Harbour:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3Q&issuer=Harbour&algorithm=SHA256&digits=8&period=60';
const TIDE = 'otpauth://totp/Tide:ada?secret=MFRGGZDFMZTWQ2LK&issuer=Tide&algorithm=SHA512';
const GATE = `otpauth://hotp/Gate?secret=${SECRET}&counter=0`;

function codesOf(page = walk().token.page): PersonalPage {
  return new PersonalPage(page);
}

/** What another author's program says at the moments around now. */
function oathtool(...options: readonly string[]): readonly string[] {
  const run = spawnSync('oathtool', options, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`oathtool is needed (apt-get install oathtool): ${run.stderr}`);
  return run.stdout.trim().split('\n');
}

function judged(secret: string, { algorithm = 'SHA1', digits = 6, period = 30 } = {}): readonly string[] {
  const earlier = new Date(Date.now() - period * 1000).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');
  return oathtool(`--totp=${algorithm}`, '-b', '-d', String(digits), '-s', String(period), '-N', earlier, '-w', '2', secret);
}

/** As Playwright hands one to a file field. */
interface Picture {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A QR code as a telephone's screenshot has it. */
async function pictureOf(text: string): Promise<Picture> {
  const easel = await walk().context.newPage();
  try {
    await easel.setContent(`<body style="margin:0;background:#fff">${encodeQR(text, 'svg', { border: 4 })}</body>`);
    await easel.locator('svg').evaluate((svg) => {
      svg.setAttribute('width', '390');
      svg.setAttribute('height', '390');
    });
    return { name: 'picture.png', mimeType: 'image/png', buffer: await easel.screenshot() };
  } finally {
    await easel.close();
  }
}

test('set up in three steps; the key is shown until two of its groups were typed back, and never after', async () => {
  const { site, token } = walk();
  const codes = codesOf();
  await token.page.goto(`${site.origin}/codes`);
  await codes.arriveAt('Keep your other codes here');
  await codes.typeNewPin(PIN);
  const key = await codes.writeDownKey();
  expect(key).toMatch(/^(?:[0-9A-Z]{4} ){12}[0-9A-Z]{4}$/);
  await codes.checkKey('0000 '.repeat(13).trim());
  await token.page.getByText('is not as shown').first().waitFor();
  // Given up here, the key is shown again at the next opening: nobody has it yet.
  await token.page.reload();
  await codes.enterPin(PIN);
  expect(await codes.writeDownKey()).toBe(key);
  await codes.checkKey(key);
  await codes.arriveAt('My other codes');
  await token.page.reload();
  await codes.enterPin(PIN);
  await codes.arriveAt('My other codes');
  expect(await deviceStorage(token.page)).toEqual({ databases: ['st-personal', 'st-pin-personal-0'], files: ['e-personal-0'] });
});

test('the codes are those of oathtool, whatever the algorithm, digits and period; counters go on where they were', async () => {
  const { site, token } = walk();
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  await codes.addLinks(LIBRARY, HARBOUR, TIDE, GATE);
  await codes.addByHand({ issuer: 'By hand', secret: 'jbsw y3dp ehpk 3pxp' });
  await codes.arriveAt('My other codes');
  expect(judged(SECRET)).toContain(await codes.codeOf('Library'));
  expect(judged('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3Q=', { algorithm: 'SHA256', digits: 8, period: 60 })).toContain(
    await codes.codeOf('Harbour'),
  );
  expect(judged('MFRGGZDFMZTWQ2LK', { algorithm: 'SHA512' })).toContain(await codes.codeOf('Tide'));
  expect(judged('JBSWY3DPEHPK3PXP')).toContain(await codes.codeOf('By hand'));
  const counted = oathtool('--hotp', '-b', '-c', '0', '-w', '2', SECRET);
  await codes
    .card('Gate')
    .getByRole('button', { name: /Show the next code/ })
    .click();
  await expect.poll(() => codes.codeOf('Gate')).toBe(counted[0]);
  await codes.card('Gate').getByRole('button', { name: 'Next code Gate' }).click();
  await expect.poll(() => codes.codeOf('Gate')).toBe(counted[1]);
  await token.page.reload();
  await codes.enterPin(PIN);
  await codes
    .card('Gate')
    .getByRole('button', { name: /Show the next code/ })
    .click();
  await expect.poll(() => codes.codeOf('Gate')).toBe(counted[2]);
});

test('a tap copies and says so; hidden codes show at the first tap and copy at the second', async () => {
  const { site, token, context } = walk();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  await codes.addLinks(HARBOUR);
  const shown = await codes.codeOf('Harbour');
  await codes.card('Harbour').locator('.code-face').click();
  await token.page.getByRole('status').filter({ hasText: 'The code of Harbour, ada is copied.' }).waitFor();
  expect(judged('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3Q=', { algorithm: 'SHA256', digits: 8, period: 60 })).toContain(
    await token.page.evaluate(() => navigator.clipboard.readText()),
  );
  expect(shown).toHaveLength(8);
  await codes.choose('Hidden until tapped');
  await expect.poll(() => codes.codeOf('Harbour')).toBe('••••••••');
  const face = codes.card('Harbour').getByRole('button', { name: /Hidden. Show the code/ });
  await face.click();
  await expect.poll(() => codes.codeOf('Harbour')).toMatch(/^\d{8}$/);
  await token.page.reload();
  await codes.enterPin(PIN);
  expect(await codes.codeOf('Harbour')).toBe('••••••••');
});

test('search, order and pins: by hand with the keyboard alone, by name, by use; kept over a restart', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  await codes.offerLinks([LIBRARY, HARBOUR, TIDE].join('\n'));
  await codes.press('Save 3 codes');
  await codes.arriveAt('My other codes');
  expect(await codes.names()).toEqual(['Library', 'Harbour', 'Tide']);
  await codes
    .card('Tide')
    .getByRole('button', { name: /^More for/ })
    .focus();
  await page.keyboard.press('Enter');
  await codes.card('Tide').getByRole('button', { name: 'Move up' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Tide is number 2 now.').waitFor({ state: 'attached' });
  await page.keyboard.press('Enter');
  await page.getByText('Tide is number 1 now.').waitFor({ state: 'attached' });
  expect(await codes.names()).toEqual(['Tide', 'Library', 'Harbour']);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Tide is number 2 now.').waitFor({ state: 'attached' });
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Tide is number 1 now.').waitFor({ state: 'attached' });
  await codes.act('Harbour', 'Keep on top');
  await expect.poll(() => codes.names()).toEqual(['Harbour', 'Tide', 'Library']);
  await codes.card('Library').locator('.code-face').click();
  await codes.choose('By name');
  await expect.poll(() => codes.names()).toEqual(['Harbour', 'Library', 'Tide']);
  await codes.choose('Compact');
  await expect.poll(() => codes.card('Tide').getAttribute('data-size')).toBe('compact');
  await page.reload();
  await codes.enterPin(PIN);
  await codes.arriveAt('My other codes');
  expect(await codes.names()).toEqual(['Harbour', 'Library', 'Tide']);
  expect(await codes.card('Tide').getAttribute('data-size')).toBe('compact');
  await codes.choose('By use');
  await expect.poll(() => codes.names()).toEqual(['Harbour', 'Library', 'Tide']);
  await codes.act('Harbour', 'No longer on top');
  await expect.poll(() => codes.names()).toEqual(['Library', 'Tide', 'Harbour']);
  await page.getByLabel('Search').fill('tid');
  await expect.poll(() => codes.names()).toEqual(['Tide']);
  await page.getByText('One code found').waitFor({ state: 'attached' });
});

test('renaming; deleting can be undone until the vault is closed, and not after', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  await codes.addLinks(LIBRARY, TIDE);
  await codes.act('Library', 'Rename');
  await page.getByLabel('Service').fill('Reading Room');
  await codes.press('Save');
  await codes.arriveAt('My other codes');
  expect(await codes.names()).toEqual(['Reading Room', 'Tide']);
  await codes.act('Tide', 'Delete');
  await expect.poll(() => codes.names()).toEqual(['Reading Room']);
  await codes.press('Undo');
  await expect.poll(() => codes.names()).toEqual(['Reading Room', 'Tide']);
  await codes.act('Tide', 'Delete');
  await page.getByText('1 deleted code').waitFor();
  await codes.closeVault();
  await codes.enterPin(PIN);
  await codes.arriveAt('My other codes');
  expect(await codes.names()).toEqual(['Reading Room']);
  expect(await page.getByText('deleted code').count()).toBe(0);
});

test('a picture of a QR code is chosen, pasted or dropped; a link is dropped; what is there already is recognised', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  const library = await pictureOf(LIBRARY);
  await codes.press('Add a code');
  await page.getByLabel(/^Pictures of QR codes/).setInputFiles(library);
  await codes.arriveAt('Look before you save');
  await codes.press('Save 1 code');
  await codes.arriveAt('My other codes');
  expect(judged(SECRET)).toContain(await codes.codeOf('Library'));

  const tide = (await pictureOf(TIDE)).buffer.toString('base64');
  await page.evaluate(async (base64) => {
    const octets = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([octets], 'image.png', { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, tide);
  await codes.arriveAt('Look before you save');
  await codes.press('Save 1 code');
  await codes.arriveAt('My other codes');

  await drop(page, { text: GATE });
  await codes.arriveAt('Look before you save');
  await codes.press('Save 1 code');
  await codes.arriveAt('My other codes');
  expect(await codes.names()).toEqual(['Library', 'Tide', 'Gate']);

  await drop(page, { file: { base64: library.buffer.toString('base64'), type: 'image/png' } });
  await codes.arriveAt('Look before you save');
  await page.getByText('1 is in the vault already').waitFor();
  await page.getByText('There is nothing new to save.').waitFor();
  await codes.press('Back');
  await codes.arriveAt('Add codes');
  await codes.press('Enter a key by hand');
  await page.getByLabel('Service').fill('Another name');
  await page.getByLabel('Secret key').fill(SECRET);
  await codes.press('Save code');
  await page.getByText('This key is in the vault already, as Library, ada@quay.example.').first().waitFor();
});

async function drop(
  page: PersonalPage['page'],
  what: { readonly text?: string; readonly file?: { readonly base64: string; readonly type: string } },
): Promise<void> {
  await page.evaluate(({ text, file }) => {
    const data = new DataTransfer();
    if (text !== undefined) data.setData('text/plain', text);
    if (file) {
      const octets = Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0));
      data.items.add(new File([octets], 'dropped', { type: file.type }));
    }
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, what);
}

test('by the camera: a QR code held in front of it is read in the engine', async () => {
  const { site } = walk();
  const folder = await mkdtemp(join(tmpdir(), 'camera-'));
  try {
    const video = join(folder, 'camera.y4m');
    await writeFile(video, filmOf(LIBRARY));
    const browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: [...CHROMIUM_ARGUMENTS, `--use-file-for-fake-video-capture=${video}`],
    });
    try {
      const codes = codesOf(await browser.newPage());
      await codes.setUp(site.origin, PIN);
      await codes.press('Add a code');
      await codes.press('Use the camera');
      await codes.arriveAt('Look before you save');
      await codes.press('Save 1 code');
      await codes.arriveAt('My other codes');
      expect(judged(SECRET)).toContain(await codes.codeOf('Library'));
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** A still of a QR code as the film Chromium shows for a camera. */
function filmOf(text: string): Buffer {
  const modules = encodeQR(text, 'raw', { border: 4 });
  const scale = Math.floor(480 / modules.length);
  const luma = Buffer.alloc(640 * 480, 235);
  for (let y = 0; y < modules.length * scale; y += 1) {
    for (let x = 0; x < modules.length * scale; x += 1) {
      if (modules[Math.floor(y / scale)]?.[Math.floor(x / scale)]) luma[y * 640 + 80 + x] = 16;
    }
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((640 * 480) / 2, 128)]);
  return Buffer.concat([Buffer.from('YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n'), frame, frame]);
}

/** Of the ways to swap two neighbours the first that the check of four bits notices: each is one that it does not in sixteen. */
function withTwoGroupsSwapped(key: string): string {
  const groups = key.split(' ');
  const swapped = groups.slice(1).map((group, at) => [...groups.slice(0, at), group, groups[at], ...groups.slice(at + 2)].join(' '));
  return swapped.find((one) => inspectRecoveryKey(one).whole === 'fails') ?? 'no swap is noticed';
}

test('five wrong PINs lock; the recovery key opens, typed with errors first, and demands a new PIN; nothing is lost', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = codesOf();
  const key = await codes.setUp(site.origin, PIN);
  await codes.addLinks(LIBRARY);
  await codes.closeVault();
  await codes.enterWrongPins(5);
  expect(await deviceStorage(page)).toEqual({ databases: ['st-personal'], files: [] });
  await codes.enterRecoveryKey(`${key.slice(0, -1)}U`);
  await page.getByText('Group 13 has a character that no recovery key has.').first().waitFor();
  await codes.enterRecoveryKey(withTwoGroupsSwapped(key));
  await page.getByText('One of the groups has a typing error.').first().waitFor();
  await codes.enterRecoveryKey(key.replaceAll(' ', '-').toLowerCase());
  await codes.arriveAt('Choose a new PIN');
  await codes.typeNewPin(NEW_PIN);
  await codes.arriveAt('My other codes');
  expect(judged(SECRET)).toContain(await codes.codeOf('Library'));
  await codes.closeVault();
  await codes.enterPin(PIN);
  await page.getByText('4 attempts are left').first().waitFor();
  await codes.enterPin(NEW_PIN);
  await codes.arriveAt('My other codes');
});

test('an export is opened on a fresh device by the recovery key alone; plain links come after a warning, and only with the PIN', async () => {
  const { site, token, browser } = walk();
  const { page } = token;
  const codes = codesOf();
  const key = await codes.setUp(site.origin, PIN);
  await codes.offerLinks([LIBRARY, HARBOUR].join('\n'));
  await codes.press('Save 2 codes');
  await codes.arriveAt('My other codes');
  await codes.press('Settings');
  await page.getByRole('link', { name: 'Export codes' }).click();
  await page.getByLabel('Your PIN', { exact: true }).fill('604817');
  await codes.press('Download the protected file');
  await page.getByText('4 attempts are left').first().waitFor();
  await page.getByLabel('Your PIN', { exact: true }).fill(PIN);
  const [sealed] = await Promise.all([page.waitForEvent('download'), codes.press('Download the protected file')]);
  await codes.arriveAt('My other codes');
  const file = await sealed.path();
  expect(sealed.suggestedFilename()).toMatch(/^sallyport-codes-PV-\d{3}-\d{3}-\d{2}\.json$/);
  expect(await readFile(file, 'utf8')).not.toContain('Library');

  await codes.press('Settings');
  await page.getByRole('link', { name: 'Export codes' }).click();
  await page.getByText('Plain links, without protection').click();
  await page.getByText('Whoever reads this file can make all your codes').waitFor();
  await page.getByLabel('Your PIN', { exact: true }).fill(PIN);
  const [plain] = await Promise.all([page.waitForEvent('download'), codes.press('Download without protection')]);
  const links = await readFile(await plain.path(), 'utf8');
  expect(links.trim().split('\n')).toHaveLength(2);
  expect(links).toContain(`secret=${SECRET}`);

  const elsewhere = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const there = codesOf(await elsewhere.newPage());
    await there.setUp(site.origin, NEW_PIN);
    await there.press('Add a code');
    await there.page
      .getByLabel(/^Pictures of QR codes/)
      .setInputFiles({ name: 'export.json', mimeType: 'application/json', buffer: await readFile(file) });
    await there.arriveAt('This file is protected');
    await there.page.getByLabel(/^Recovery key of vault/).fill(key.slice(0, -4));
    await there.press('Open the file');
    await there.page.getByText('A recovery key has 52 letters and digits').waitFor();
    await there.page.getByLabel(/^Recovery key of vault/).fill(key);
    await there.press('Open the file');
    await there.arriveAt('Look before you save');
    await there.press('Save 2 codes');
    await there.arriveAt('My other codes');
    expect(judged(SECRET)).toContain(await there.codeOf('Library'));
  } finally {
    await elsewhere.close();
  }
});

test('several files at once: every entry that is not taken is named with its reason, before anything is saved', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  await codes.addLinks(LIBRARY);
  const list = [
    LIBRARY,
    TIDE,
    'otpauth://totp/Steam:ada?secret=AAAAAAAA&encoder=steam',
    'otpauth://totp/Broken?secret=1189',
    'otpauth://totp/Odd?secret=MFRGGZDFMZTWQ2LK&digits=9',
  ].join('\n');
  await codes.press('Add a code');
  await page
    .getByLabel(/^Pictures of QR codes/)
    .setInputFiles([textFile('list.txt', list), textFile('diary.txt', 'dear diary'), textFile('gate.txt', GATE)]);
  await codes.arriveAt('Look before you save');
  await page.getByText('diary.txt: There are no codes in it that can be read here.').waitFor();
  await page.getByRole('heading', { name: '2 codes to save' }).waitFor();
  await page.getByRole('heading', { name: '1 is in the vault already' }).waitFor();
  const rows = await page.getByRole('table', { name: '3 entries cannot be taken' }).getByRole('row').allTextContents();
  expect(rows.slice(1).map((row) => row.replaceAll(/\s+/g, ' '))).toEqual([
    expect.stringContaining('Steam makes its codes in a way of its own.'),
    expect.stringContaining('Its secret key is damaged.'),
    expect.stringContaining('Codes of this length are not made here.'),
  ]);
  // Given up here, nothing was saved.
  await page.reload();
  await codes.enterPin(PIN);
  await codes.arriveAt('My other codes');
  expect(await codes.names()).toEqual(['Library']);
  await codes.press('Add a code');
  await page.getByLabel(/^Pictures of QR codes/).setInputFiles(textFile('diary.txt', 'dear diary'));
  await page.getByText('There are no codes in it that can be read here.').waitFor();
});

test('a protected file of another authenticator opens with its password; one whose password is not at hand is left out and named', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  // Argon2id with four lanes, which no token of ours uses.
  const octets = await readFile(new URL('../../../vectors/imports/bitwarden-sealed-argon2id.json', import.meta.url));
  const sealed: Picture = { name: 'bitwarden.json', mimeType: 'application/json', buffer: octets };
  await codes.press('Add a code');
  await page.getByLabel(/^Pictures of QR codes/).setInputFiles([sealed, textFile('tide.txt', TIDE)]);
  await codes.arriveAt('This file is protected');
  await page.getByLabel('Password of the file', { exact: true }).fill('not this one');
  await codes.press('Open the file');
  await page.getByText('That password does not open it').waitFor();
  await page.getByLabel('Password of the file', { exact: true }).fill('Möwe über dem Hafen 7');
  await codes.press('Open the file');
  await codes.arriveAt('Look before you save');
  await page.getByText('Tide', { exact: true }).waitFor();
  await codes.press('Save nothing');
  await page.getByLabel(/^Pictures of QR codes/).setInputFiles(sealed);
  await codes.arriveAt('This file is protected');
  await codes.press('Leave this file out');
  await page.getByText('It was left out, because it is protected.').waitFor();
});

function textFile(name: string, text: string): Picture {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}

test('an export of Google Authenticator in several pictures, in any order, a few at a time, with progress', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  const parts = ['One', 'Two', 'Three'].map((name, index) => migrationPart({ name, index, count: 3 }));
  const [one, two, three] = [await pictureOf(parts[0] ?? ''), await pictureOf(parts[1] ?? ''), await pictureOf(parts[2] ?? '')];
  await codes.press('Add a code');
  await page.getByLabel(/^Pictures of QR codes/).setInputFiles(three);
  await page.getByText('1 of 3 pictures read').waitFor();
  await page.getByText('Pictures 1 and 2 are still missing.').waitFor();
  await page.getByLabel('More pictures').setInputFiles([one, three, two]);
  await codes.press('Save 3 codes');
  await codes.arriveAt('My other codes');
  expect([...(await codes.names())].sort()).toEqual(['One', 'Three', 'Two']);
  expect(judged(encodeBase32(Buffer.from('secret of Two')))).toContain(await codes.codeOf('Two'));
});

/** One picture of `otpauth-migration`, written from the published message: one account, its number and how many there are. */
function migrationPart({ name, index, count }: { readonly name: string; readonly index: number; readonly count: number }): string {
  const field = (number: number, octets: Buffer): Buffer => Buffer.concat([Buffer.from([(number << 3) | 2, octets.length]), octets]);
  const varint = (number: number, value: number): Buffer => Buffer.from([number << 3, value]);
  const account = Buffer.concat([
    field(1, Buffer.from(`secret of ${name}`)),
    field(2, Buffer.from('ada')),
    field(3, Buffer.from(name)),
    varint(4, 1),
    varint(5, 1),
    varint(6, 2),
  ]);
  const message = Buffer.concat([field(1, account), varint(2, 1), varint(3, count), varint(4, index), varint(5, 77)]);
  return `otpauth-migration://offline?data=${encodeURIComponent(message.toString('base64'))}`;
}

test('no secret and no PIN is in any request; all of it works without a network', async () => {
  const { site, token } = walk();
  site.hasServiceWorker = true;
  const { page } = token;
  const codes = codesOf();
  const key = await codes.setUp(site.origin, PIN);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await site.goOffline();
  try {
    await page.reload();
    await codes.enterPin(PIN);
    await codes.addLinks(LIBRARY);
    expect(judged(SECRET)).toContain(await codes.codeOf('Library'));
    await codes.closeVault();
    await codes.enterWrongPins(5);
    await codes.enterRecoveryKey(key);
    await codes.arriveAt('Choose a new PIN');
  } finally {
    await site.goOnline();
  }
  const sent = site.requests.join('\n');
  expect(sent.split('\n').every((request) => request.startsWith('GET '))).toBe(true);
  for (const secret of [PIN, SECRET, key, key.replaceAll(' ', '')]) expect(sent).not.toContain(secret);
  expect(page.url()).toBe(`${site.origin}/codes`);
});

test('five windows together get five attempts, and a list changed in one shows in the other', async () => {
  const { site, openWindow } = walk();
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  const other = codesOf((await openWindow()).page);
  await other.open(site.origin, PIN);
  await codes.addLinks(LIBRARY);
  await expect.poll(() => other.names(), PATIENCE).toEqual(['Library']);
  await codes.closeVault();
  await codes.enterWrongPins(3);
  await other.closeVault();
  await other.page.getByText('2 attempts are left').first().waitFor();
  await other.enterWrongPins(5, 3);
  await codes.arriveAt('Your vault is locked');
});

test('who finds the vault open sets no other PIN: the attempts at the one it has are counted, and the last one locks', async () => {
  const { site, token, openWindow } = walk();
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  const other = codesOf((await openWindow()).page);
  await other.open(site.origin, PIN);
  await codes.press('Settings');
  await token.page.getByRole('link', { name: 'Change PIN' }).click();
  await codes.changePin('604817', NEW_PIN);
  await token.page.getByText('4 attempts are left').waitFor();
  await codes.changePin(PIN, NEW_PIN);
  await codes.arriveAt('My other codes');
  // What another window held open under the old PIN is over.
  await other.arriveAt('Enter your PIN');
  await other.enterPin(PIN);
  await other.page.getByText('4 attempts are left').first().waitFor();
  await codes.press('Settings');
  await token.page.getByRole('link', { name: 'Change PIN' }).click();
  for (const left of ['3 attempts are', '2 attempts are', 'One attempt is']) {
    await codes.changePin(PIN, NEW_PIN);
    await token.page.getByText(`${left} left`).waitFor();
  }
  await codes.changePin(PIN, NEW_PIN);
  await codes.arriveAt('Your vault is locked');
});

test('it stands beside the tokens at home; removed by the browser, it is missed; deleted by its owner, it is not', async () => {
  const { site, token } = walk();
  const { page } = token;
  const codes = codesOf();
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  await page.goto(site.origin);
  await token.arriveAt('Enter your PIN');
  await page.getByRole('link', { name: 'Keep codes of other services here too' }).click();
  await codes.arriveAt('Keep your other codes here');
  await codes.setUp(site.origin, PIN);
  await page.getByRole('link', { name: 'Your soft tokens' }).click();
  await token.arriveAt('Your tokens');
  await page.getByRole('link', { name: 'Northwind Harbour Authority' }).waitFor();
  await page.getByRole('link', { name: 'My other codes' }).click();
  await codes.arriveAt('Enter your PIN');
  await page.goto('about:blank');
  await page.goto(site.origin);
  await token.arriveAt('Your tokens');
  await evict(page, /personal/);
  await page.goto(`${site.origin}/codes`);
  await page.getByText('Your vault was removed by the browser').waitFor();
  await codes.setUp(site.origin, NEW_PIN);
  await codes.press('Settings');
  await page.getByRole('link', { name: 'Delete this vault…' }).click();
  await codes.press('Yes, delete the vault and its codes');
  await codes.arriveAt('Keep your other codes here');
  expect(await page.getByText('Your vault was removed by the browser').count()).toBe(0);
  const left = await deviceStorage(page);
  expect(left.files.filter((name) => name.includes('personal'))).toEqual([]);
});

test('an issuer’s token has no way out: neither the home screen nor the open token offers an export', async () => {
  const { site, token } = walk();
  const { link } = await site.issuer.issue(site.origin);
  await token.activate(link, PIN);
  expect(await token.page.getByText(/export/i).count()).toBe(0);
  await token.page.goto(`${site.origin}/codes`);
  const codes = codesOf();
  await codes.setUp(site.origin, PIN);
  await codes.press('Settings');
  await token.page.getByRole('link', { name: 'Export codes' }).click();
  await token.page.getByText('Issuers’ soft tokens are never part of it: they cannot be exported.').waitFor();
});
