import { expect, test } from 'vitest';
import { preferredLanguage } from './preferred-language.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en'],
  ['fr-CH, fr;q=0.9, de;q=0.7, en;q=0.5', 'de'],
  ['en;q=0.3, DE;q=0.4', 'de'],
  ['de;q=0, fr', 'en'],
  ['tlh', 'en'],
  [`${'x'.repeat(600)},de`, 'en'],
])('of "%s" the language of ours that is asked for first is %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
