import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** More stops than any screen of the app has. */
const MOST_STOPS = 60;

/** Somebody without a pointing device: comes to a control by Tab alone, must see that they are there, and acts by Enter, the arrows and typing. */
export class KeyboardPerson {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** By Tab from wherever the focus is; around the page once at most. */
  async goTo(control: Locator): Promise<void> {
    await control.waitFor();
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      if (await control.evaluate((element) => element === document.activeElement)) {
        await this.#expectFocusSeen();
        return;
      }
      await this.#page.keyboard.press('Tab');
    }
    expect.unreachable(`no Tab leads to ${String(control)}`);
  }

  async press(control: Locator): Promise<void> {
    await this.goTo(control);
    await this.#page.keyboard.press('Enter');
  }

  /** Of a group, which is one stop: from the choice that is made to the one below it. */
  async chooseBelow(chosen: Locator): Promise<void> {
    await this.goTo(chosen);
    await this.#page.keyboard.press('ArrowDown');
  }

  async type(field: Locator, text: string): Promise<void> {
    await this.goTo(field);
    await this.#page.keyboard.type(text);
  }

  /** A ring around the control, or around the card or line it stands in. */
  async #expectFocusSeen(): Promise<void> {
    const isSeen = await this.#page.evaluate(() => {
      for (let element = document.activeElement; element; element = element.parentElement) {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        if (outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2) return true;
      }
      return false;
    });
    expect(isSeen).toBe(true);
  }
}
