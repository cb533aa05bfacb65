import { createHash, generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDer } from '../der/read-der.ts';
import { bitString, element, sequence } from '../der/write-der.ts';
import { nodeCryptography } from '../node-cryptography/index.ts';
import { type Bytes, fromHex } from '../octets.ts';
import { PUBLIC_TRUST_PROFILE } from '../profiles/public-trust.ts';
import { makeTestKey } from '../testing/make-csr.ts';
import { must } from '../testing/must.ts';
import { TEST_PROFILE } from '../testing/test-authority.ts';
import { closePrimes } from './close-primes.ts';
import { isBlocked, weaknessesOf } from './key-strength.ts';
import { keyName, readPublicKey, readPublicKeyInfo } from './public-key.ts';
import { hasRocaFingerprint } from './roca.ts';

const POLICY = TEST_PROFILE.keys;
const RSA = fromHex('300d06092a864886f70d0101010500');

function read(spki: Uint8Array) {
  return readPublicKey(must(readDer(spki, { bytes: 10_000, depth: 6, elements: 50 })));
}

function integer(value: bigint): Bytes {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return element(0x02, fromHex(Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even));
}

const rsaKey = (modulus: bigint, exponent = 65_537n) => sequence(RSA, bitString(sequence(integer(modulus), integer(exponent))));
const weaknesses = (spki: Uint8Array) => weaknessesOf(must(read(spki)), POLICY).map(({ code }) => code);
const prime = (bits: number) => generatePrimeSync(bits, { bigint: true });

describe('a weak key is found', () => {
  test('by its ROCA fingerprint (CVE-2017-15361)', () => {
    // Primes of the form k·M + (65537^a mod M); whether they are prime makes no difference to the fingerprint.
    const product = [
      2n,
      3n,
      5n,
      7n,
      11n,
      13n,
      17n,
      19n,
      23n,
      29n,
      31n,
      37n,
      41n,
      43n,
      47n,
      53n,
      59n,
      61n,
      67n,
      71n,
      73n,
      79n,
      83n,
      89n,
      97n,
    ]
      .concat([101n, 103n, 107n, 109n, 113n, 127n, 131n, 137n, 139n, 149n, 151n, 157n, 163n, 167n])
      .reduce((left, right) => left * right, 1n);
    const power = (exponent: number) =>
      Array.from({ length: exponent }, () => 65_537n).reduce((left, right) => (left * right) % product, 1n);
    const factor = (k: bigint, a: number) => k * product + power(a);
    const modulus = factor((1n << 804n) + 3n, 77) * factor((1n << 805n) + 9n, 1234);
    expect(hasRocaFingerprint(modulus)).toBe(true);
    expect(weaknesses(rsaKey(modulus << 0n))).toContain('key-roca');
  });

  test('by primes close to each other (CVE-2022-26320)', () => {
    const p = prime(1024);
    const near = nextPrimeLike(p + 2n ** 100n);
    expect(closePrimes(p * near)).toBe(p < near ? p : near);
    expect(weaknesses(rsaKey(p * near))).toContain('key-close-primes');
    expect(closePrimes(p * p)).toBe(p);
  });

  test('by a small or even exponent, a modulus with a small factor, an even one, and a wrong length', () => {
    const modulus = prime(1024) * prime(1024);
    expect(weaknesses(rsaKey(modulus, 3n))).toContain('key-exponent');
    expect(weaknesses(rsaKey(modulus, 65_536n))).toContain('key-exponent');
    expect(weaknesses(rsaKey(modulus, 2n ** 256n + 1n))).toContain('key-exponent');
    expect(weaknesses(rsaKey(modulus * 751n))).toContain('key-modulus');
    expect(weaknesses(rsaKey(modulus + 1n))).toContain('key-modulus');
    expect(weaknesses(rsaKey(prime(1022) * prime(1021)))).toEqual(expect.arrayContaining(['key-too-short', 'key-modulus']));
  });

  test('by its length: 1024 bits, and 8200, without any work on the numbers', () => {
    expect(weaknesses(makeTestKey('rsa-1024').spki)).toEqual(['key-too-short']);
    // 1025 octets of modulus do not even pass the reader.
    expect(read(rsaKey((1n << 8199n) + 1n))).toEqual({ ok: false, error: { code: 'key-malformed' } });
    expect(weaknessesOf(must(read(rsaKey((1n << 8191n) + 1n))), { ...POLICY, rsaMaximumBits: 4096 })).toEqual([
      { code: 'key-too-long', bits: 8192, maximum: 4096 },
    ]);
  });

  test('by a kind the profile does not take: Ed25519 under public trust', () => {
    const ed25519 = must(read(makeTestKey('ed25519').spki));
    expect(weaknessesOf(ed25519, PUBLIC_TRUST_PROFILE.keys)).toEqual([{ code: 'key-kind-not-accepted' }]);
    expect(weaknessesOf(ed25519, POLICY)).toEqual([]);
    expect(weaknessesOf(must(read(makeTestKey('rsa-2048').spki)), { curves: ['P-256'], ed25519: 'refused' })).toEqual([
      { code: 'key-kind-not-accepted' },
    ]);
  });
});

