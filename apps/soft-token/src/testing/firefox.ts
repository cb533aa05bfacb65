import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { PATIENCE } from './token-page.ts';

const FIREFOX = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';

/**
 * Debian's Firefox over WebDriver BiDi, with these settings of `about:config`: Playwright drives only a Firefox of its own making.
 * @throws Error that says how to get a browser; a missing one is never skipped in silence.
 */
export async function openFirefox(preferences: Readonly<Record<string, boolean>> = {}): Promise<Browser> {
  if (!existsSync(FIREFOX)) throw new Error(`There is no browser at ${FIREFOX}: apt-get install firefox-esr, or name one in FIREFOX.`);
  return puppeteer.launch({ browser: 'firefox', executablePath: FIREFOX, headless: true, extraPrefsFirefox: preferences });
}

/** The soft token in Firefox as a person uses it: by the words on the screen. */
export class FirefoxTokenPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async arriveAt(heading: string): Promise<void> {
    await this.#find(`//h1[${says(heading)}]`);
  }

  async see(text: string): Promise<void> {
    await this.#find(`//*[contains(normalize-space(text()), "${text}")]`);
  }

  async press(button: string): Promise<void> {
    await (await this.#find(`//button[${says(button)} and not(@disabled)]`)).click();
  }

  async fill(label: string, text: string): Promise<void> {
    const field = await this.#field(label);
    await field.click({ count: 3 });
    await field.type(text);
  }

  /** In a field, which sends its form. */
  async pressEnter(label: string): Promise<void> {
    await (await this.#field(label)).press('Enter');
  }

  async setPin(pin: string, at: string): Promise<void> {
    await this.arriveAt(at);
    await this.fill('New PIN', pin);
    await this.fill('New PIN again', pin);
    await this.press('Set PIN');
  }

  async enterPin(pin: string): Promise<void> {
    await this.arriveAt('Enter your PIN');
    await this.fill('PIN', pin);
    await this.press('Open');
  }

  /** What the first `data` inside this element says. */
  async shown(selector: '.password-digits' | '.code-display'): Promise<string> {
    await this.page.waitForSelector(`${selector} data`, PATIENCE);
    return this.page.$eval(`${selector} data`, (data) => data.textContent.trim());
  }

  #field(label: string): Promise<ElementHandle> {
    return this.#find(`//input[@id=//label[${says(label)}]/@for]`);
  }

  async #find(path: string): Promise<ElementHandle> {
    const found = await this.page.waitForSelector(`xpath/${path}`, PATIENCE);
    if (found === null) throw new Error(`not found: ${path}`);
    return found;
  }
}

function says(text: string): string {
  return `normalize-space(string()) = "${text}"`;
}
