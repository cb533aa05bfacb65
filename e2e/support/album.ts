import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { arePicturesWanted } from '@sallyport/ui/testing';
import type { BrowserContext, Page } from 'playwright-core';

/** Takes numbered pictures of the pages of one journey, into `.cache/screenshots/<journey>/`. */
export class Album {
  readonly #folder: string;
  #number = 0;

  constructor(journey: string) {
    this.#folder = join(import.meta.dirname, '../../.cache/screenshots', journey);
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Where pictures are wanted. */
  async take(page: Page, name: string): Promise<void> {
    if (arePicturesWanted()) await this.takeAnyway(page, name);
  }

  async takeAnyway(page: Page, name: string): Promise<void> {
    this.#number += 1;
    const file = `${String(this.#number).padStart(2, '0')}-${name}.png`;
    await page.screenshot({ path: join(this.#folder, file), fullPage: true });
  }
}

/** Every console error and failed request of our pages is a fault of ours. */
export function watchForFaults(context: BrowserContext): readonly string[] {
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(`${error.page()?.url() ?? ''}: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.location().url}: ${message.text()}`);
  });
  return faults;
}
