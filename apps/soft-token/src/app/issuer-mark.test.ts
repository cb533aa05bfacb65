import { expect, test } from 'vitest';
import { issuerMark, MARK_COLOURS } from './issuer-mark.ts';

const issuerId = Uint8Array.from({ length: 16 }, (_, index) => index * 7);

test.each([
  ['Northwind Harbour Authority', 'NA'],
  ['harbour', 'H'],
  ['Österreichische Post', 'ÖP'],
  ['東京 大学', '東大'],
  ['“—”', ''],
  ['', ''],
])('%o has the monogram %o', (issuer, letters) => {
  expect(issuerMark({ issuerId, issuer }).letters).toBe(letters);
});

test('the colour follows the issuer, whatever it calls itself, and issuers spread over the whole palette', () => {
  const colourOf = (fill: number, issuer = 'A'): number => issuerMark({ issuerId: new Uint8Array(16).fill(fill), issuer }).colour;
  expect(colourOf(3, 'Harbour')).toBe(colourOf(3, 'Pilots'));
  const colours = new Set(Array.from({ length: 256 }, (_, fill) => colourOf(fill)));
  expect([...colours].toSorted()).toEqual(Array.from({ length: MARK_COLOURS }, (_, colour) => colour));
});
