import { describe, expect, test } from 'vitest';
import type { TokenState } from '../soft-token/token.ts';
import { type AccountStanding, repairActions, secondFactorWays } from './rules.ts';

const SET_UP: AccountStanding = { tokens: [{ is: 'ACTIVE' }], hasQuestions: true, nextSetUpStep: 'done' };
const UNCONFIRMED: TokenState = { is: 'SUSPENDED', because: 'unconfirmed' };

function standing(...tokens: readonly TokenState[]): AccountStanding {
  return { ...SET_UP, tokens };
}

describe('ways to give a second proof', () => {
  test('questions never step up a sign-in: they are the password’s own kind', () => {
    for (const tokens of [[], [{ is: 'ACTIVE' }], [UNCONFIRMED]] as const) {
      expect(secondFactorWays(standing(...tokens), 'sign-in')).not.toContain('questions');
    }
  });

  test('a token that cannot sign in is not offered', () => {
    for (const state of [{ is: 'PENDING' }, UNCONFIRMED, { is: 'SUSPENDED', because: 'fork' }, { is: 'REVOKED' }] as const) {
      expect(secondFactorWays(standing(state), 'sign-in')).toEqual([]);
      expect(secondFactorWays(standing(state), 'repair')).toEqual(['questions']);
    }
  });

  test('while an unlock waits, its one-time password is offered at sign-in, where it may be the confirmation, and not for repair', () => {
    expect(secondFactorWays(standing({ is: 'UNLOCK_PENDING' }), 'sign-in')).toEqual(['soft-token-otp']);
    expect(secondFactorWays(standing({ is: 'UNLOCK_PENDING' }), 'repair')).toEqual(['questions']);
  });

  test('only what the person has set up is offered', () => {
    expect(secondFactorWays({ ...standing(), hasQuestions: false }, 'repair')).toEqual([]);
    expect(secondFactorWays(SET_UP, 'repair')).toEqual(['questions', 'soft-token-otp']);
  });
});

describe('the actions page', () => {
  test('no unlock is offered for a token that was copied, revoked or never activated', () => {
    for (const is of ['PENDING', 'REVOKED'] as const) expect(repairActions(standing({ is }))).toEqual(['change-password']);
    for (const because of ['fork', 'administrator'] as const) {
      expect(repairActions(standing({ is: 'SUSPENDED', because }))).toEqual(['revoke-soft-token', 'change-password']);
    }
  });

  test('a token suspended for lack of confirmation may be unlocked again or reactivated', () => {
    expect(repairActions(standing(UNCONFIRMED))).toEqual([
      'unlock-soft-token',
      'reactivate-soft-token',
      'revoke-soft-token',
      'change-password',
    ]);
  });

  test('an unfinished set-up is offered to be finished', () => {
    expect(repairActions({ ...standing(), nextSetUpStep: 'soft-token' })).toEqual(['finish-set-up', 'change-password']);
    expect(repairActions(SET_UP)).toEqual(['unlock-soft-token', 'revoke-soft-token', 'change-password']);
  });
});
