import { describe, expect, test } from 'vitest';
import type { TokenState } from '../soft-token/token.ts';
import type { Proof } from '../assurance/rules.ts';
import { type RecoveryAct, type RecoveryPreset, judgeRecovery } from '../recovery/rules.ts';
import { type AccountStanding, repairActions, secondFactorWays, waysToProve } from './rules.ts';

const SET_UP: AccountStanding = {
  tokens: [{ is: 'ACTIVE' }],
  hasQuestions: true,
  recoveryCodesLeft: 0,
  hasTemporaryAccess: false,
  passkeys: [],
  hasRecoveryContact: false,
  nextSetUpStep: 'done',
};
const UNCONFIRMED: TokenState = { is: 'SUSPENDED', because: 'unconfirmed' };

function standing(...tokens: readonly TokenState[]): AccountStanding {
  return { ...SET_UP, tokens };
}

const NOW = 1_767_225_600_000;

function ways(account: AccountStanding, preset: RecoveryPreset, act: RecoveryAct = 'unlock-token') {
  const proofs: Proof[] = [{ factor: 'password', at: NOW, network: '' }];
  return waysToProve(account, judgeRecovery({ act, preset, proofs, now: NOW, freshProofMs: 600_000 }));
}

describe('the second factor of a sign-in', () => {
  test('is never the questions, the mail or a colleague: they raise no level', () => {
    for (const tokens of [[], [{ is: 'ACTIVE' }], [UNCONFIRMED]] as const) {
      for (const way of secondFactorWays(standing(...tokens))) expect(['soft-token-otp', 'recovery-code']).toContain(way);
    }
  });

  test('is not offered of a token that cannot sign in', () => {
    for (const state of [{ is: 'PENDING' }, UNCONFIRMED, { is: 'SUSPENDED', because: 'fork' }, { is: 'REVOKED' }] as const)
      expect(secondFactorWays(standing(state))).toEqual([]);
  });

  test('may be the one-time password of an unlock that waits, where it is the confirmation', () => {
    expect(secondFactorWays(standing({ is: 'UNLOCK_PENDING' }))).toEqual(['soft-token-otp']);
  });

  test('may be a temporary access code while there is one', () => {
    expect(secondFactorWays({ ...standing(), hasTemporaryAccess: true })).toEqual(['temporary-access-code']);
    expect(ways({ ...standing(), hasTemporaryAccess: true }, 'strict')).toEqual(['temporary-access-code']);
  });

  test('may be a recovery code while one is left', () => {
    expect(secondFactorWays({ ...standing(), recoveryCodesLeft: 1 })).toEqual(['recovery-code']);
    expect(secondFactorWays({ ...standing(), recoveryCodesLeft: 0 })).toEqual([]);
  });

  test('may be a passkey that is in service, whether it verifies its user or not', () => {
    for (const signsInAlone of [false, true]) {
      expect(secondFactorWays({ ...standing(), passkeys: [{ state: 'in-service', signsInAlone }] })).toEqual(['passkey']);
      expect(secondFactorWays({ ...standing(), passkeys: [{ state: 'suspended', signsInAlone }] })).toEqual([]);
    }
  });
});

describe('the ways to prove oneself in Self-Administration', () => {
  const everything: AccountStanding = { ...SET_UP, recoveryCodesLeft: 10 };

  test('are only what the person has and the policy accepts', () => {
    expect(ways(SET_UP, 'classic')).toEqual(['questions', 'soft-token-otp', 'mailed-code']);
    expect(ways({ ...standing({ is: 'UNLOCK_PENDING' }), hasQuestions: false }, 'classic')).toEqual(['mailed-code']);
    expect(ways(everything, 'classic')).toEqual(['questions', 'soft-token-otp', 'recovery-code', 'mailed-code']);
    expect(ways(everything, 'modern')).toEqual(['soft-token-otp', 'recovery-code', 'mailed-code']);
    expect(ways(everything, 'strict')).toEqual(['soft-token-otp', 'recovery-code']);
  });

  test('are a recovery contact only while one has agreed and can sign in', () => {
    for (const preset of ['classic', 'modern', 'strict'] as const) {
      expect(ways({ ...SET_UP, hasRecoveryContact: true }, preset)).toContain('recovery-contact');
      expect(ways(SET_UP, preset)).not.toContain('recovery-contact');
    }
  });

  test('offer nothing that could not open what is wanted', () => {
    expect(ways(everything, 'classic', 'replace-credential')).toEqual(['soft-token-otp', 'recovery-code']);
    expect(ways(standing(), 'classic', 'replace-credential')).toEqual([]);
  });

  test('are a passkey in service under every policy, and for everything: it is possession at least', () => {
    const owner: AccountStanding = { ...standing(), hasQuestions: false, passkeys: [{ state: 'in-service', signsInAlone: false }] };
    for (const preset of ['classic', 'modern', 'strict'] as const) {
      for (const act of ['unlock-token', 'replace-credential', 'temporary-access'] as const)
        expect(ways(owner, preset, act)).toContain('passkey');
    }
    expect(ways({ ...owner, passkeys: [{ state: 'suspended', signsInAlone: true }] }, 'strict')).toEqual([]);
  });
});

describe('the actions page', () => {
  /** What the state of no token decides. */
  const ALWAYS = [
    'say-not-me',
    'end-sessions',
    'change-password',
    'change-questions',
    'change-addresses',
    'recovery-codes',
    'passkeys',
    'recovery-contacts',
    'ways-back',
  ];

  test('no unlock is offered for a token that was copied, revoked or never activated', () => {
    for (const is of ['PENDING', 'REVOKED'] as const) expect(repairActions(standing({ is }))).toEqual(['another-soft-token', ...ALWAYS]);
    for (const because of ['fork', 'administrator'] as const) {
      expect(repairActions(standing({ is: 'SUSPENDED', because }))).toEqual(['revoke-soft-token', 'another-soft-token', ...ALWAYS]);
    }
  });

  test('a token suspended for lack of confirmation may be unlocked again or reactivated', () => {
    expect(repairActions(standing(UNCONFIRMED))).toEqual([
      'unlock-soft-token',
      'reactivate-soft-token',
      'revoke-soft-token',
      'another-soft-token',
      ...ALWAYS,
    ]);
  });

  test('an unfinished set-up is offered to be finished', () => {
    expect(repairActions({ ...standing(), nextSetUpStep: 'soft-token' })).toEqual([
      'finish-set-up',
      'say-not-me',
      'end-sessions',
      'change-password',
      'change-questions',
      'ways-back',
    ]);
    expect(repairActions(SET_UP)).toEqual([
      'unlock-soft-token',
      'report-misplaced',
      'revoke-soft-token',
      'another-soft-token',
      'check-clock',
      ...ALWAYS,
    ]);
  });

  test('questions that the recovery policy does not accept are not offered to be changed', () => {
    expect(repairActions({ ...SET_UP, hasQuestions: false })).not.toContain('change-questions');
  });

  test('only a token in service can be reported as misplaced', () => {
    for (const state of [{ is: 'PENDING' }, { is: 'UNLOCK_PENDING' }, UNCONFIRMED, { is: 'REVOKED' }] as const)
      expect(repairActions(standing(state))).not.toContain('report-misplaced');
  });
});
