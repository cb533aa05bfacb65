import { describe, expect, test } from 'vitest';
import * as setting from './settings.ts';

const own = { name: 'SALLYPORT_X', help: 'x' } as const;
const wrong = (one: setting.Setting<unknown>, text: string): string => {
  const parsed = one.parse(text);
  return 'wrong' in parsed ? parsed.wrong : `accepted as ${String(parsed.value)}`;
};

describe('an origin is refused', () => {
  test.each([
    ['id.example.org', /no http or https/],
    ['ftp://id.example.org', /no http or https/],
    ['javascript:alert(1)', /no http or https/],
    ['https://', /no http or https/],
    ['https://id.example.org/', /write https:\/\/id\.example\.org$/],
    ['https://id.example.org/portal', /more than an origin/],
    ['https://id.example.org?x', /more than an origin/],
    ['https://user:pass@id.example.org', /more than an origin/],
    ['https://ID.example.org', /write https:\/\/id\.example\.org$/],
    ['https://id.example.org:443', /more than an origin/],
    ['http://id.example.org', /plain http/],
    ['http://localhost.example.org', /plain http/],
    ['http://127.0.0.1.example.org', /plain http/],
  ])('%s', (text, reason) => {
    expect(wrong(setting.origin(own), text)).toMatch(reason);
  });
});

test.each([
  'https://id.example.org',
  'https://id.example.org:8443',
  'http://localhost:4300',
  'http://127.0.0.1',
  'http://[::1]:1',
  'http://a.localhost',
])('%s is an origin', (text) => {
  expect(setting.origin(own).parse(text)).toEqual({ value: text });
});

test.each(['', '0', '-1', '65536', '80.5', '80 ', '0x50', '1e3', 'http', '９'])('%j is no port', (text) => {
  expect(wrong(setting.port(own), text)).toMatch(/from 1 to 65535/);
});

test.each(['', '5', '0m', '-1h', '1.5h', '15 m', '1w', '15M', '9999999d', '1h30m'])('%j is no duration', (text) => {
  expect(wrong(setting.duration(own), text)).toMatch(/no duration/);
});

test('a duration is worth its milliseconds', () => {
  const values = ['90s', '15m', '24h', '30d'].map((text) => setting.duration(own).parse(text));
  expect(values).toEqual([90_000, 900_000, 86_400_000, 2_592_000_000].map((value) => ({ value })));
});

test('a choice is one of its words, to the letter', () => {
  const choice = setting.choice({ ...own, choices: ['no', 'yes'] });
  expect(choice.parse('yes')).toEqual({ value: 'yes' });
  for (const text of ['', 'Yes', 'true', 'yes ', 'toString']) expect(wrong(choice, text)).toMatch(/none of no, yes/);
});

test('a number keeps its bounds', () => {
  const number = setting.number({ ...own, minimum: -5, maximum: 10 });
  expect(number.parse('-5')).toEqual({ value: -5 });
  for (const text of ['-6', '11', '1_0', '', 'NaN', 'Infinity', '9'.repeat(400)]) expect(wrong(number, text)).toMatch(/from -5 to 10/);
});

test('a text has no control characters and an end', () => {
  expect(wrong(setting.text(own), 'a\nb')).toMatch(/control characters/);
  expect(wrong(setting.text({ ...own, maximumLength: 3 }), 'four')).toMatch(/more than 3/);
  expect(wrong(setting.folder(own), `/${'x'.repeat(5000)}`)).toMatch(/more than 4096/);
});

test('a mail address is one mailbox', () => {
  expect(setting.mailAddress(own).parse('no-reply@example.org')).toEqual({ value: 'no-reply@example.org' });
  for (const text of ['Ada <ada@example.org>', 'a@b, c@d', 'ada']) expect(wrong(setting.mailAddress(own), text)).toMatch(/not one plain/);
});

test('a secret comes as a Secret, and has no way to be given a default', () => {
  const parsed = setting.secret({ ...own, looksLike: 'x' }).parse('hunter2');
  expect(JSON.stringify(parsed)).toBe('{"value":"[secret]"}');
  // @ts-expect-error -- house rule 16: there is no default for a secret
  setting.secret({ ...own, looksLike: 'x', default: 'hunter2' });
});
