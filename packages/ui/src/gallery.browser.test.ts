import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeViolations, THEMES } from './testing/axe-violations.ts';
import { openBrowser } from './testing/browser.ts';
import { type GallerySite, galleryFolder, openGallery } from './testing/gallery-site.ts';
import { gallery } from './testing/gallery.tsx';
import { takePicture } from './testing/pictures.ts';

const WIDTHS = [320, 390, 1440] as const;
/** Between them nothing changes that axe looks at. */
const AXE_WIDTHS: readonly number[] = [320, 1440];

let site: GallerySite;
let browser: Browser;
beforeAll(async () => {
  site = await openGallery();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test.each(gallery.map(({ name }) => name))(
  '%s has no axe violation in either theme, obeys the content security policy and never scrolls sideways',
  async (name) => {
    const context = await browser.newContext({ bypassCSP: false, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${site.origin}/${name}`);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        await takePicture(page, `${galleryFolder}${name}-${theme}-${width}.png`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(overflow, `${width} px wide`).toBeLessThanOrEqual(0);
        if (!AXE_WIDTHS.includes(width)) continue;
        const violations = await axeViolations(page, { theme });
        expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))).toEqual([]);
      }
    }
    expect(complaints).toEqual([]);
    await context.close();
  },
);
