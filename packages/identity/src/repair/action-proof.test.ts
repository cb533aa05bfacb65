import { describe, expect, test } from 'vitest';
import type { Factor, Proof } from '../assurance/rules.ts';
import { combinations } from '../combinations.ts';
import { RECOVERY_PRESETS, type RecoveryPreset } from '../recovery/rules.ts';
import { type AccountStanding, REPAIR_ACTIONS, type RepairAction, factorOfWay } from '../sign-in/rules.ts';
import { type ActionProofRequest, actionProof, waysOnward } from './action-proof.ts';

const NOW = 1_767_225_600_000;
const FRESH = 600_000;
const HOUR = 3_600_000;

const EVERYTHING: AccountStanding = {
  tokens: [{ is: 'ACTIVE' }, { is: 'ACTIVE' }],
  hasQuestions: true,
  recoveryCodesLeft: 10,
  hasTemporaryAccess: true,
  passkeys: [{ state: 'in-service', signsInAlone: true }],
  hasRecoveryContact: true,
  nextSetUpStep: 'done',
};
const ONE_TOKEN: AccountStanding = {
  ...EVERYTHING,
  tokens: [{ is: 'ACTIVE' }],
  hasTemporaryAccess: false,
  passkeys: [],
  hasRecoveryContact: false,
};
const FACTORS: readonly Factor[] = [
  'questions',
  'soft-token-otp',
  'recovery-code',
  'passkey',
  'passkey-verified',
  'temporary-access-code',
  'mailed-code',
  'recovery-contact',
];

const given = (...factors: readonly Factor[]): readonly Proof[] => factors.map((factor) => ({ factor, at: NOW, network: '' }));

function asked(action: RepairAction, change: Partial<ActionProofRequest> = {}): ActionProofRequest {
  return {
    action,
    preset: 'classic',
    proofs: given('password'),
    now: NOW,
    freshProofMs: FRESH,
    standing: EVERYTHING,
    hasWaited: () => false,
    ...change,
  };
}

/** Every action under every policy, after the password with none, one or two of everything. */
function* everyRequest(standing: AccountStanding): Generator<ActionProofRequest> {
  const besides = [[], ...combinations(FACTORS, 1), ...combinations(FACTORS, 2)];
  for (const preset of RECOVERY_PRESETS)
    for (const action of REPAIR_ACTIONS)
      for (const factors of besides) yield asked(action, { preset, standing, proofs: given('password', ...factors) });
}

