import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'node-html-parser';
import { type RunningServer, runServer } from '../testing/running-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

/** The country whose numbers are shown first; empty when it is the international one. */
async function countryFor(given: {
  readonly language?: string;
  readonly query?: string;
}): Promise<{ readonly chosen: string; readonly heading: string }> {
  const response = await fetch(`${server.configuration.listeners['self-administration'].origin}/support${given.query ?? ''}`, {
    headers: given.language === undefined ? {} : { 'accept-language': given.language },
  });
  expect(response.status).toBe(200);
  const page = parse(await response.text());
  const chosen = page.querySelector('select[name=country] option[selected]')?.getAttribute('value') ?? '';
  return {
    chosen,
    heading: page
      .querySelectorAll('h2')
      .map((one) => one.text)
      .join(' · '),
  };
}

test.each([
  ['de-AT,de;q=0.9', 'AT'],
  ['de,de-CH;q=0.8,en;q=0.5', 'CH'],
  ['zh-Hant-TW', 'TW'],
  ['de-at', 'AT'],
])('the languages of the browser (%s) say which country comes first', async (language, country) => {
  expect((await countryFor({ language })).chosen).toBe(country);
});

test.each([
  ['?country=SE', 'SE'],
  ['?country=se', 'SE'],
])('what the person chooses (%s) counts before what the browser says', async (query, country) => {
  expect((await countryFor({ language: 'de-AT', query })).chosen).toBe(country);
});

test.each([
  ['no language at all', {}],
  ['a language without a region', { language: 'en' }],
  ['a region without a number of its own', { language: 'pt-BR' }],
  ['an unknown country in the address', { query: '?country=XX' }],
  ['no country in a language tag’s later parts', { language: 'en-x-DE' }],
])('%s leads to the international number', async (_, given) => {
  const shown = await countryFor(given);
  expect(shown.chosen).toBe('');
  expect(shown).toEqual(await countryFor({}));
});
