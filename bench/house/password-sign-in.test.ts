import { describe, expect, test } from 'vitest';
import { whyNotAccepted } from './password-sign-in.ts';

const ORIGIN = 'http://localhost:4301';
const url = new URL('/sign-in/Zm9vYmFy/password', ORIGIN);
const accepted = {
  url,
  status: 303,
  location: new URL('/sign-in/Zm9vYmFy', ORIGIN),
  cookies: ['sallyport-device=a1; Path=/; HttpOnly', 'sallyport-federation=b2; Path=/; HttpOnly'],
};

describe('not counted as an accepted sign-in is', () => {
  test.each([401, 410, 429, 500, 503])('a page that answers %i, whatever cookies come with it', (status) => {
    expect(whyNotAccepted({ ...accepted, status, location: undefined })).toBe(`it was answered ${String(status)}`);
  });

  test('the password page itself with nothing wrong in its status', () => {
    expect(whyNotAccepted({ ...accepted, status: 200, location: undefined })).toBe('it was answered 200');
  });

  test.each(['/sign-in/Zm9vYmFy/password', '/sign-in/Zm9vYmFy/second-factor', '/sign-in/another', '/oidc/authorize/Zm9vYmFy', '/'])(
    'a redirect to %s',
    (path) => {
      const location = new URL(path, ORIGIN);
      expect(whyNotAccepted({ ...accepted, location })).toBe(`it was sent to ${location.href}`);
    },
  );

  test('a redirect to the same path of another origin', () => {
    expect(whyNotAccepted({ ...accepted, location: new URL('/sign-in/Zm9vYmFy', 'http://localhost:4302') })).toBeDefined();
  });

  test.each(['sallyport-federation', 'sallyport-device'])('a redirect that gives no %s', (name) => {
    const cookies = accepted.cookies.filter((line) => !line.startsWith(`${name}=`));
    expect(whyNotAccepted({ ...accepted, cookies })).toBe(`it was given no ${name}`);
    expect(whyNotAccepted({ ...accepted, cookies: [...cookies, `${name}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT`] })).toBe(
      `it was given no ${name}`,
    );
  });
});

test('a redirect to the sign-in with a session and a known device is an accepted one', () => {
  expect(whyNotAccepted(accepted)).toBeUndefined();
});
