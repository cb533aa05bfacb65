import { describe, expect, test } from 'vitest';
import { assertSendable, type EmailAddress, parseEmailAddress } from './mail.ts';

describe('an address is refused', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['no @', 'ada.example'],
    ['nothing before the @', '@example.org'],
    ['nothing behind the @', 'ada@'],
    ['two mailboxes', 'ada@example.org,eve@example.org'],
    ['two mailboxes with a semicolon', 'ada@example.org;eve@example.org'],
    ['two @', 'ada@eve@example.org'],
    ['a display name', 'Ada <ada@example.org>'],
    ['angle brackets', '<ada@example.org>'],
    ['a line end that begins a header', 'ada@example.org\r\nBcc: eve@example.org'],
    ['a bare line feed', 'ada@example.org\nBcc: eve@example.org'],
    ['a NUL', 'ada@example.org\0'],
    ['a blank inside', 'ada lovelace@example.org'],
    ['a line separator inside', 'ada\u2028@example.org'],
    ['a quoted string', '"ada lovelace"@example.org'],
    ['a comment', 'ada(the countess)@example.org'],
    ['an address literal', 'ada@[127.0.0.1]'],
    ['a percent route', 'ada%internal@example.org'],
    ['a bang path', 'host!ada@example.org'],
    ['an encoded word', '=?utf-8?q?ada=40internal=3e=0a?=@example.org'],
    ['a dot at the beginning', '.ada@example.org'],
    ['a dot at the end', 'ada.@example.org'],
    ['two dots', 'ada..l@example.org'],
    ['a hyphen at the beginning of a label', 'ada@-example.org'],
    ['a hyphen at the end of a label', 'ada@example-.org'],
    ['an empty label', 'ada@example..org'],
    ['an underscore in the domain', 'ada@ex_ample.org'],
    ['a local part over 64 octets', `${'a'.repeat(65)}@example.org`],
    ['a label over 63 characters', `ada@${'a'.repeat(64)}.org`],
    ['more than 254 octets', `ada@${'abcdefg.'.repeat(32)}org`],
    ['a megabyte', `${'a'.repeat(1_000_000)}@example.org`],
  ])('%s', (_, text) => {
    expect(parseEmailAddress(text)).toBeUndefined();
  });
});

test.each([
  ['ada@example.org', 'ada@example.org'],
  [' ada@example.org\t', 'ada@example.org'],
  ["Ada.O'Neil+portal_1@Mail.Example.ORG", "Ada.O'Neil+portal_1@mail.example.org"],
  ['root@localhost', 'root@localhost'],
  ['пользователь@пример.рф', 'пользователь@пример.рф'],
  ['jose\u0301@example.org', 'jos\u00e9@example.org'],
  [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
])('%j is one address', (text, address) => {
  expect(parseEmailAddress(text)).toBe(address);
});

describe('a mail is refused', () => {
  const mail = { to: 'ada@example.org' as EmailAddress, subject: 'Your invitation', text: 'Hello', html: '<p>Hello</p>' };
  test.each<[string, Partial<typeof mail>]>([
    ['with a line end in its subject', { subject: 'Hello\r\nBcc: eve@example.org' }],
    ['with a bare carriage return in its subject', { subject: 'Hello\rBcc: eve@example.org' }],
    ['with a Unicode line separator in its subject', { subject: 'Hello\u2028Bcc: eve@example.org' }],
    ['with a NUL in its subject', { subject: 'Hello\0' }],
    ['without a subject', { subject: '' }],
    ['with an endless subject', { subject: 'x'.repeat(201) }],
    ['to something that only claims to be an address', { to: 'ada@example.org, eve@example.org' as EmailAddress }],
    ['without plain text', { text: '' }],
    ['without HTML', { html: '' }],
    ['with an endless body', { html: 'x'.repeat(200_001) }],
  ])('%s', (_, change) => {
    expect(() => assertSendable({ ...mail, ...change })).toThrow(TypeError);
  });

  test('but not when it is as it should be', () => {
    expect(() => assertSendable(mail)).not.toThrow();
  });
});