describe('a public key', () => {
  test('that is no point of its curve is refused, and so is a compressed one and the point at infinity', () => {
    for (const kind of ['P-256', 'P-384', 'P-521'] as const) {
      const { spki } = makeTestKey(kind);
      expect(must(read(spki))).toMatchObject({ kind: 'ec', curve: kind });
      expect(read(spki.with(-1, (spki.at(-1) ?? 0) ^ 1))).toEqual({ ok: false, error: { code: 'key-point-invalid' } });
    }
    const p256 = fromHex('301306072a8648ce3d020106082a8648ce3d030107');
    for (const point of [new Uint8Array(33).fill(2), Uint8Array.of(0)]) {
      expect(read(sequence(p256, bitString(point)))).toEqual({ ok: false, error: { code: 'key-point-invalid' } });
    }
  });

  test('of RSA is read up to 8192 bits and an exponent as long, and with an octet more is refused before anything is counted', () => {
    const [longest, longer] = [(1n << 8192n) - 1n, 1n << 8192n];
    expect(must(readPublicKeyInfo(rsaKey(longest)))).toMatchObject({ kind: 'rsa', modulusBits: 8192 });
    for (const spki of [rsaKey(longer << 8n), rsaKey(longest, longer << 8n), rsaKey(longest << 8192n)]) {
      expect(readPublicKeyInfo(spki)).toEqual({ ok: false, error: { code: 'key-malformed' } });
      expect(read(spki)).toEqual({ ok: false, error: { code: 'key-malformed' } });
    }
  });

  test('with any octet changed is refused or is another key, never the same one', () => {
    for (const kind of ['P-256', 'rsa-2048', 'ed25519'] as const) {
      const { spki } = makeTestKey(kind);
      const { keyBits } = must(readPublicKeyInfo(spki));
      fc.assert(
        fc.property(fc.nat(spki.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
          const changed = readPublicKeyInfo(spki.with(at, (spki[at] ?? 0) ^ by));
          if (changed.ok) expect(changed.value.keyBits).not.toEqual(keyBits);
        }),
      );
    }
  });

  test('of RSA-PSS, DSA or X25519 is refused by name', () => {
    const spki = (type: 'x25519' | 'ed448') =>
      new Uint8Array(
        (type === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ed448')).publicKey.export({
          format: 'der',
          type: 'spki',
        }),
      );
    expect(read(spki('x25519'))).toEqual({ ok: false, error: { code: 'key-kind-unknown', algorithm: '1.3.101.110' } });
    expect(read(spki('ed448'))).toEqual({ ok: false, error: { code: 'key-kind-unknown', algorithm: '1.3.101.113' } });
  });

  test.each([
    ['a negative modulus', sequence(RSA, bitString(sequence(element(2, Uint8Array.of(0x81)), integer(65_537n))))],
    ['a modulus of 0', sequence(RSA, bitString(sequence(integer(0n), integer(65_537n))))],
    ['no NULL', sequence(fromHex('300b06092a864886f70d010101'), bitString(sequence(integer(9n), integer(3n))))],
    ['three numbers', sequence(RSA, bitString(sequence(integer(9n), integer(3n), integer(1n))))],
    ['octets that are none', sequence(RSA, bitString(Uint8Array.of(1, 2, 3)))],
    ['unused bits', sequence(RSA, element(3, Uint8Array.of(4, 0xf0)))],
    ['a third part', sequence(RSA, bitString(sequence(integer(9n), integer(3n))), integer(1n))],
  ])('with %s is refused', (_, spki) => {
    expect(read(spki)).toEqual({ ok: false, error: { code: 'key-malformed' } });
  });

  test.each(['P-256', 'P-384', 'P-521', 'rsa-2048', 'ed25519'] as const)('of a good kind has no weakness: %s', (kind) => {
    const { spki } = makeTestKey(kind);
    expect(weaknesses(spki)).toEqual([]);
    expect(keyName(must(read(spki)))).toBe({ 'rsa-2048': 'RSA 2048', ed25519: 'Ed25519' }[kind as string] ?? kind);
  });
});

test('a key on a list of blocked ones is found by what it is, whatever certificate it stood in', () => {
  const [known, other] = [makeTestKey(), makeTestKey()];
  const blocked = new Set([createHash('sha256').update(known.spki).digest('hex')]);
  expect([known, other].map(({ spki }) => isBlocked(must(read(spki)), blocked, nodeCryptography))).toEqual([true, false]);
});

test('the factor that is found divides, for every product of two close odd numbers', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 2n ** 200n, max: 2n ** 201n }), fc.bigInt({ min: 0n, max: 2n ** 80n }), (base, distance) => {
      const [p, q] = [base * 2n + 1n, (base + distance) * 2n + 1n];
      const found = closePrimes(p * q);
      expect(found !== undefined && (p * q) % found === 0n && found > 1n).toBe(true);
    }),
  );
});

/** The next number without a small factor: near enough to a prime for what is tested. */
function nextPrimeLike(start: bigint): bigint {
  let candidate = start | 1n;
  while ([3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n].some((small) => candidate % small === 0n)) candidate += 2n;
  return candidate;
}
