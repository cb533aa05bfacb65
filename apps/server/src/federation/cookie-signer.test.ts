import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createCookieSigner } from './cookie-signer.ts';

const [newer, older] = [new Uint8Array(32).fill(7), new Uint8Array(32).fill(8)];
const signer = createCookieSigner([newer, older]);
const COOKIE = 'sallyport-oidc-step=V1StGXR8_Z5jdHi6B-myT';

describe('a cookie is not taken for signed', () => {
  const signature = signer.sign(COOKIE);

  test.each<[string, string, string]>([
    ['with another value', 'sallyport-oidc-step=V1StGXR8_Z5jdHi6B-myU', signature],
    ['under another name', 'sallyport-oidc=V1StGXR8_Z5jdHi6B-myT', signature],
    ['with no signature', COOKIE, ''],
    ['with a signature cut short', COOKIE, signature.slice(0, -1)],
    ['with a signature and more', COOKIE, `${signature}AA`],
    ['with a signature in another spelling', COOKIE, `${signature}=`],
    ['with a signature far too long', COOKIE, signature.repeat(1000)],
    ['with a signature under a key that is not ours', COOKIE, createCookieSigner([new Uint8Array(32)]).sign(COOKIE)],
  ])('%s', (_, cookie, given) => {
    expect(signer.index(cookie, given)).toBe(-1);
    expect(signer.verify(cookie, given)).toBe(false);
  });
});

test('a cookie is signed with HMAC-SHA-256 under the newest key', () => {
  expect(signer.sign(COOKIE)).toBe(createHmac('sha256', newer).update(COOKIE).digest('base64url'));
  expect(signer.index(COOKIE, signer.sign(COOKIE))).toBe(0);
});

test('what an older key signed is still good, and is told from what the newest signed', () => {
  const signature = createCookieSigner([older]).sign(COOKIE);
  expect(signer.verify(COOKIE, signature)).toBe(true);
  expect(signer.index(COOKIE, signature)).toBe(1);
});
