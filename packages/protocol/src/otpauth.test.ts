import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from './bytes.ts';
import { type OtpAccount, readAccount } from './otp-account.ts';
import { MAX_OTPAUTH_CHARACTERS, formatOtpauth, parseOtpauth } from './otpauth.ts';
import { anyCharacter, arbitraryAccount } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';

type WrittenAccount = Omit<OtpAccount, 'secret'> & { readonly secret: string };

interface Vectors {
  readonly canonical: readonly { readonly name: string; readonly uri: string; readonly account: WrittenAccount }[];
  readonly read: readonly { readonly name: string; readonly uri: string; readonly account: WrittenAccount; readonly notKept: string[] }[];
  readonly refused: readonly { readonly name: string; readonly uri: string; readonly refusal: unknown }[];
}

const vectors = readVectors<Vectors>('otpauth');
const accountOf = (written: WrittenAccount): OtpAccount => ({ ...written, secret: fromHex(written.secret) });

describe('an otpauth URI', () => {
  test.each(vectors.refused)('is refused: $name', ({ uri, refusal }) => {
    expect(parseOtpauth(uri)).toEqual({ ok: false, error: refusal });
  });

  test.each(vectors.canonical)('is read and written to the character: $name', ({ uri, account }) => {
    expect(formatOtpauth(accountOf(account))).toBe(uri);
    expect(parseOtpauth(uri)).toEqual({ ok: true, value: { account: accountOf(account), notKept: [] } });
  });

  test.each(vectors.read)('is read as other programs write it: $name', ({ uri, account, notKept }) => {
    expect(parseOtpauth(uri)).toEqual({ ok: true, value: { account: accountOf(account), notKept } });
  });

  test('reads back every account there can be', () => {
    fc.assert(
      fc.property(arbitraryAccount, (account) => {
        const uri = formatOtpauth(account);
        expect(uri.length).toBeLessThanOrEqual(MAX_OTPAUTH_CHARACTERS);
        expect(parseOtpauth(uri)).toEqual({ ok: true, value: { account, notKept: [] } });
      }),
    );
  });

  test('never makes its reader throw', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'otpauth://',
        'totp',
        'hotp',
        '/',
        '?',
        '&',
        '=',
        ':',
        '%3A',
        '%',
        '#',
        'secret=',
        'issuer=',
        'digits=8',
        'MZXW6YTB',
        '+',
      ),
      fc.string({ unit: anyCharacter, maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const read = parseOtpauth(`otpauth://${pieces.join('')}`);
        expect(read.ok ? read.value.account.secret.length : read.error.code).toBeTruthy();
      }),
    );
  });
});

test.each(['-0', '-1', '1.5', '9007199254740992', '"1"', 'null'])('a counter written %s in JSON is none', (counter) => {
  const claim = { issuer: 'a', label: 'b', type: 'hotp', algorithm: 'SHA1', digits: 6, secret: 'MZXW6YTB' };
  expect(readAccount({ ...claim, period: undefined, counter: JSON.parse(counter) as unknown })).toMatchObject({
    error: { code: 'ACCOUNT_COUNTER' },
  });
});

test('no claim, of whatever types, makes an account that is outside the bounds', () => {
  const claim = fc.record({
    issuer: fc.anything(),
    label: fc.anything(),
    type: fc.constantFrom('totp', 'HOTP', 'steam', undefined, 7),
    algorithm: fc.oneof(fc.constantFrom('SHA1', 'sha-512', 'HmacSHA256', 'MD5', undefined), fc.anything()),
    digits: fc.oneof(fc.nat({ max: 10 }), fc.anything()),
    period: fc.oneof(fc.integer(), fc.anything()),
    counter: fc.oneof(fc.integer(), fc.anything()),
    secret: fc.oneof(fc.constant('MZXW6YTB'), fc.uint8Array({ maxLength: 200 }), fc.anything()),
  });
  fc.assert(
    fc.property(claim, (value) => {
      const read = readAccount(value);
      if (!read.ok) return;
      expect(parseOtpauth(formatOtpauth(read.value))).toEqual({ ok: true, value: { account: read.value, notKept: [] } });
    }),
    { numRuns: 500 },
  );
});
