import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** How long a test waits for what must come: Argon2id on a busy machine takes its time. */
export const PATIENCE = { timeout: 60_000 };

/** The soft token as a person uses it: by the words on the screen. */
export class TokenPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  async arriveAt(heading: string | RegExp): Promise<void> {
    await this.heading(heading).waitFor();
  }

  async activate(link: string, pin: string): Promise<void> {
    await this.page.goto(link);
    await this.setPin(pin, 'Choose your PIN');
    await this.arriveAt('Your one-time password');
  }

  async setPin(pin: string, at: string): Promise<void> {
    await this.arriveAt(at);
    await this.page.getByLabel('New PIN', { exact: true }).fill(pin);
    await this.page.getByLabel('New PIN again', { exact: true }).fill(pin);
    await this.page.getByRole('button', { name: 'Set PIN' }).click();
  }

  /** On the page for it. */
  async changePin(present: string, pin: string): Promise<void> {
    await this.arriveAt('Change your PIN');
    await this.page.getByLabel('PIN you have now', { exact: true }).fill(present);
    await this.setPin(pin, 'Change your PIN');
  }

  async enterPin(pin: string): Promise<void> {
    await this.arriveAt('Enter your PIN');
    await this.page.getByLabel('PIN', { exact: true }).fill(pin);
    await this.page.getByRole('button', { name: 'Open', exact: true }).click();
  }

  /** The field empties only with the answer; the same words may still stand there from the try before. */
  async enterRefusedPin(pin: string, answer: string): Promise<void> {
    await this.enterPin(pin);
    await expect.poll(() => this.page.getByLabel('PIN', { exact: true }).inputValue(), PATIENCE).toBe('');
    await this.page.getByText(answer).waitFor();
  }

  async closeToken(): Promise<void> {
    await this.page.getByRole('button', { name: 'Close token' }).click();
    await this.arriveAt('Enter your PIN');
  }

  /** Types so many wrong PINs, waiting for each answer. */
  async enterWrongPins(count: number, attempts = 5): Promise<void> {
    for (let spent = 1; spent <= count; spent += 1) {
      await this.enterPin('604817');
      const left = attempts - spent;
      if (left === 0) await this.arriveAt('This token is locked');
      else
        await this.page
          .getByText(left === 1 ? 'One attempt is left' : `${String(left)} attempts are left`)
          .first()
          .waitFor();
    }
  }

  async shownPassword(): Promise<string> {
    return (await this.page.locator('.password-digits data').getAttribute('value')) ?? '';
  }

  async shownPinResetCode(): Promise<string> {
    return (await this.page.locator('.code-display data').textContent()) ?? '';
  }

  async enterUnlockCode(code: string): Promise<void> {
    await this.page.getByLabel('Unlock code').fill(code);
    await this.page.getByRole('button', { name: 'Unlock', exact: true }).click();
  }
}
