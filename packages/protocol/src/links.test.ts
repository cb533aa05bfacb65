import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ActivationLink, formatActivationLink, parseActivationLink } from './activation-link.ts';
import { fromHex } from './bytes.ts';
import { formatPinResetLink, formatUnlockLink, parsePinResetLink, parseUnlockLink } from './code-link.ts';
import { asPinResetCode, asUnlockCode } from './codes.ts';
import { isOrigin } from './fragment.ts';
import { anyCharacter, octets } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';

interface Vectors {
  readonly link: string;
  readonly activationId: string;
  readonly presharedKey: string;
  readonly apiOrigin: string;
  readonly receiver: { readonly publicKey: string };
  readonly refusedLinks: readonly { readonly name: string; readonly link: string; readonly refusal: unknown }[];
}

const vectors = readVectors<Vectors>('activation-psk');

const pinResetCode = asPinResetCode('107583158372');
const unlockCode = asUnlockCode('2399527682889307');
const serial = 'ST-482-719-36';

const origin = fc.oneof(
  fc
    .tuple(fc.domain(), fc.option(fc.integer({ min: 1, max: 65_535 })))
    .map(([host, port]) => `https://${host}${port === null ? '' : `:${String(port)}`}`),
  fc.constantFrom('http://localhost:4303', 'http://127.0.0.1:4303', 'http://[::1]:4303', 'http://token.localhost'),
);

describe('an origin', () => {
  test.each([
    '',
    'https://',
    'http://token.example',
    'https://token.example/',
    'https://token.example/app',
    'https://user@token.example',
    'https://token.example:0',
    'https://token.example:999999',
    'https://TOKEN.example',
    'https://token..example',
    'https://token.example?x',
    'https://token.example#x',
    'javascript://token.example',
    'http://localhost.example',
    ' https://token.example',
    'https://token.example\n',
    `https://${'a'.repeat(260)}`,
  ])('is not %j', (text) => {
    expect(isOrigin(text)).toBe(false);
  });

  test('is whatever a browser would write for an encrypted site', () => {
    fc.assert(
      fc.property(origin, (text) => {
        expect(isOrigin(new URL(text).origin)).toBe(true);
      }),
    );
  });
});

describe('an activation link', () => {
  test.each(vectors.refusedLinks)('is refused: $name', ({ link, refusal }) => {
    expect(parseActivationLink(link)).toEqual({ ok: false, error: refusal });
  });

  test('of the vector is read and written to the character, whole or its fragment alone', () => {
    const fields = {
      activationId: fromHex(vectors.activationId),
      presharedKey: fromHex(vectors.presharedKey),
      serverPublicKey: fromHex(vectors.receiver.publicKey),
      apiOrigin: vectors.apiOrigin,
    };
    expect(parseActivationLink(vectors.link)).toEqual({ ok: true, value: fields });
    expect(parseActivationLink(` ${vectors.link}\n`)).toEqual({ ok: true, value: fields });
    expect(parseActivationLink(vectors.link.slice(vectors.link.indexOf('#')))).toEqual({ ok: true, value: fields });
    expect(formatActivationLink('https://token.example', fields)).toBe(vectors.link);
  });

  test('comes back from any app, key and origin', () => {
    const link: fc.Arbitrary<ActivationLink> = fc.record({
      activationId: octets(16),
      presharedKey: octets(32),
      serverPublicKey: octets(32),
      apiOrigin: origin,
    });
    fc.assert(
      fc.property(origin, link, (app, value) => {
        expect(parseActivationLink(formatActivationLink(app, value))).toEqual({ ok: true, value });
      }),
    );
  });

  test('whose origin was percent-encoded on the way is still read', () => {
    const encoded = vectors.link.replace(/o=.*/, `o=${encodeURIComponent(vectors.apiOrigin)}`);
    expect(encoded).not.toBe(vectors.link);
    expect(parseActivationLink(encoded)).toMatchObject({ ok: true, value: { apiOrigin: vectors.apiOrigin } });
  });

  test('carries its secret where no server sees it', () => {
    const seen = new URL(vectors.link);
    seen.hash = '';
    expect(seen.href).toBe('https://token.example/a');
  });

  test('is not made for an origin that could not be read back', () => {
    const link = {
      activationId: new Uint8Array(16),
      presharedKey: new Uint8Array(32),
      serverPublicKey: new Uint8Array(32),
      apiOrigin: 'x',
    };
    expect(() => formatActivationLink('https://token.example', link)).toThrow(RangeError);
    expect(() => formatActivationLink('ftp://token.example', { ...link, apiOrigin: 'https://token.example' })).toThrow(RangeError);
  });
});

