import { expect, test } from 'vitest';
import { errandOf, serialOfUnlockLink, takeErrand } from './address.ts';
import { readPastedLink } from './pasted-link.ts';

test('the secret of a link leaves the address bar and the history as it is read', () => {
  const replaced: string[] = [];
  const history = { replaceState: (_state: unknown, _title: string, url: string) => void replaced.push(url) };
  const location = { pathname: '/a', hash: '#v=1&a=x&k=secret' };
  expect(takeErrand({ location, history } as Parameters<typeof takeErrand>[0])).toEqual({ kind: 'activate', link: '#v=1&a=x&k=secret' });
  expect(replaced).toEqual(['/']);
});

test('so does that of a text for a device without a network', () => {
  const replaced: string[] = [];
  const history = { replaceState: (_state: unknown, _title: string, url: string) => void replaced.push(url) };
  const location = { pathname: '/o', hash: '#v=1&k=secret' };
  expect(takeErrand({ location, history } as Parameters<typeof takeErrand>[0])).toEqual({
    kind: 'activate-offline',
    text: '#v=1&k=secret',
  });
  expect(replaced).toEqual(['/']);
  expect(readPastedLink('https://token.example/o#v=1&k=x')).toEqual({
    kind: 'offline-activation',
    link: 'https://token.example/o#v=1&k=x',
  });
});

test('an address without a secret, and one of no errand, asks for nothing', () => {
  expect(errandOf({ pathname: '/a', hash: '' })).toEqual({ kind: 'none' });
  expect(errandOf({ pathname: '/', hash: '#v=1' })).toEqual({ kind: 'none' });
  expect(errandOf({ pathname: '/scan', hash: '' })).toEqual({ kind: 'scan' });
});

test('the serial of an unlock link is read, or missed', () => {
  expect(serialOfUnlockLink('#c=23993527608288993071&s=ST-482-719-36')).toBe('ST-482-719-36');
  expect(serialOfUnlockLink('#c=23993527608288993071')).toBeUndefined();
});

test('a pasted text that is no link of ours is said to be none', () => {
  for (const text of [
    '',
    'hello',
    'https://evil.example/',
    'otpauth://totp/x?secret=y',
    'https://token.example/a',
    `https://t.example/a#${'x'.repeat(2600)}`,
  ]) {
    expect(readPastedLink(text)).toEqual({ kind: 'unknown' });
  }
  expect(readPastedLink('https://self.example/unlock#c=1&s=2')).toEqual({ kind: 'pin-reset' });
});

test('an activation link and an unlock link are known by their path, with white space around them', () => {
  expect(readPastedLink(' https://token.example/a#v=1&a=b\n')).toEqual({ kind: 'activation', link: 'https://token.example/a#v=1&a=b' });
  expect(readPastedLink('http://localhost:4303/u#c=1&s=2')).toEqual({ kind: 'unlock', link: 'http://localhost:4303/u#c=1&s=2' });
});
