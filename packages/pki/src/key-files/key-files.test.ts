import { type KeyObject, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../octets.ts';
import { keyFileCryptographyOfNode } from '../node-cryptography/key-file-cryptography.ts';
import { KEY_FILE_MAX_CHARACTERS, encryptKey, openKeyFile } from './encrypted-key.ts';
import type { KeyFileCryptography } from './ports.ts';
import { writePkcs12 } from './write-pkcs12.ts';

const PASSWORD = 'a gate at the quay';
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pkcs8 = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }));

function pem(label: string, octets: Uint8Array): string {
  const lines =
    Buffer.from(octets)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const open = (text: string, password = PASSWORD) => openKeyFile(keyFileCryptographyOfNode, { text, password });
const locked = (key: KeyObject, cipher: string) => key.export({ format: 'pem', type: 'pkcs8', cipher, passphrase: PASSWORD }).toString();

describe('a key file that is none', () => {
  test('of more characters than any key has is refused before it is looked at', async () => {
    const text = `${'x'.repeat(KEY_FILE_MAX_CHARACTERS)}\n${pem('PRIVATE KEY', pkcs8)}`;
    expect(await open(text)).toEqual({ ok: false, error: { code: 'key-file-too-large' } });
  });

  test.each([
    ['nothing', ''],
    ['a certificate', pem('CERTIFICATE', pkcs8)],
    ['an EC key in its older form', privateKey.export({ format: 'pem', type: 'sec1' }).toString()],
    ['something else under the label', pem('PRIVATE KEY', new Uint8Array(40).fill(5))],
    ['something else under the label of the encrypted', pem('ENCRYPTED PRIVATE KEY', new Uint8Array(40).fill(0x30))],
    ['another end than beginning', pem('PRIVATE KEY', pkcs8).replace('END PRIVATE', 'END ENCRYPTED PRIVATE')],
    ['half of one', pem('PRIVATE KEY', pkcs8.subarray(0, 60))],
  ])('%s', async (_what, text) => {
    expect(await open(text)).toEqual({ ok: false, error: { code: 'key-file-malformed' } });
  });

  test('encrypted by what is not read here says so', async () => {
    expect(await open(locked(privateKey, 'aes-128-cbc'))).toEqual({ ok: false, error: { code: 'key-file-lock-unknown' } });
  });

  test('that would have its reader count for an hour is not counted', async () => {
    const encrypted = await encryptKey(keyFileCryptographyOfNode, { pkcs8, password: PASSWORD });
    const at = Buffer.from(encrypted).indexOf(Buffer.from([0x02, 0x03, 0x09, 0x27, 0xc0]));
    // 600,000 becomes 8,388,607.
    encrypted.set([0x7f, 0xff, 0xff], at + 2);
    expect(at).toBeGreaterThan(0);
    const idle: KeyFileCryptography = { ...keyFileCryptographyOfNode, deriveKey: () => Promise.reject(new Error('counted')) };
    expect(await openKeyFile(idle, { text: pem('ENCRYPTED PRIVATE KEY', encrypted), password: PASSWORD })).toEqual({
      ok: false,
      error: { code: 'key-file-lock-unknown' },
    });
  });

  test('a wrong password opens nothing, in a thousand tries', async () => {
    // The padding holds for one wrong key in 256: what comes out must still be a key.
    const guessing: KeyFileCryptography = {
      ...keyFileCryptographyOfNode,
      deriveKey: () => Promise.resolve(keyFileCryptographyOfNode.bytes(32)),
    };
    const text = locked(privateKey, 'aes-256-cbc');
    const outcomes = await Promise.all(Array.from({ length: 1000 }, () => openKeyFile(guessing, { text, password: 'wrong' })));
    expect(new Set(outcomes.map((outcome) => (outcome.ok ? 'opened' : outcome.error.code)))).toEqual(new Set(['key-file-password-wrong']));
  });
});

test('a key is the same after it was locked here and opened here, opened by openssl, or locked by openssl', async () => {
  const encrypted = await encryptKey(keyFileCryptographyOfNode, { pkcs8, password: PASSWORD });
  const text = pem('ENCRYPTED PRIVATE KEY', encrypted);
  expect(await open(text)).toEqual({ ok: true, value: pkcs8 });
  expect(createPrivateKey({ key: text, passphrase: PASSWORD }).equals(privateKey)).toBe(true);
  expect(await open(locked(privateKey, 'aes-256-cbc'))).toEqual({ ok: true, value: pkcs8 });
  expect(await open(`Bag Attributes\n${pem('PRIVATE KEY', pkcs8)}`)).toEqual({ ok: true, value: pkcs8 });
});

test('nothing of the key stands in a PKCS #12 in the clear, and none is made without a password or a certificate', async () => {
  const secret = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  const certificate: Bytes = Uint8Array.of(0x30, 0x00);
  const contents = { pkcs8, certificates: [certificate], name: 'www.harbour.example', password: PASSWORD };
  const made = Buffer.from(await writePkcs12(keyFileCryptographyOfNode, contents));
  expect(made.includes(secret)).toBe(false);
  expect(Buffer.from(pkcs8).includes(secret)).toBe(true);
  await expect(writePkcs12(keyFileCryptographyOfNode, { ...contents, password: '' })).rejects.toThrow(RangeError);
  await expect(writePkcs12(keyFileCryptographyOfNode, { ...contents, certificates: [] })).rejects.toThrow(RangeError);
});
