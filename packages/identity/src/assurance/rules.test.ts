import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Factor, type Proof, acrOfLevel, assuranceOf, levelOfAcr } from './rules.ts';

const NOW = 1_767_225_600_000;

function proofs(...factors: readonly Factor[]): Proof[] {
  return factors.map((factor) => ({ factor, at: NOW - 1000, network: '192.0.2.1' }));
}

const RECOVERY_ONLY = ['pin-reset-code', 'mailed-code', 'recovery-contact'] as const satisfies readonly Factor[];
const POSSESSION = ['soft-token-otp', 'recovery-code', 'passkey', 'temporary-access-code'] as const satisfies readonly Factor[];
const anyFactor = fc.constantFrom<Factor>('password', 'questions', 'passkey-verified', ...POSSESSION, ...RECOVERY_ONLY);
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

  test('what serves recovery alone never raises anybody: a PIN Reset Code, a mailed code, a colleague’s word', () => {
    for (const factor of RECOVERY_ONLY) expect(assuranceOf(proofs(factor), NOW).level).toBe(0);
    fc.assert(
      fc.property(anyProofs, (given) => {
        const without = given.filter((proof) => !(RECOVERY_ONLY as readonly Factor[]).includes(proof.factor));
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
        const has = POSSESSION.some((factor) => past.includes(factor));
        expect(assuranceOf(given, NOW).level).toBe(past.includes('passkey-verified') ? 2 : Number(knows) + Number(has));
      }),
    );
  });

  test('several things one has are one kind, and a passkey that only found somebody present is one of them', () => {
    expect(assuranceOf(proofs(...POSSESSION), NOW).level).toBe(1);
    expect(assuranceOf(proofs('passkey', 'passkey'), NOW)).toEqual({ level: 1, acr: 'urn:sallyport:assurance:1', amr: ['pop', 'user'] });
  });

  test('a passkey that verified its user is level 2 by itself', () => {
    expect(assuranceOf(proofs('passkey-verified'), NOW)).toEqual({
      level: 2,
      acr: 'urn:sallyport:assurance:2',
      amr: ['pop', 'user', 'mfa'],
    });
  });

  test('an application is told of a saved or issued code by a name that cannot be mistaken', () => {
    expect(assuranceOf(proofs('password', 'recovery-code'), NOW).amr).toEqual(['pwd', 'urn:sallyport:amr:recovery-code', 'mfa']);
    expect(assuranceOf(proofs('password', 'temporary-access-code'), NOW).amr).toEqual([
      'pwd',
      'urn:sallyport:amr:temporary-access-code',
      'mfa',
    ]);
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
