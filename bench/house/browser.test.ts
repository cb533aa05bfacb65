import { expect, test } from 'vitest';
import { cookieHeader, keepCookies } from './browser.ts';

test('a cookie that was cleared is sent no more, one that was set again is sent with its last value', () => {
  const jar = new Map<string, string>();
  keepCookies(jar, ['a=1; Path=/; HttpOnly', 'b=2', 'c=3; Secure']);
  keepCookies(jar, ['a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'b=4; Path=/']);
  expect(cookieHeader(jar)).toBe('b=4; c=3');
});

test('only the first equals sign and the first semicolon of a line divide it', () => {
  const jar = new Map<string, string>();
  keepCookies(jar, ['session.sig=a=b==; Path=/; Expires=Thu, 01 Jan 2037 00:00:00 GMT']);
  expect(cookieHeader(jar)).toBe('session.sig=a=b==');
});
