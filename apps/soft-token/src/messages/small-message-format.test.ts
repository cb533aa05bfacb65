import { englishWords } from '@sallyport/ui';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { contactEnglish } from './contact-english.ts';
import { deviceProtectionEnglish } from './device-protection-english.ts';
import { english } from './english.ts';
import { personalEnglish } from './personal-english.ts';
import { IntlMessageFormat as SmallMessageFormat } from './small-message-format.ts';

const catalogues = [english, contactEnglish, deviceProtectionEnglish, personalEnglish, englishWords];
const messages = catalogues.flatMap((catalogue) => Object.entries(catalogue));
const COUNTS = [0, 1, 2, 5, 21, 1234];

function valuesFor(message: string, count: number): Record<string, string | number> {
  const names = [...message.matchAll(/\{\s*(\w+)\s*(?:,\s*(\w+))?/g)];
  return Object.fromEntries(names.map(([, name = '', kind]) => [name, kind === undefined ? `«${name}»` : count]));
}

test.each(messages)('says "%s" exactly as the library does', (_key, message) => {
  for (const count of COUNTS) {
    const values = valuesFor(message, count);
    const library = new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true });
    expect(new SmallMessageFormat(message, 'en').format(values)).toBe(String(library.format(values)));
  }
});

test('a form of message it does not know is refused, not guessed', () => {
  for (const message of [
    "it's",
    '{when, date}',
    '{n, plural, one {x}}',
    '{sex, select, other {x}}',
    '{',
    '}',
    '{a',
    '{n, plural, other {x}',
    '{a, number, percent}',
  ]) {
    expect(() => new SmallMessageFormat(message, 'en'), message).toThrow(SyntaxError);
  }
});

test('plurals nest, and # counts its own', () => {
  const message = '{a, plural, =0 {none} one {one {b, plural, one {# of one} other {# of many}}} other {# {name}}}';
  for (const [a, b] of [
    [0, 1],
    [1, 1],
    [1, 7],
    [3, 1],
  ]) {
    const values = { a, b, name: 'x' };
    expect(new SmallMessageFormat(message, 'en').format(values)).toBe(String(new IntlMessageFormat(message, 'en').format(values)));
  }
});

test.each(['en', 'de', 'ar-EG', 'fa'])('numbers are written as the library writes them in %s', (locale) => {
  for (const number of [0, 7, 12, 999, 1000, 1_234_567, -1, 1.5, Number.NaN, Infinity, '007']) {
    const [ours, theirs] = [SmallMessageFormat, IntlMessageFormat].map((Format) =>
      new Format('{number, number}', locale).format({ number }),
    );
    expect(ours).toBe(theirs);
  }
});
