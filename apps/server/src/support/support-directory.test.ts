import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSupportDirectory } from './support-directory.ts';

const shipped = readFileSync(new URL('../../../cli/demonstration/support.json', import.meta.url), 'utf8');

function mistakesOf(change: (file: Record<string, unknown>) => unknown): readonly string[] {
  const reading = readSupportDirectory(JSON.stringify(change(JSON.parse(shipped) as Record<string, unknown>)));
  return reading.kind === 'mistaken' ? reading.mistakes : [];
}

describe('a mistaken file', () => {
  test('is told every mistake in one run', () => {
    expect(
      mistakesOf((file) => ({
        ...file,
        hours: { timeZone: 'Mars/Olympus', open: ['Sunday 25:00 to Friday 20:00'] },
        international: 'call us',
        countries: [{ codes: ['XYZ'], lines: [{ kind: 'telex', dial: '00 800' }] }],
      })),
    ).toEqual([
      'hours.timeZone: "Mars/Olympus" is no time zone; write a name such as "America/New_York"',
      'hours.open[0]: "Sunday 25:00 to Friday 20:00" is no opening; write it like "Sunday 20:00 to Friday 20:00"',
      'international: "call us" cannot be dialled; use digits, spaces, hyphens and brackets, with + only in front',
      'countries[0].codes[0]: "XYZ" is no country; write its two letters, such as "DE"',
      'countries[0].lines[0].kind: must be "voice" or "fax"',
    ]);
  });
  test('that is no JSON is told so', () => {
    expect(readSupportDirectory('{ hours')).toMatchObject({ kind: 'mistaken' });
  });
  test('that misspells a name is told the known ones', () => {
    expect(mistakesOf((file) => ({ ...file, contries: [] }))).toEqual([
      'the file: has "contries", which is not known here; known are hours, international, countries',
    ]);
  });
  test('that leaves things out is told what is missing', () => {
    expect(mistakesOf(() => ({}))).toEqual([
      'hours: is missing',
      'hours.timeZone: is missing',
      'hours.open: is missing',
      'international: is missing',
      'countries: is missing',
    ]);
  });
  test('that names a country twice is told where', () => {
    const line = { dial: '00 800 555' };
    expect(
      mistakesOf((file) => ({
        ...file,
        countries: [
          { codes: ['DE'], lines: [line] },
          { codes: ['DE'], lines: [line] },
        ],
      })),
    ).toEqual(['countries[1]: DE stands in countries[0] already; put all its lines into one entry']);
  });
});

test('the directory shipped with the demonstration serves the countries of the first edition', () => {
  const reading = readSupportDirectory(shipped);
  const codes = reading.kind === 'read' ? reading.directory.countries.flatMap((country) => country.codes) : [];
  expect(codes.sort()).toEqual([
    'AT',
    'AU',
    'BE',
    'CA',
    'CH',
    'DE',
    'DK',
    'ES',
    'FI',
    'FR',
    'GB',
    'HK',
    'IE',
    'IL',
    'IT',
    'JP',
    'KR',
    'MY',
    'NL',
    'NO',
    'NZ',
    'SE',
    'SG',
    'TW',
    'US',
  ]);
});
