import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type OfflineActivation,
  formatOfflineActivation,
  openRegistrationCode,
  parseOfflineActivation,
  registerOffline,
} from './activation-offline.ts';
import type { TokenGrant } from './activation-messages.ts';
import { toHex } from './bytes.ts';
import { asRegistrationCode, formatRegistrationCode, parseRegistrationCode } from './codes.ts';
import type { TokenKeys } from './activation-keys.ts';
import { octets, portalAddress } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';
import { seededRandomness } from './testing/surroundings.ts';

interface Vector {
  readonly link: string;
  readonly longest: string;
  readonly activationId: string;
  readonly presharedKey: string;
  readonly grant: { readonly tokenId: string };
  readonly nonce: string;
  readonly registrationCode: string;
  readonly keys: Readonly<Record<keyof TokenKeys, string>>;
  readonly refusedLinks: readonly { readonly name: string; readonly link: string; readonly refusal: unknown }[];
  readonly changedLinks: readonly { readonly name: string; readonly link: string }[];
}

const vector = readVectors<Vector>('activation-offline');

function offerIn(link: string): OfflineActivation {
  const parsed = parseOfflineActivation(link);
  return parsed.ok ? parsed.value : expect.fail(`not read: ${parsed.error.code}`);
}

function codeOf(shown: string) {
  const parsed = parseRegistrationCode(shown);
  return parsed.ok ? parsed.value : expect.fail(`not read: ${parsed.error.code}`);
}

function hexOf({ seed, recoveryKey, serverKey }: TokenKeys): Record<keyof TokenKeys, string> {
  return { seed: toHex(seed), recoveryKey: toHex(recoveryKey), serverKey: toHex(serverKey) };
}

const offer = offerIn(vector.link);
const code = codeOf(vector.registrationCode);

test.each(vector.refusedLinks)('a text is refused: $name', ({ link, refusal }) => {
  expect(parseOfflineActivation(link)).toEqual({ ok: false, error: refusal });
});

test.each(vector.changedLinks)('a text that was changed on the way is found out by the registration code: $name', ({ link }) => {
  const { registrationCode } = registerOffline(offerIn(link), seededRandomness('offline device'));
  expect(openRegistrationCode(registrationCode, offer)).toBeUndefined();
  expect(openRegistrationCode(code, offerIn(link))).toBeUndefined();
});

test('a registration code with another nonce or another MAC does not fit, but for the one in 100,000 that must', () => {
  let fitting = 0;
  fc.assert(
    fc.property(fc.nat({ max: 99_999_999_999 }), (number) => {
      const other = asRegistrationCode(`2${String(number).padStart(11, '0')}`);
      if (other !== code && openRegistrationCode(other, offer)) fitting += 1;
    }),
    { numRuns: 300, seed: 20_260_101 },
  );
  expect(fitting).toBe(0);
});

test('no reader of texts throws, whatever is pasted', () => {
  const changed = fc.tuple(fc.nat({ max: vector.link.length }), fc.string({ unit: 'grapheme', maxLength: 5 })).map(([at, inserted]) => {
    return vector.link.slice(0, at) + inserted + vector.link.slice(at + 1);
  });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 3000 }), changed), (text) => {
      expect(() => parseOfflineActivation(text)).not.toThrow();
    }),
  );
});

test('the server derives the keys of the device out of 12 typed digits, another device other keys', () => {
  const first = registerOffline(offer, seededRandomness('one device'));
  const second = registerOffline(offer, seededRandomness('another device'));
  expect(first.registrationCode).not.toBe(second.registrationCode);
  for (const { registrationCode, activation } of [first, second]) {
    const typed = codeOf(formatRegistrationCode(registrationCode));
    const keys = openRegistrationCode(typed, offer);
    expect(keys && hexOf(keys)).toEqual(hexOf(activation.keys));
  }
  expect(hexOf(first.activation.keys)).not.toEqual(hexOf(second.activation.keys));
  expect(first.activation).toMatchObject({ ...offer.grant, origin: offer.apiOrigin, skewMs: undefined });
});

test('the nonce has six digits also when it begins with zeros', () => {
  const zero = { bytes: (length: number) => new Uint8Array(length) };
  const { registrationCode, activation } = registerOffline(offer, zero);
  expect(registrationCode).toMatch(/^2000000\d{5}$/);
  const keys = openRegistrationCode(registrationCode, offer);
  expect(keys && hexOf(keys)).toEqual(hexOf(activation.keys));
});

