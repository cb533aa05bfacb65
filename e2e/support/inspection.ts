import { arePicturesWanted, axeViolations, presentThemeFirst, THEMES } from '@sallyport/ui/testing';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { Album } from './album.ts';

/** Looks a page over: both themes, phone and desktop, pictures of each where they are wanted, and the accessibility rules of WCAG 2.2 AA. */

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = { phone: 390, narrow: 320, desktop: 1280 } as const;

export class Inspection {
  readonly #album: Album;

  constructor(name: string) {
    this.#album = new Album(name);
  }

  async look(page: Page, name: string): Promise<void> {
    await page.waitForLoadState();
    for (const theme of await presentThemeFirst(page)) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      // Another theme is other colours, and no other sizes (tools/themes.test.ts).
      if (theme === THEMES[0] || arePicturesWanted()) await this.#atEveryWidth(page, `${name}-${theme}`);
      await painted(page);
      const violations = await axeViolations(page, { theme, tags: TAGS });
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        `${name} in ${theme}`,
      ).toEqual([]);
    }
  }

  async #atEveryWidth(page: Page, name: string): Promise<void> {
    for (const [size, width] of Object.entries(WIDTHS)) {
      // What fits at 320 px fits there: no rule of a style begins or ends between them.
      if (size === 'phone' && !arePicturesWanted()) continue;
      await page.setViewportSize({ width, height: 844 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(overflow, `${name} scrolls sideways at ${String(width)} px`).toBeLessThanOrEqual(0);
      if (size !== 'narrow') await this.#album.take(page, `${name}-${size}`);
    }
  }
}

/** The theme and the size asked for are on the screen: with their fonts, and two frames later. */
async function painted(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  });
}
