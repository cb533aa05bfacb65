import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** In the first one everything is looked at. */
export const THEMES = ['light', 'dark'] as const;

/** First the one that is on the screen: to change it is to paint the page anew. */
export async function presentThemeFirst(page: Page): Promise<readonly (typeof THEMES)[number][]> {
  return (await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)) ? THEMES.toReversed() : THEMES;
}

/** All of axe that another theme can change. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

export interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly target: readonly unknown[] }[];
}

/**
 * Rules of axe that the page breaks. In the first theme every rule is asked, or every one with one of these `tags`; in the other the elements are the
 * same, and only what looks at their colours is asked again.
 */
export async function axeViolations(
  page: Page,
  { theme, tags }: { readonly theme: (typeof THEMES)[number]; readonly tags?: string[] },
): Promise<readonly AxeViolation[]> {
  await loadAxe(page);
  const rules: RunOptions = theme === THEMES[0] ? (tags ? { runOnly: tags } : {}) : { runOnly: OF_COLOURS };
  const options = JSON.stringify({ ...rules, resultTypes: ['violations'] } satisfies RunOptions);
  return page.evaluate<readonly AxeViolation[]>(`axe.run(document, ${options}).then(({ violations }) => violations)`);
}

/** Once for each document: it is half a megabyte to read. Past the page's policy, which rightly lets no script in: evaluated by the debugger. */
async function loadAxe(page: Page): Promise<void> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(AXE);
}
