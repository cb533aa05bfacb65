import { describe, expect, test } from 'vitest';
import { parseSmtpUrl } from './smtp-url.ts';

const wrong = (text: string): string => {
  const peer = parseSmtpUrl(text);
  return 'wrong' in peer ? peer.wrong : 'it was accepted';
};

describe('the address of a mail server is refused', () => {
  test.each<[string, RegExp]>([
    ['', /is not a URL/],
    ['mail.example.org', /is not a URL/],
    ['mail.example.org:25', /neither smtp:\/\/ nor smtps/],
    ['https://mail.example.org', /neither smtp:\/\/ nor smtps/],
    ['smtp://', /is not a URL|names no host/],
    ['smtp:mail.example.org', /names no host/],
    ['smtp://-x.example.org', /names no host/],
    ['smtp://mail%20x.example.org', /names no host/],
    ['smtp://mail.example.org:0', /port 0/],
    ['smtp://mail.example.org:99999', /is not a URL/],
    ['smtp://mail.example.org/inbox', /something behind/],
    ['smtp://mail.example.org#x', /something behind/],
    ['smtp://user:hunter#2@mail.example.org', /is not a URL|something behind|names no host/],
    ['smtp://user@mail.example.org', /without a password/],
    ['smtp://:hunter2@mail.example.org', /without a user name/],
    ['smtp://user:100%@mail.example.org', /hexadecimal/],
    ['smtp://mail.example.org?tls=maybe', /neither "required" nor "none"/],
    ['smtp://mail.example.org?tls=none&tls=required', /other than one "tls"/],
    ['smtp://mail.example.org?tls=none&pool=true', /other than one "tls"/],
    ['smtp://mail.example.org?rejectUnauthorized=false', /other than one "tls"/],
    ['smtps://mail.example.org?tls=none', /already says/],
    ['smtp://user:hunter2@mail.example.org?tls=none', /would send the password without TLS/],
  ])('%j', (text, reason) => {
    expect(wrong(text)).toMatch(reason);
  });

  test('without showing the password', () => {
    for (const text of ['smtp://user:hunter2@mail.example.org?tls=none', 'smtp://user:hunter2%@x', 'ftp://user:hunter2@x', 'user:hunter2'])
      expect(wrong(text)).not.toContain('hunter2');
  });
});

test.each([
  ['smtps://mail.example.org', { host: 'mail.example.org', port: 465, tls: 'implicit' }],
  ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, tls: 'required' }],
  ['smtp://mail.example.org:25/', { host: 'mail.example.org', port: 25, tls: 'required' }],
  ['smtp://relay:25?tls=none', { host: 'relay', port: 25, tls: 'none' }],
  ['smtp://localhost:2525', { host: 'localhost', port: 2525, tls: 'none' }],
  ['smtp://127.0.0.1:25?tls=required', { host: '127.0.0.1', port: 25, tls: 'required' }],
  ['smtp://[::1]:25', { host: '::1', port: 25, tls: 'none' }],
  ['smtp://[2001:db8::1]', { host: '2001:db8::1', port: 587, tls: 'required' }],
])('%j is understood', (text, peer) => {
  expect(parseSmtpUrl(text)).toEqual(peer);
});

test('user name and password are percent-decoded, and the password is a Secret', () => {
  const peer = parseSmtpUrl('smtps://ada%40example.org:p%40ss%2Fword%25@mail.example.org');
  if ('wrong' in peer) throw new Error(peer.wrong);
  expect(peer.credentials?.user).toBe('ada@example.org');
  expect(peer.credentials?.password.reveal()).toBe('p@ss/word%');
  expect(JSON.stringify(peer)).not.toContain('p@ss');
});
