import fc from 'fast-check';
import type { Bytes } from '../bytes.ts';
import type { Header, HeaderExtension } from '../header.ts';
import type { StateRecord } from '../state-record.ts';
import { type OtpAccount, MAX_ACCOUNT_TEXT, tidyText } from '../otp-account.ts';
import type { OtpParameters, VaultContents } from '../vault-body.ts';

/** Lawful values of every format, for properties. */

export function octets(length: number): fc.Arbitrary<Bytes> {
  return fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array));
}

/** Any character of Unicode, as often from the first plane as from the others, and none that is half of one. fast-check's `binary` lists the million of them before. */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(fc.nat({ max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0xffff }), fc.integer({ min: 0x10000, max: 0x10ffff }))
  .map((character) => String.fromCodePoint(character));

/** Of a portal that need not be at the root of its host. */
export const portalAddress: fc.Arbitrary<string> = fc
  .tuple(fc.domain(), fc.stringMatching(/^(?:\/[\w.~%-]{0,12}){0,4}$/))
  .map(([host, path]) => `https://${host}${path}`);

const count = fc.maxSafeNat();

const extension: fc.Arbitrary<HeaderExtension> = fc.oneof(
  fc.record({ type: fc.constantFrom(1, 5), value: octets(32) }),
  fc.record({ type: fc.constantFrom(2, 3, 4, 0x80, 0x81, 0x82, 0x83, 0xff), value: fc.integer({ min: 0, max: 60 }).chain(octets) }),
);

export const arbitraryHeader: fc.Arbitrary<Header> = fc.record({
  profile: fc.nat({ max: 15 }),
  issuerId: octets(16),
  tokenId: octets(16),
  epoch: count,
  resetRandom: fc.nat({ max: 9999 }),
  resetMac: fc.nat({ max: 99_999 }),
  unlockDigits: fc.constantFrom(12, 16, 20),
  maxAttempts: fc.integer({ min: 3, max: 10 }),
  minPinLength: fc.integer({ min: 4, max: 12 }),
  maxPinLength: fc.integer({ min: 12, max: 16 }),
  createdAt: count,
  serial: fc.stringMatching(/^[\x20-\x7e]{1,24}$/),
  extensions: fc.uniqueArray(extension, { selector: ({ type }) => type, maxLength: 6 }),
});

export const arbitraryState: fc.Arbitrary<StateRecord> = fc.record({
  state: fc.constantFrom('active', 'reset-shown', 'locked', 'revoked'),
  pinFailures: fc.nat({ max: 255 }),
  unlockFailures: fc.nat({ max: 255 }),
  epoch: count,
  lastFailureMs: count,
});

const arbitraryOtp: fc.Arbitrary<OtpParameters> = fc.record({
  type: fc.constantFrom('totp', 'hotp', 'ocra'),
  algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
  digits: fc.integer({ min: 6, max: 10 }),
  period: fc.integer({ min: 1, max: 86_400 }),
  t0: count,
  counter: count,
  suite: fc.option(fc.string({ maxLength: 80 }), { nil: undefined }),
});

const words = fc.string({ unit: 'grapheme', maxLength: 60 });

export const arbitraryContents: fc.Arbitrary<VaultContents> = arbitraryOtp.chain((otp) =>
  fc.record({
    otp: fc.constant(otp),
    seed: octets({ SHA1: 20, SHA256: 32, SHA512: 64 }[otp.algorithm]),
    recoveryKey: octets(32),
    serverKey: octets(32),
    issuer: words,
    label: words,
    portal: portalAddress,
    clock: fc.record({ skewMs: fc.integer(), agreedSkewMs: fc.integer(), contactMs: fc.nat() }),
  }),
);

const accountText = fc.string({ unit: anyCharacter, maxLength: MAX_ACCOUNT_TEXT / 2 }).map(tidyText);

export const arbitraryAccount: fc.Arbitrary<OtpAccount> = fc.record({
  issuer: accountText,
  label: accountText,
  otp: fc.oneof(
    fc.record({
      type: fc.constant('totp'),
      algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
      digits: fc.constantFrom(6, 7, 8),
      period: fc.integer({ min: 1, max: 86_400 }),
      counter: fc.constant(0),
    }),
    fc.record({
      type: fc.constant('hotp'),
      algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
      digits: fc.constantFrom(6, 7, 8),
      period: fc.constant(30),
      counter: count,
    }),
  ),
  secret: fc.integer({ min: 1, max: 128 }).chain(octets),
});
