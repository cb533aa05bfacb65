import { hash } from 'node:crypto';
import type { OtpMacOf } from '@sallyport/identity';

/**
 * HMAC (RFC 2104) for one-time passwords, by two one-shot hashes over prepared pads. Measured on the reference machine: 2.4 µs each, where
 * `createHmac` with a KeyObject takes 3.4 µs besides 0.9 µs for the KeyObject, and with a Buffer as key five times that. Three time steps
 * are tried for every one-time password, so this is a tenth of its validation.
 */
export const otpMac: OtpMacOf = (algorithm, seed) => {
  const { name, blockOctets, hashOctets } = HASHES[algorithm];
  // Every seed of ours is shorter than a block (section 2 of the protocol), so the key never needs hashing first.
  if (seed.length > blockOctets) throw new RangeError(`a seed of ${String(seed.length)} octets is longer than a block of ${name}`);
  const inner = Buffer.allocUnsafe(blockOctets + COUNTER_OCTETS).fill(0x36);
  const outer = Buffer.allocUnsafe(blockOctets + hashOctets).fill(0x5c);
  for (let index = 0; index < seed.length; index += 1) {
    const octet = seed[index] ?? 0;
    inner[index] = octet ^ 0x36;
    outer[index] = octet ^ 0x5c;
  }
  return (counter) => {
    if (counter.length !== COUNTER_OCTETS) throw new RangeError('a one-time password is made from a counter of 8 octets');
    inner.set(counter, blockOctets);
    outer.write(hash(name, inner, 'binary'), blockOctets, 'latin1');
    return Buffer.from(hash(name, outer, 'binary'), 'latin1');
  };
};

/** RFC 4226 section 5.1. */
const COUNTER_OCTETS = 8;

const HASHES = {
  SHA1: { name: 'sha1', blockOctets: 64, hashOctets: 20 },
  SHA256: { name: 'sha256', blockOctets: 64, hashOctets: 32 },
  SHA512: { name: 'sha512', blockOctets: 128, hashOctets: 64 },
} as const;
