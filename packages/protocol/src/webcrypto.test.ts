import { expect, test } from 'vitest';
import { fromHex, toHex, utf8 } from './bytes.ts';
import { webCryptoAead, webCryptoDeviceFactor, webCryptoOtpKeys } from './webcrypto.ts';

const aead = webCryptoAead(crypto.subtle);

/** NIST SP 800-38D, the GCM specification's test case 16: AES-256 with associated data. */
const CASE_16 = {
  key: fromHex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
  nonce: fromHex('cafebabefacedbaddecaf888'),
  aad: fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
  plaintext: fromHex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  ),
  ciphertext: fromHex(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
      '76fc6ece0f4e1768cddf8853bb2d551b',
  ),
};

test('a changed tag, text, associated data, nonce or key opens to nothing', async () => {
  const { key, nonce, aad, ciphertext } = CASE_16;
  const lawful = { key, nonce, aad, ciphertext };
  const flipped = (octets: Uint8Array): Uint8Array => octets.map((octet, index) => (index === 0 ? octet ^ 1 : octet));
  for (const name of ['key', 'nonce', 'aad', 'ciphertext'] as const) {
    expect(await aead.open({ ...lawful, [name]: flipped(lawful[name]) })).toBeUndefined();
  }
  expect(await aead.open({ ...lawful, ciphertext: ciphertext.slice(0, -1) })).toBeUndefined();
  expect(await aead.open({ ...lawful, ciphertext: new Uint8Array(3) })).toBeUndefined();
});

test('what is a bug is not mistaken for a tag that does not verify', async () => {
  await expect(aead.open({ ...CASE_16, key: new Uint8Array(31) })).rejects.toThrow();
});

test('AES-256-GCM is that of the specification, test case 16', async () => {
  expect(toHex(await aead.seal(CASE_16))).toBe(toHex(CASE_16.ciphertext));
  expect(await aead.open(CASE_16)).toEqual(CASE_16.plaintext);
});

test('octets in shared memory are taken too', async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(CASE_16.plaintext.length));
  shared.set(CASE_16.plaintext);
  expect(toHex(await aead.seal({ ...CASE_16, plaintext: shared }))).toBe(toHex(CASE_16.ciphertext));
});

test.each([
  ['SHA1', 20, 'cc93cf18508d94934c64b65d8ba7667fb7cde4b0'],
  ['SHA256', 32, undefined],
  ['SHA512', 64, undefined],
] as const)(
  'the one-time-password key makes HMACs with %s, keeps its own copy of the seed, and makes none once dropped',
  async (algorithm, length, inRfc4226) => {
    const seed = utf8('1234567890'.repeat(7).slice(0, length));
    const held = await webCryptoOtpKeys(crypto.subtle).hold({ seed, algorithm });
    seed.fill(0);
    const mac = await held.mac(new Uint8Array(8));
    expect(mac.length).toBe(length);
    // RFC 4226 appendix D, counter 0; for the others the length tells which hash it was.
    if (inRfc4226 !== undefined) expect(toHex(mac)).toBe(inRfc4226);
    held.drop();
    await expect(held.mac(new Uint8Array(8))).rejects.toThrow(TypeError);
  },
);

test('a device factor that is not there answers with nothing', async () => {
  expect(await webCryptoDeviceFactor(crypto.subtle, undefined).mac(utf8('message'))).toBeUndefined();
});

test('a non-extractable device factor makes the HMAC of RFC 4231, test case 2', async () => {
  const key = await crypto.subtle.importKey('raw', utf8('Jefe'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = await webCryptoDeviceFactor(crypto.subtle, key).mac(utf8('what do ya want for nothing?'));
  expect(toHex(mac ?? new Uint8Array(0))).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
});
