import type { Locator, Page } from 'playwright-core';

/** The personal vault as a person uses it: by the words on the screen. */
export class PersonalPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async arriveAt(heading: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  press(name: string | RegExp): Promise<void> {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  }

  /** The three steps of the set-up. Answers the recovery key as it was shown. */
  async setUp(origin: string, pin: string): Promise<string> {
    await this.page.goto(`${origin}/codes`);
    await this.arriveAt('Keep your other codes here');
    await this.typeNewPin(pin);
    const key = await this.writeDownKey();
    await this.checkKey(key);
    await this.arriveAt('My other codes');
    return key;
  }

  async typeNewPin(pin: string): Promise<void> {
    await this.page.getByLabel('New PIN', { exact: true }).fill(pin);
    await this.page.getByLabel('New PIN again', { exact: true }).fill(pin);
    await this.press('Set PIN');
  }

  /** On the page for it. */
  async changePin(present: string, pin: string): Promise<void> {
    await this.arriveAt('Change PIN');
    await this.page.getByLabel('PIN you have now', { exact: true }).fill(present);
    await this.typeNewPin(pin);
  }

  async writeDownKey(): Promise<string> {
    await this.arriveAt('Write down your recovery key');
    const groups = await this.page.locator('.key-shown data').allTextContents();
    await this.press('I have written it down');
    return groups.join(' ');
  }

  async checkKey(key: string): Promise<void> {
    await this.arriveAt('Check your recovery key');
    for (const field of await this.page.getByLabel(/^Group \d+$/).all()) {
      const number = Number((await field.getAttribute('name'))?.replace('group-', ''));
      await field.fill(key.split(' ')[number - 1] ?? '');
    }
    await this.press('Check');
  }

  async open(origin: string, pin: string): Promise<void> {
    await this.page.goto(`${origin}/codes`);
    await this.enterPin(pin);
    await this.arriveAt('My other codes');
  }

  async enterPin(pin: string): Promise<void> {
    await this.arriveAt('Enter your PIN');
    await this.page.getByLabel('PIN', { exact: true }).fill(pin);
    await this.press('Open');
  }

  async closeVault(): Promise<void> {
    await this.press('Close vault');
    await this.arriveAt('Enter your PIN');
  }

  /** Up to this many in all, waiting for each answer. */
  async enterWrongPins(count: number, already = 0): Promise<void> {
    for (let spent = already + 1; spent <= count; spent += 1) {
      await this.enterPin('604817');
      const left = 5 - spent;
      if (left === 0) await this.arriveAt('Your vault is locked');
      else
        await this.page
          .getByText(left === 1 ? 'One attempt is left' : `${String(left)} attempts are left`)
          .first()
          .waitFor();
    }
  }

  async enterRecoveryKey(key: string): Promise<void> {
    await this.page.getByLabel(/^Recovery key of vault/).fill(key);
    await this.press('Open with the recovery key');
  }

  /** A link, or several, through the field that is there for it; not saved yet. */
  async offerLinks(links: string): Promise<void> {
    await this.press('Add a code');
    await this.page.getByLabel('Link, or several, one a line').fill(links);
    await this.press('Continue');
    await this.arriveAt('Look before you save');
  }

  async addLinks(...links: readonly string[]): Promise<void> {
    for (const link of links) {
      await this.offerLinks(link);
      await this.press('Save 1 code');
      await this.arriveAt('My other codes');
    }
  }

  async addByHand(code: { readonly issuer: string; readonly label?: string; readonly secret: string }): Promise<void> {
    await this.press('Add a code');
    await this.press('Enter a key by hand');
    await this.arriveAt('Enter a key by hand');
    await this.page.getByLabel('Service').fill(code.issuer);
    await this.page.getByLabel(/^Account/).fill(code.label ?? '');
    await this.page.getByLabel('Secret key').fill(code.secret);
    await this.press('Save code');
  }

  card(name: string): Locator {
    return this.page.locator('.code-card').filter({ hasText: name });
  }

  /** The code shown for this account, without its spaces. */
  async codeOf(name: string): Promise<string> {
    return ((await this.card(name).locator('.code-digits').textContent()) ?? '').replaceAll(' ', '');
  }

  /** Names in the order of the list. */
  async names(): Promise<readonly string[]> {
    return this.page.locator('.codes .code-card .code-issuer').allTextContents();
  }

  async act(name: string, action: string): Promise<void> {
    const card = this.card(name);
    const more = card.getByRole('button', { name: /^More for/ });
    if ((await more.getAttribute('aria-expanded')) === 'false') await more.click();
    await card.getByRole('button', { name: action, exact: true }).click();
  }

  /** It takes effect with the engine's answer, which may come after the list is back. */
  async choose(setting: string): Promise<void> {
    await this.press('Settings');
    await this.arriveAt('Settings');
    await this.page.getByText(setting, { exact: true }).click();
    await this.page.getByRole('link', { name: 'Back to your codes' }).click();
    await this.arriveAt('My other codes');
  }
}
