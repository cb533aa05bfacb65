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

describe('openings that overlap', () => {
  const overlapping = (open: readonly string[]) => mistakesOf((file) => ({ ...file, hours: { timeZone: 'UTC', open } }));
  test.each([
    ['one in the other', ['Monday 08:00 to Friday 20:00', 'Tuesday 10:00 to Tuesday 12:00']],
    ['the same twice', ['Monday 08:00 to Monday 20:00', 'Monday 08:00 to Monday 20:00']],
    ['over the end of the week', ['Saturday 20:00 to Sunday 06:00', 'Sunday 05:59 to Sunday 12:00']],
    ['one that never ends', ['Monday 00:00 to Monday 00:00', 'Friday 10:00 to Friday 12:00']],
  ])('are a mistake: %s', (_, open) => {
    expect(overlapping(open)).toEqual(['hours.open[1]: overlaps hours.open[0]; write one opening for both']);
  });
  test('are none when they only touch, and none beside an opening that could not be read', () => {
    expect(overlapping(['Monday 08:00 to Monday 12:00', 'Monday 12:00 to Monday 20:00'])).toEqual([]);
    expect(overlapping(['Monday 08:00 to Monday 12:00', 'whenever'])).toHaveLength(1);
  });
});

test('a country in small letters is told how to write it', () => {
  const mistakes = mistakesOf((file) => ({ ...file, countries: [{ codes: ['de'], lines: [{ dial: '00 800 555' }] }] }));
  expect(mistakes).toEqual(['countries[0].codes[0]: "de" is no country; write its two letters, such as "DE"']);
});

test('the directory shipped with the demonstration has a line for each carrier and the fax line of the first edition', () => {
  const reading = readSupportDirectory(shipped);
  const countries = reading.kind === 'read' ? reading.directory.countries : [];
  const carriers = countries.flatMap(({ codes, lines }) => {
    const named = lines.filter(({ carrier }) => carrier !== undefined);
    expect(new Set(named.map(({ carrier }) => carrier)).size).toBe(named.length);
    return named.length > 0 ? [`${codes.join()} ${String(named.length)}`] : [];
  });
  expect(carriers.sort()).toEqual(['FI 2', 'JP 3', 'KR 3', 'SE 2']);
  const withFax = countries.filter(({ lines }) => lines.some(({ kind }) => kind === 'fax'));
  expect(withFax.map(({ codes, lines }) => [codes, lines.map(({ kind }) => kind).sort()])).toEqual([[['HK'], ['fax', 'voice']]]);
  const others = countries.filter(
    (country) => !withFax.includes(country) && !carriers.some((line) => line.startsWith(country.codes.join())),
  );
  expect(others.map(({ lines }) => lines.length)).toEqual(others.map(() => 1));
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
