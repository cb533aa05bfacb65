import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { arePicturesWanted, axeViolations, presentThemeFirst, takePicture } from '@sallyport/ui/testing';
import type { Page } from 'playwright-core';

/** Screenshots to look at, in `.cache/screens/` beside the app; not part of the project. */
const FOLDER = fileURLToPath(new URL('../../.cache/screens/', import.meta.url));
const WIDTHS = [
  [390, 844],
  [1280, 860],
] as const;

export interface Look {
  /** Rules of axe broken in either theme, with the elements that break them. */
  readonly violations: readonly string[];
  /** Whether anything sticks out to the side at 320 px. */
  readonly overflowsAt320: boolean;
}

/** Shows a screen in both themes at both widths, for pictures where they are wanted, and lets axe look at it in both themes. */
export async function lookAt(page: Page, name: string): Promise<Look> {
  const violations: string[] = [];
  for (const theme of await presentThemeFirst(page)) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    if (arePicturesWanted()) await takePictures(page, `${name}-${theme}`);
    for (const { id, nodes } of await axeViolations(page, { theme })) {
      violations.push(`${name} (${theme}): ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    }
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const overflowsAt320 = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  await page.setViewportSize({ width: 390, height: 844 });
  return { violations, overflowsAt320 };
}

async function takePictures(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    await takePicture(page, `${FOLDER}${name}-${String(width)}.png`);
  }
}
