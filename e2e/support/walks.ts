import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Stretches of the journey by the visible words, as a person would walk them. */

/** The demonstration's people, as its start prints them. */
export const ADA = {
  userName: 'ada.lindqvist',
  name: 'Ada Lindqvist',
  password: 'seven geese over the breakwater',
  answers: {
    'What was the name of your first school?': 'Ekeby',
    'What was the name of the first street you lived in?': 'Lotsgatan',
    'What was the name of your first pet?': 'Pelle',
    'Which book did you love most as a child?': 'Kulla-Gulla',
    'Where did you learn to swim?': 'Saltholmen',
  },
} as const;

export const MIKKEL = {
  userName: 'mikkel.thorsen',
  name: 'Mikkel Thorsen',
  password: 'eleven crates of winter apples',
  answers: {
    'Which was the first concert you went to?': 'Roskilde',
    'Who was your first employer?': 'the ferry kiosk',
    'Which dish of your childhood do you miss?': 'stegt flæsk',
    'What was the trade of one of your grandparents?': 'rope maker',
    'Which musical instrument did you learn first?': 'accordion',
  },
} as const;

export interface Person {
  readonly userName: string;
  readonly name: string;
  readonly password: string;
  readonly answers: Readonly<Record<string, string>>;
}

export const PIN = '482915';
export const NEW_PIN = '730264';
const WRONG_PINS = ['604817', '604818', '604819', '604827', '604828'];

/** In full: what a page is called may be a part of what the page before it was called. */
export function heading(page: Page, words: string): ReturnType<Page['locator']> {
  return page.getByRole('heading', { level: 1, name: words, exact: true });
}

export async function sees(page: Page, words: string): Promise<void> {
  await heading(page, words).waitFor({ timeout: 60_000 });
}

/** Opens the activation link and sets a PIN; the token then shows a one-time password. */
export async function activate(token: Page, link: string): Promise<void> {
  await token.goto(link);
  await sees(token, 'Choose your PIN');
  await setPin(token, PIN);
}

export async function setPin(token: Page, pin: string): Promise<void> {
  await token.getByRole('textbox', { name: 'New PIN', exact: true }).fill(pin);
  await token.getByRole('textbox', { name: 'New PIN again', exact: true }).fill(pin);
  await token.getByRole('button', { name: 'Set PIN' }).click();
  await sees(token, 'Your one-time password');
}

/** Types five wrong PINs, each into the page, until the token locks. */
export async function typeFiveWrongPins(token: Page): Promise<void> {
  for (const [index, pin] of WRONG_PINS.entries()) {
    await token.getByRole('textbox', { name: 'PIN', exact: true }).pressSequentially(pin);
    await token.getByRole('button', { name: 'Open' }).click();
    const left = WRONG_PINS.length - 1 - index;
    if (left > 0)
      await token
        .getByText(left === 1 ? 'One attempt is left' : `${String(left)} attempts are left`)
        .first()
        .waitFor({ timeout: 60_000 });
  }
  await sees(token, 'This token is locked');
}

/** The code on the page, as its digits. */
export function codeShown(page: Page): Promise<string> {
  return page
    .locator('.code-display data')
    .first()
    .getAttribute('value')
    .then((value) => value ?? '');
}

export async function oneTimePassword(token: Page): Promise<string> {
  await sees(token, 'Your one-time password');
  return token
    .locator('.password-card data')
    .getAttribute('value')
    .then((value) => value ?? '');
}

export async function givePassword(page: Page, person: Person): Promise<void> {
  await sees(page, 'Sign in');
  await page.getByRole('textbox', { name: 'User name', exact: true }).fill(person.userName);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function answerQuestions(page: Page, person: Pick<Person, 'answers'>): Promise<void> {
  await typeAnswers(page, person);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function typeAnswers(page: Page, person: Pick<Person, 'answers'>): Promise<void> {
  await sees(page, 'Answer your questions');
  for (const [question, answer] of Object.entries(person.answers)) {
    const field = page.getByRole('textbox', { name: question, exact: true });
    if (await field.isVisible()) await field.fill(answer);
  }
}

/** The link in the newest mail of this subject that leads there, once the mail has arrived. */
export async function mailedLink(
  page: Page,
  { origin, subject, path }: { readonly origin: string; readonly subject: string; readonly path: string },
): Promise<string> {
  const newest = page.getByRole('link', { name: subject }).first();
  await expect
    .poll(async () => {
      await page.goto(origin);
      return newest.isVisible();
    })
    .toBe(true);
  await newest.click();
  return (await page.locator(`.mail-text a[href*="${path}#"]`).getAttribute('href')) ?? '';
}