describe('the text', () => {
  test('is read back as it was written, whatever lawful grant is in it', () => {
    const text = (most: number) => fc.string({ unit: 'grapheme', maxLength: most }).filter((words) => Buffer.byteLength(words) <= most);
    const grant: fc.Arbitrary<TokenGrant> = fc.record({
      tokenId: octets(16),
      serial: fc.stringMatching(/^[\x20-\x7e]{1,24}$/),
      otp: fc.record({
        type: fc.constantFrom('totp', 'hotp'),
        algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
        digits: fc.integer({ min: 6, max: 8 }),
        period: fc.integer({ min: 1, max: 86_400 }),
        t0: fc.maxSafeNat(),
        counter: fc.maxSafeNat(),
        suite: fc.constant(undefined),
      }),
      policy: fc.record({
        unlockDigits: fc.constantFrom(12, 16, 20),
        maxAttempts: fc.integer({ min: 3, max: 10 }),
        minPinLength: fc.integer({ min: 4, max: 12 }),
        maxPinLength: fc.integer({ min: 12, max: 16 }),
        prfOnlyAllowed: fc.boolean(),
      }),
      issuer: text(256),
      label: text(256),
      portal: portalAddress.filter((url) => url.length <= 270),
      issuerKey: fc.option(octets(32), { nil: undefined }),
    });
    fc.assert(
      fc.property(grant, octets(16), octets(32), (lawful, activationId, presharedKey) => {
        const written = { activationId, presharedKey, apiOrigin: 'https://token.example', grant: lawful };
        const link = formatOfflineActivation('https://token.example', written);
        expect(parseOfflineActivation(link)).toEqual({ ok: true, value: written });
        expect(parseOfflineActivation(link.slice(link.indexOf('#')))).toEqual({ ok: true, value: written });
      }),
    );
  });

  test('of the longest names fits, and into a QR code', () => {
    expect(offerIn(vector.longest).grant).toMatchObject({ serial: 'S'.repeat(24) });
    // ISO/IEC 18004: version 40, lowest error correction, octets.
    expect(vector.longest.length).toBeLessThan(2953);
  });

  test('of a grant that no device would take is a bug of the issuer', () => {
    const bad = { ...offer, grant: { ...offer.grant, serial: '' } };
    expect(() => formatOfflineActivation('https://token.example', bad)).toThrow(RangeError);
    expect(() => formatOfflineActivation('https://token.example/', offer)).toThrow(RangeError);
    expect(() => formatOfflineActivation('https://token.example', { ...offer, apiOrigin: 'http://token.example' })).toThrow(RangeError);
  });
});

test('the vector follows from section 14 C alone, written down a second time over node:crypto', () => {
  const ds = (label: string): Buffer => Buffer.from(`softtoken-v1/${label}\0`);
  const hmac = (key: Buffer, ...parts: readonly Buffer[]): Buffer => createHmac('sha256', key).update(Buffer.concat(parts)).digest();
  const expand = (key: Buffer, info: Buffer): Buffer => hmac(key, info, Buffer.of(1));
  const text = Buffer.from(vector.link.slice(vector.link.indexOf('#') + 1, vector.link.indexOf('&k=')));
  const nonce = Buffer.alloc(4);
  nonce.writeUInt32BE(Number(vector.nonce));
  const salt = createHash('sha256')
    .update(Buffer.concat([ds('act-offline'), Buffer.of(text.length >> 8, text.length & 255), text, nonce]))
    .digest();
  const root = hmac(salt, Buffer.from(vector.presharedKey, 'hex'));
  const mac = hmac(expand(root, ds('reg-mac')), ds('reg'), Buffer.from(vector.activationId, 'hex'), nonce).readBigUInt64BE();
  expect(code).toBe(`2${vector.nonce}${String(mac % 100_000n).padStart(5, '0')}`);
  const tokenId = Buffer.from(vector.grant.tokenId, 'hex');
  const derive = (label: string, ...more: Buffer[]): string => expand(root, Buffer.concat([ds(label), ...more, tokenId])).toString('hex');
  expect({ seed: derive('otp-seed', Buffer.of(2)), recoveryKey: derive('krec'), serverKey: derive('ksrv') }).toEqual(vector.keys);
});