describe('the links of the short road', () => {
  test('are those of section 9, code and serial in the fragment', () => {
    expect(formatPinResetLink({ portalOrigin: 'https://self.example', code: pinResetCode, serial })).toBe(
      'https://self.example/unlock#c=107518315083728&s=ST-482-719-36',
    );
    expect(formatUnlockLink({ appOrigin: 'http://localhost:4303', code: unlockCode, serial })).toBe(
      'http://localhost:4303/u#c=23993527608288993071&s=ST-482-719-36',
    );
  });

  test('come back with any serial, also one with spaces and signs', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x7e]{1,24}$/), (name) => {
        const there = formatPinResetLink({ portalOrigin: 'https://self.example', code: pinResetCode, serial: name });
        expect(parsePinResetLink(there)).toEqual({ ok: true, value: { code: pinResetCode, serial: name } });
        const back = formatUnlockLink({ appOrigin: 'https://token.example', code: unlockCode, serial: name });
        expect(parseUnlockLink(back, 16)).toEqual({ ok: true, value: { code: unlockCode, serial: name } });
      }),
    );
  });

  test('with a damaged code say what is wrong with the code', () => {
    expect(parsePinResetLink('#c=107518315083729&s=X')).toEqual({
      ok: false,
      error: { code: 'PRC_TYPO', because: { code: 'CODE_TYPO', groups: [3] } },
    });
    expect(parseUnlockLink('#c=107518315083728&s=X', 16)).toEqual({ ok: false, error: { code: 'CODE_WRONG_KIND', kind: 'pin-reset' } });
  });

  test.each([
    ['#c=107518315083728', { code: 'LINK_DAMAGED', field: 's' }],
    ['#c=107518315083728&s=', { code: 'LINK_DAMAGED', field: 's' }],
    [`#c=107518315083728&s=${'S'.repeat(25)}`, { code: 'LINK_DAMAGED', field: 's' }],
    ['#c=107518315083728&s=%C3%A9', { code: 'LINK_DAMAGED', field: 's' }],
    ['https://self.example/u#c=107518315083728&s=X', { code: 'LINK_UNKNOWN' }],
    ['10751 83150 83728', { code: 'LINK_UNKNOWN' }],
  ])('are refused when they are %j', (link, error) => {
    expect(parsePinResetLink(link)).toEqual({ ok: false, error });
  });

  test('are not made for a serial that could not be read back', () => {
    expect(() => formatUnlockLink({ appOrigin: 'https://token.example', code: unlockCode, serial: '' })).toThrow(RangeError);
    expect(() => formatPinResetLink({ portalOrigin: 'self.example', code: pinResetCode, serial })).toThrow(RangeError);
  });
});

test('no parser of links throws, whatever is pasted', () => {
  const text = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 1100 }),
    fc
      .array(fc.constantFrom('#', '&', '=', 'v', 'a', 'c', 's', '%', '1', 'https://token.example/a', ' '), { maxLength: 40 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (pasted) => {
      parseActivationLink(pasted);
      parsePinResetLink(pasted);
      parseUnlockLink(pasted, 16);
    }),
    { numRuns: 300 },
  );
});
