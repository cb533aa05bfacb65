import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { otpMac } from './otp-mac.ts';

const RFC_4226_SEED = Buffer.from('12345678901234567890');

function counter(value: number): Uint8Array {
  const octets = Buffer.alloc(8);
  octets.writeUInt32BE(value, 4);
  return octets;
}

test('the intermediate values of RFC 4226 appendix D', () => {
  const mac = otpMac('SHA1', RFC_4226_SEED);
  const values = [0, 1, 2].map((value) => Buffer.from(mac(counter(value))).toString('hex'));
  expect(values).toEqual([
    'cc93cf18508d94934c64b65d8ba7667fb7cde4b0',
    '75a48a19d4cbe100644e8ac1397eea747a2d33ab',
    '0bacb7fa082fef30782211938bc1c5e70416ff44',
  ]);
});

test('it says what the HMAC of node:crypto says, for every algorithm, seed and counter, one after the other', () => {
  const octets = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
  const algorithms = fc.constantFrom('SHA1', 'SHA256', 'SHA512');
  fc.assert(
    fc.property(algorithms, octets(1, 64), fc.array(octets(8, 8), { minLength: 1, maxLength: 3 }), (algorithm, seed, counters) => {
      const mac = otpMac(algorithm, seed);
      for (const message of counters) {
        const theirs = createHmac(algorithm, createSecretKey(seed)).update(message).digest();
        expect(Buffer.from(mac(message)).equals(theirs)).toBe(true);
      }
    }),
  );
});

test('it keeps a copy: the seed may be wiped at once', () => {
  const seed = Buffer.from(RFC_4226_SEED);
  const mac = otpMac('SHA1', seed);
  seed.fill(0);
  expect(Buffer.from(mac(counter(0))).toString('hex')).toBe('cc93cf18508d94934c64b65d8ba7667fb7cde4b0');
});

test('a seed longer than a block, or a message that is no counter, is a bug and says so', () => {
  expect(() => otpMac('SHA256', new Uint8Array(65))).toThrow(RangeError);
  expect(() => otpMac('SHA256', new Uint8Array(32))(new Uint8Array(7))).toThrow(RangeError);
});
