import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './testing/browser.ts';
import { type GallerySite, galleryFolder, openGallery } from './testing/gallery-site.ts';
import { gallery } from './testing/gallery.tsx';
import { loadAxe } from './testing/load-axe.ts';
import { takePicture } from './testing/pictures.ts';

const THEMES = ['light', 'dark'] as const;
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

describe.each(THEMES)('in the %s theme', (colorScheme) => {
  test.each(gallery.map(({ name }) => name))(
    '%s has no axe violation, obeys the content security policy and never scrolls sideways',
    async (name) => {
      const context = await browser.newContext({ colorScheme, bypassCSP: false, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${site.origin}/${name}`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        await takePicture(page, `${galleryFolder}${name}-${colorScheme}-${width}.png`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(overflow, `${width} px wide`).toBeLessThanOrEqual(0);
        if (!AXE_WIDTHS.includes(width)) continue;
        await loadAxe(page);
        const { violations } = await page.evaluate<AxeResults>(`axe.run(document, { resultTypes: ['violations'] })`);
        expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});
