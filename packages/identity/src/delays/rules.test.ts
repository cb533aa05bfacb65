import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Factor, Proof } from '../assurance/rules.ts';
import { RECOVERY_ACTS, RECOVERY_PRESETS, type RecoveryRequest, judgeRecovery } from '../recovery/rules.ts';
import { type DelayState, type Waited, opensAfterWait, standingOf, stillOpens } from './rules.ts';

const RIPE_AT = 1_000_000;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const TEN_MINUTES = 10 * 60_000;
const NOW = 1_767_225_600_000;

const standing = (state: DelayState, now: number) => standingOf({ kind: 'unlock-token', state, ripeAt: RIPE_AT }, { now, ripeForMs: DAY });

test('one millisecond early is early, however long it has waited', () => {
  expect(standing('WAITING', RIPE_AT - 1)).toEqual({ at: 'waiting', ripeAt: RIPE_AT, leftMs: 1 });
  expect(standing('WAITING', RIPE_AT)).toEqual({ at: 'ripe', until: RIPE_AT + DAY });
});

test('a clock that steps back after the moment makes it wait again', () => {
  expect(standing('WAITING', RIPE_AT + 5)).toMatchObject({ at: 'ripe' });
  expect(standing('WAITING', RIPE_AT - 5)).toMatchObject({ at: 'waiting' });
});

test('what its owner left there too long is over, and what the machine does is not', () => {
  expect(standing('WAITING', RIPE_AT + DAY - 1)).toMatchObject({ at: 'ripe' });
  expect(standing('WAITING', RIPE_AT + DAY)).toEqual({ at: 'over', state: 'LAPSED' });
  const reset = { kind: 'reset-password', state: 'WAITING', ripeAt: RIPE_AT } as const;
  expect(standingOf(reset, { now: RIPE_AT + 9 * DAY, ripeForMs: DAY })).toEqual({ at: 'ripe', until: undefined });
});

test.each(['DONE', 'REFUSED', 'CANCELLED', 'LAPSED'] as const)('%s stays so at any time of the clock', (state) => {
  for (const now of [0, RIPE_AT, RIPE_AT * 2]) expect(standing(state, now)).toEqual({ at: 'over', state });
});

const FACTORS: readonly Factor[] = [
  'password',
  'questions',
  'soft-token-otp',
  'recovery-code',
  'passkey',
  'passkey-verified',
  'temporary-access-code',
  'mailed-code',
  'recovery-contact',
  'pin-reset-code',
];

function given(factors: readonly Factor[], at: number): readonly Proof[] {
  return factors.map((factor) => ({ factor, at, network: '' }));
}

function judged(more: Partial<RecoveryRequest>): RecoveryRequest {
  return { act: 'unlock-token', preset: 'strict', proofs: given(['password'], NOW - 1000), now: NOW, freshProofMs: TEN_MINUTES, ...more };
}

function waited(more: Partial<Waited>): Waited {
  const begunAt = NOW - DAY;
  return { begunAt, proofs: given(['password', 'recovery-code'], begunAt - 1000), asked: 'here', ...more };
}

describe('what was waited for', () => {
  test('opens to nobody who only knows the password: neither in another browser, nor by the mail, nor by questions', () => {
    for (const factors of [['password'], ['password', 'mailed-code'], ['password', 'questions']] as const)
      expect(opensAfterWait(judged({ proofs: given(factors, NOW - 1) }), waited({ asked: 'elsewhere' }))).toBe(false);
  });

  test('opens to whoever asked, in the same browser, once signed in again', () => {
    expect(opensAfterWait(judged({}), waited({}))).toBe(true);
    expect(opensAfterWait(judged({ proofs: [] }), waited({}))).toBe(false);
    expect(opensAfterWait(judged({ proofs: given(['password'], NOW - TEN_MINUTES) }), waited({}))).toBe(false);
    expect(opensAfterWait(judged({ proofs: given(['mailed-code'], NOW - 1) }), waited({}))).toBe(false);
  });

  test('opens elsewhere to whoever proves as much again', () => {
    const again = judged({ proofs: given(['password', 'recovery-code'], NOW - 1) });
    expect(opensAfterWait(again, waited({ asked: 'elsewhere', proofs: [] }))).toBe(true);
    expect(opensAfterWait(again, waited({ asked: 'elsewhere', begunAt: NOW - DAY + 1 }))).toBe(false);
  });

  test('opens nothing when what was given then has lost its force', () => {
    expect(opensAfterWait(judged({}), waited({ proofs: given(['password'], NOW - DAY - 1000) }))).toBe(false);
    expect(stillOpens(judged({}), waited({ proofs: [] }))).toBe('no');
  });

  test('is judged by the policy of now: a longer delay is waited out, and a factor that is refused by now counts for nothing', () => {
    const begunAt = NOW - 8 * HOUR;
    const byContact = waited({ begunAt, proofs: given(['password', 'recovery-contact'], begunAt - 1) });
    expect(stillOpens(judged({ preset: 'modern' }), byContact)).toBe('opens');
    expect(stillOpens(judged({ preset: 'strict' }), byContact)).toBe('not-yet');
    const byQuestions = waited({ proofs: given(['password', 'questions'], NOW - DAY - 1) });
    expect(stillOpens(judged({ preset: 'classic' }), byQuestions)).toBe('opens');
    expect(stillOpens(judged({ preset: 'modern' }), byQuestions)).toBe('no');
  });

  test('never gives more than the rules say of what was proved, whatever was proved, waited and changed meanwhile', () => {
    const factors = fc.uniqueArray(fc.constantFrom(...FACTORS), { maxLength: 5 });
    const anything = fc.record({
      act: fc.constantFrom(...RECOVERY_ACTS),
      preset: fc.constantFrom(...RECOVERY_PRESETS),
      now: factors,
      then: factors,
      waitedMs: fc.integer({ min: 0, max: 3 * DAY }),
      asked: fc.constantFrom('here', 'elsewhere'),
    });
    fc.assert(
      fc.property(anything, ({ act, preset, now, then, waitedMs, asked }) => {
        const begunAt = NOW - waitedMs;
        const request = judged({ act, preset, proofs: given(now, NOW) });
        if (!opensAfterWait(request, { begunAt, proofs: given(then, begunAt), asked })) return;
        // Said anew: by what is given now, or by what was given then and a sign-in in the same browser; and the delay of either has passed.
        const verdicts = [
          judgeRecovery(request),
          ...(asked === 'here' && now.some((factor) => ['password', 'passkey', 'passkey-verified'].includes(factor))
            ? [judgeRecovery({ ...request, proofs: given(then, NOW) })]
            : []),
        ];
        const delays = verdicts.flatMap((verdict) => (verdict.kind === 'needed' ? [] : [verdict.kind === 'allowed' ? 0 : verdict.delayMs]));
        expect(delays.some((delayMs) => delayMs <= waitedMs)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
