import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Factor, type Proof, acrOfLevel, assuranceOf, levelOfAcr } from './rules.ts';

const NOW = 1_767_225_600_000;

function proofs(...factors: readonly Factor[]): Proof[] {
  return factors.map((factor) => ({ factor, at: NOW - 1000, network: '192.0.2.1' }));
}

const anyFactor = fc.constantFrom<Factor>('password', 'questions', 'soft-token-otp', 'pin-reset-code');
const anyProof: fc.Arbitrary<Proof> = fc.record({
  factor: anyFactor,
  at: fc.integer({ min: NOW - 3_600_000, max: NOW + 3_600_000 }),
  network: fc.constant('192.0.2.1'),
});
const anyProofs = fc.array(anyProof, { maxLength: 12 });

describe('assurance', () => {
  test('questions beside a password are the same kind again: level 1, however often they are answered', () => {
    expect(assuranceOf(proofs('password', 'questions', 'questions'), NOW)).toEqual({
      level: 1,
      acr: 'urn:sallyport:assurance:1',
      amr: ['kba', 'pwd'],
    });
  });

  test('a PIN Reset Code never raises anybody', () => {
    expect(assuranceOf(proofs('pin-reset-code'), NOW).level).toBe(0);
    fc.assert(
      fc.property(anyProofs, (given) => {
        const without = given.filter((proof) => proof.factor !== 'pin-reset-code');
        expect(assuranceOf(given, NOW)).toEqual(assuranceOf(without, NOW));
      }),
    );
  });

  test('level 2 takes knowledge and possession, and nothing less', () => {
    expect(assuranceOf(proofs('password', 'soft-token-otp'), NOW)).toEqual({
      level: 2,
      acr: 'urn:sallyport:assurance:2',
      amr: ['otp', 'pwd', 'mfa'],
    });
    fc.assert(
      fc.property(anyProofs, (given) => {
        const past = given.filter((proof) => proof.at <= NOW).map((proof) => proof.factor);
        const knows = past.includes('password') || past.includes('questions');
        expect(assuranceOf(given, NOW).level).toBe(Number(knows) + Number(past.includes('soft-token-otp')));
      }),
    );
  });

  test('neither the order of proofs nor their repetition matters, and one more never lowers the level', () => {
    fc.assert(
      fc.property(anyProofs, anyProof, (given, more) => {
        const assurance = assuranceOf(given, NOW);
        expect(assuranceOf([...given].reverse(), NOW)).toEqual(assurance);
        expect(assuranceOf([...given, ...given], NOW)).toEqual(assurance);
        expect(assuranceOf([...given, more], NOW).level).toBeGreaterThanOrEqual(assurance.level);
      }),
    );
  });

  test('a proof from the future does not count', () => {
    expect(assuranceOf([{ factor: 'password', at: NOW + 1, network: '' }], NOW).level).toBe(0);
  });

  test('a door that asks for freshness sees only fresh proofs', () => {
    const old: Proof = { factor: 'password', at: NOW - 600_000, network: '' };
    expect(assuranceOf([old], NOW).level).toBe(1);
    expect(assuranceOf([old], NOW, 600_000).level).toBe(0);
    expect(assuranceOf([{ ...old, at: NOW - 599_999 }], NOW, 600_000).level).toBe(1);
  });

  test('nothing given is level 0, and no application is told of it', () => {
    expect(assuranceOf([], NOW)).toEqual({ level: 0, acr: undefined, amr: [] });
  });

  test('an acr that is not ours asks for nothing', () => {
    for (const acr of [
      '',
      'urn:sallyport:assurance:3',
      'urn:sallyport:assurance:0',
      'urn:mace:incommon:iap:silver',
      'URN:SALLYPORT:ASSURANCE:2',
    ]) {
      expect(levelOfAcr(acr)).toBe(0);
    }
    for (const level of [1, 2] as const) expect(levelOfAcr(acrOfLevel(level) ?? '')).toBe(level);
  });
});
