import { describe, expect, expectTypeOf, test } from 'vitest';
import type { ArgumentsOf } from './arguments.ts';
import { createLanguage } from './language.tsx';
import { type Translation, createMessages } from './messages.ts';
import { englishWords } from './words.ts';

const english = {
  greeting: 'Good evening, {name}.',
  'tries-left': '{count, plural, one {# try left} other {# tries left}}',
  asked: '{who, select, you {You asked} other {{name} asked}} on {when, date, ::yyyyMMdd}',
  plain: 'Continue',
} as const;

describe('a catalogue', () => {
  test('a language with a message missing does not compile', () => {
    // @ts-expect-error -- `plain` is missing
    const german = { greeting: 'Guten Abend, {name}.', 'tries-left': '{count}', asked: '' } satisfies Translation<typeof english>;
    expect(Object.keys(german)).not.toContain('plain');
  });

  test('a language with a message nobody asks for does not compile', () => {
    const german = {
      greeting: '',
      'tries-left': '',
      asked: '',
      plain: '',
      // @ts-expect-error -- there is no such message
      unasked: '',
    } satisfies Translation<typeof english>;
    expect(german).toBeDefined();
  });

  test('what a sentence needs is read from the sentence by the type checker', () => {
    expectTypeOf<ArgumentsOf<(typeof english)['greeting']>>().toEqualTypeOf<{ readonly name: string | number }>();
    expectTypeOf<ArgumentsOf<(typeof english)['tries-left']>>().toEqualTypeOf<{ readonly count: number }>();
    expectTypeOf<ArgumentsOf<(typeof english)['asked']>>().toEqualTypeOf<{
      readonly who: string;
      readonly name: string | number;
      readonly when: Date | number;
    }>();
    expect(createMessages<typeof english>(english, 'en')('plain')).toBe('Continue');
  });

  test('a sentence said without its arguments, with others, or under an unknown key does not compile', () => {
    const say = createMessages<typeof english>(english, 'en');
    const mistakes = () => {
      // @ts-expect-error -- no argument
      say('greeting');
      // @ts-expect-error -- another argument
      say('greeting', { nome: 'Maren' });
      // @ts-expect-error -- a count is a number
      say('tries-left', { count: 'two' });
      // @ts-expect-error -- nothing to fill in
      say('plain', { name: 'Maren' });
      // @ts-expect-error -- unknown key
      say('absent');
    };
    expect(mistakes).toThrow();
  });

  test('plural forms follow the language, not English', () => {
    const polish = {
      ...english,
      'tries-left': '{count, plural, one {# próba} few {# próby} many {# prób} other {# próby}}',
    } satisfies Translation<typeof english>;
    const say = createMessages<typeof english>(polish, 'pl');
    expect([1, 2, 5].map((count) => say('tries-left', { count }))).toEqual(['1 próba', '2 próby', '5 prób']);
  });

  test('markup in an argument stays text: a message is never HTML', () => {
    const say = createMessages<typeof english>(english, 'en');
    expect(say('greeting', { name: '<b>Maren</b>' })).toBe('Good evening, <b>Maren</b>.');
  });

  test('every one of the form kit’s own words can be said', () => {
    const { words } = createLanguage({ locale: 'en' });
    const say = words as (key: string, values: Record<string, string | number>) => string;
    const values = {
      title: 't',
      current: 1,
      total: 2,
      next: 'n',
      label: 'l',
      digits: 15,
      groups: 3,
      group: 1,
      least: 6,
      most: 8,
      time: 't',
    };
    for (const key of Object.keys(englishWords)) expect(say(key, values), key).toMatch(/\S/);
  });
});

test('languages written from right to left say so', () => {
  expect(['he', 'ar-EG', 'fa', 'de', 'en-IL'].map((locale) => createLanguage({ locale }).direction)).toEqual([
    'rtl',
    'rtl',
    'rtl',
    'ltr',
    'ltr',
  ]);
});