describe('what an action is said to take', () => {
  test('is no lie: whichever of the ways is given, nothing more is missing', () => {
    for (const standing of [EVERYTHING, ONE_TOKEN])
      for (const request of everyRequest(standing)) {
        const takes = actionProof(request);
        if (takes.kind !== 'missing') continue;
        for (const way of takes.ways) {
          const after = actionProof({ ...request, proofs: [...request.proofs, ...given(factorOfWay(way, standing))] });
          expect(after.kind, `${request.preset} ${request.action} ${way}`).not.toBe('missing');
        }
      }
  });

  test('names what would have opened it, where nothing that is set up does: each of that opens it once it is there', () => {
    const nothingStrong: AccountStanding = { ...ONE_TOKEN, tokens: [{ is: 'SUSPENDED', because: 'unconfirmed' }] };
    const strict = asked('reactivate-soft-token', {
      preset: 'strict',
      proofs: given('password', 'recovery-code'),
      standing: nothingStrong,
    });
    expect(actionProof(strict)).toMatchObject({ kind: 'missing', ways: [], notSetUp: ['passkey', 'soft-token-otp'] });
    for (const standing of [nothingStrong, ONE_TOKEN])
      for (const request of everyRequest(standing)) {
        const takes = actionProof(request);
        if (takes.kind !== 'missing') continue;
        for (const way of takes.notSetUp ?? []) {
          const after = actionProof({ ...request, proofs: [...request.proofs, ...given(factorOfWay(way, standing))] });
          expect(after.kind, `${request.preset} ${request.action} ${way}`).not.toBe('missing');
        }
      }
  });

  test('is complete: somebody who has everything set up is never without a way', () => {
    for (const request of everyRequest(EVERYTHING)) {
      const takes = actionProof(request);
      if (takes.kind === 'missing') expect(takes.ways, `${request.preset} ${request.action}`).not.toEqual([]);
    }
  });

  test('names no wait that could not be saved where it says so', () => {
    for (const request of everyRequest(EVERYTHING)) {
      const takes = actionProof(request);
      if (takes.kind !== 'waits') continue;
      for (const way of takes.atOnceBy)
        expect(actionProof({ ...request, proofs: [...request.proofs, ...given(factorOfWay(way, EVERYTHING))] }).kind).toBe('given');
    }
  });

  test('is more after ten minutes: a new sign-in, and then one proof', () => {
    const old = given('password', 'soft-token-otp').map((proof) => ({ ...proof, at: NOW - FRESH }));
    const takes = actionProof(asked('recovery-codes', { proofs: old }));
    expect(takes).toMatchObject({
      kind: 'missing',
      first: 'sign-in',
      ways: ['soft-token-otp', 'passkey', 'temporary-access-code', 'recovery-code', 'recovery-contact'],
    });
  });

  test('is a wait where the policy has one, and nothing once it was waited for', () => {
    const proofs = given('password', 'recovery-code');
    const strict: Partial<ActionProofRequest> = { preset: 'strict', proofs };
    expect(actionProof(asked('another-soft-token', strict))).toEqual({
      kind: 'waits',
      delayMs: 24 * HOUR,
      atOnceBy: ['soft-token-otp', 'passkey'],
    });
    expect(actionProof(asked('another-soft-token', { ...strict, hasWaited: (kind) => kind === 'new-soft-token' }))).toEqual({
      kind: 'given',
    });
    expect(actionProof(asked('another-soft-token', { ...strict, hasWaited: (kind) => kind === 'recovery-codes' })).kind).toBe('waits');
  });

  test('is no wait for what a thief must not have the time for, and no waiting for where recovery mail goes', () => {
    const strict: Partial<ActionProofRequest> = { preset: 'strict', proofs: given('password', 'recovery-code') };
    expect(actionProof(asked('revoke-soft-token', strict)).kind).toBe('given');
    expect(actionProof(asked('change-addresses', strict))).toEqual({
      kind: 'missing',
      first: 'nothing',
      ways: ['soft-token-otp', 'passkey'],
    });
  });

  test.each<RecoveryPreset>(RECOVERY_PRESETS)('is never a token’s own word on that it is misplaced, under %s', (preset) => {
    const proofs = given('password', 'soft-token-otp');
    expect(actionProof(asked('report-misplaced', { preset, proofs, standing: ONE_TOKEN })).kind).not.toBe('given');
    expect(actionProof(asked('report-misplaced', { preset, proofs })).kind).toBe('given');
    expect(actionProof(asked('report-misplaced', { preset, standing: ONE_TOKEN }))).toMatchObject({
      kind: 'missing',
      ways: ['recovery-code'],
    });
  });

  test('is the present answer for whoever proved it by answers, and not after the second factor', () => {
    expect(actionProof(asked('change-questions', { proofs: given('password', 'questions') }))).toEqual({
      kind: 'given',
      asks: 'present-answer',
    });
    expect(actionProof(asked('change-questions', { proofs: given('password', 'soft-token-otp') }))).toEqual({ kind: 'given' });
    expect(actionProof(asked('change-questions'))).toMatchObject({
      kind: 'missing',
      ways: expect.arrayContaining(['questions']) as unknown,
    });
  });
});

test('whoever must prove more is offered what brings them further, and nothing else', () => {
  const request = { preset: 'strict', proofs: given('password', 'recovery-code'), now: NOW, freshProofMs: FRESH } as const;
  expect(waysOnward(EVERYTHING, request)).toEqual(['soft-token-otp', 'passkey']);
  expect(waysOnward(EVERYTHING, { ...request, preset: 'classic', proofs: given('password', 'questions') })).toEqual([
    'soft-token-otp',
    'passkey',
    'temporary-access-code',
    'recovery-code',
    'recovery-contact',
  ]);
});
