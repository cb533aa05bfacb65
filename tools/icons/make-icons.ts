/**
 * Makes the icons of the soft token out of the mark (`packages/ui/src/style/icon.svg`): run it when the mark changes, commit what it writes.
 *
 *   node tools/icons/make-icons.ts
 *
 * A real browser draws them, so that they look as the mark looks everywhere else.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';

const MARK = new URL('../../packages/ui/src/style/icon.svg', import.meta.url);
const ICONS = new URL('../../apps/soft-token/public/icons/', import.meta.url);

/** Warm paper; the mark is drawn for it. */
const PAPER = '#f6f1e7';

interface Icon {
  readonly file: string;
  readonly size: number;
  /** How much of the icon the mark fills. A maskable icon may be cut to the circle of 80 %. */
  readonly fill: number;
  readonly corner: number;
}

const icons: readonly Icon[] = [
  { file: 'icon-192.png', size: 192, fill: 0.68, corner: 0.2 },
  { file: 'icon-512.png', size: 512, fill: 0.68, corner: 0.2 },
  { file: 'maskable-512.png', size: 512, fill: 0.54, corner: 0 },
];

function iconSvg(mark: string, { size, fill, corner }: Icon): string {
  const inside = mark.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  const markSize = size * fill;
  const at = (size - markSize) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
    <rect width="${size}" height="${size}" rx="${size * corner}" fill="${PAPER}"/>
    <svg x="${at}" y="${at}" width="${markSize}" height="${markSize}" viewBox="0 0 48 48">${inside}</svg>
  </svg>`;
}

async function draw(page: Page, icon: Icon, mark: string): Promise<Uint8Array> {
  await page.setViewportSize({ width: icon.size, height: icon.size });
  await page.setContent(`<body style="margin:0">${iconSvg(mark, icon)}</body>`);
  return page.screenshot({ omitBackground: true });
}

const mark = await readFile(MARK, 'utf8');
await mkdir(ICONS, { recursive: true });
await writeFile(new URL('mark.svg', ICONS), mark);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', '--headless=new'],
});
try {
  const page = await browser.newPage({ colorScheme: 'light' });
  for (const icon of icons) await writeFile(new URL(icon.file, ICONS), await draw(page, icon, mark));
  console.log(`Drew ${icons.map(({ file }) => file).join(', ')} into ${fileURLToPath(ICONS)}`);
} finally {
  await browser.close();
}
