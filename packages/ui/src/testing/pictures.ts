import type { Page } from 'playwright-core';

/** Pictures are for people to look at; they prove nothing, and take a browser longer than what does: `PICTURES=yes npm test -- browser e2e`. */
export function arePicturesWanted(): boolean {
  return process.env['PICTURES'] === 'yes';
}

/** The whole page as a PNG, when pictures are wanted. */
export async function takePicture(page: Page, path: string): Promise<void> {
  if (arePicturesWanted()) await page.screenshot({ path, fullPage: true });
}
