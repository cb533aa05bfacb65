import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AssuranceLevel, type Factor, type Proof, assuranceOf } from '../assurance/rules.ts';
import type { TokenId } from '../identifiers.ts';
import { PRESET_STANDINGS, RECOVERY_ACTS, RECOVERY_PRESETS, type RecoveryAct, type RecoveryPreset, judgeRecovery } from './rules.ts';

const NOW = 1_767_225_600_000;
const TEN_MINUTES = 10 * 60_000;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const FACTORS = [
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
] as const satisfies readonly Factor[];

function proofs(...factors: readonly Factor[]): readonly Proof[] {
  return factors.map((factor) => ({ factor, at: NOW - 1000, network: '' }));
}

function judge(preset: RecoveryPreset, act: RecoveryAct, given: readonly Proof[]) {
  return judgeRecovery({ act, preset, proofs: given, now: NOW, freshProofMs: TEN_MINUTES });
}

function judgeUnlock(given: readonly Proof[], more: { readonly passwordByMailAt: number } | { readonly repairing: TokenId }) {
  return judgeRecovery({ act: 'unlock-token', preset: 'classic', proofs: given, now: NOW, freshProofMs: TEN_MINUTES, ...more });
}

describe('nobody ends above the strongest proof they gave', () => {
  /** The strength of what one holds, said anew and apart from the rules: how many things that do not hang on each other, up to two. */
  function strengthOf(held: readonly Factor[]): number {
    const has = (...factors: readonly Factor[]): number => Number(factors.some((factor) => held.includes(factor)));
    const devices = has('soft-token-otp') + has('passkey', 'passkey-verified') + has('passkey-verified');
    const known = has('password', 'questions', 'mailed-code');
    // Whoever holds nothing but the mail and a locked token holds one telephone.
    const lockedToken =
      has('pin-reset-code') * has('password', 'questions', 'recovery-code', 'passkey', 'temporary-access-code', 'recovery-contact');
    return Math.min(2, devices + known + lockedToken + has('recovery-code') + has('temporary-access-code') + has('recovery-contact'));
  }

  /** What an act puts into the hands of whoever was allowed it, at once or after the delay. */
  const GAINS: Readonly<Record<RecoveryAct, readonly Factor[]>> = {
    'unlock-token': ['soft-token-otp'],
    'temporary-access': ['temporary-access-code'],
    'replace-credential': ['soft-token-otp', 'passkey-verified', 'recovery-code', 'mailed-code'],
    'reset-password': ['password'],
  };

  /** What somebody can show, what they have shown in this session, and whether a mail has set the password just now. */
  interface Situation {
    readonly hands: readonly Factor[];
    readonly given: readonly Factor[];
    /** What they have shown in a rehearsal. */
    readonly rehearsed: readonly Factor[];
    readonly passwordByMail: boolean;
  }

  const verdicts = new Map<string, boolean>();

  /** Allowed, at once or after the delay; each case is judged once. */
  function isOpen(
    preset: RecoveryPreset,
    act: RecoveryAct,
    { given, passwordByMail }: Pick<Situation, 'given' | 'passwordByMail'>,
  ): boolean {
    if (act === 'unlock-token' && !given.includes('pin-reset-code')) return false;
    const key = [preset, act, passwordByMail, ...given].join(' ');
    const known = verdicts.get(key);
    if (known !== undefined) return known;
    const passwordByMailAt = passwordByMail ? NOW - 500 : undefined;
    const verdict = judgeRecovery({ act, preset, proofs: proofs(...given), now: NOW, freshProofMs: TEN_MINUTES, passwordByMailAt });
    verdicts.set(key, verdict.kind !== 'needed');
    return verdict.kind !== 'needed';
  }

  function nextSituations(preset: RecoveryPreset, now: Situation): readonly Situation[] {
    const shown = now.hands
      .filter((factor) => !now.given.includes(factor))
      .map((factor) => ({ ...now, given: ordered([...now.given, factor]) }));
    const rehearsed = now.hands
      .filter((factor) => !now.rehearsed.includes(factor))
      .map((factor) => ({ ...now, rehearsed: ordered([...now.rehearsed, factor]) }));
    const acted = RECOVERY_ACTS.filter((act) => isOpen(preset, act, now)).map((act) => ({
      ...now,
      hands: ordered([...now.hands, ...GAINS[act]]),
      passwordByMail: now.passwordByMail || act === 'reset-password',
    }));
    return [...shown, ...rehearsed, ...acted];
  }

  function ordered(factors: readonly Factor[]): readonly Factor[] {
    return FACTORS.filter((factor) => factors.includes(factor));
  }

  /** The highest level that any sequence of so many acts reaches. */
  function highestLevel(preset: RecoveryPreset, held: readonly Factor[], acts: number): AssuranceLevel {
    let frontier: readonly Situation[] = [{ hands: ordered(held), given: [], rehearsed: [], passwordByMail: false }];
    const seen = new Set<string>();
    let highest: AssuranceLevel = 0;
    for (let act = 0; act <= acts; act += 1) {
      const fresh = frontier.filter((situation) => !seen.has(JSON.stringify(situation)));
      for (const situation of fresh) {
        seen.add(JSON.stringify(situation));
        highest = Math.max(highest, assuranceOf(proofs(...situation.given), NOW).level) as AssuranceLevel;
      }
      frontier = fresh.flatMap((situation) => nextSituations(preset, situation));
    }
    return highest;
  }

  function everyHolding(): readonly (readonly Factor[])[] {
    return Array.from({ length: 2 ** FACTORS.length }, (_, mask) => FACTORS.filter((_factor, bit) => (mask & (2 ** bit)) !== 0));
  }

  test.each(RECOVERY_PRESETS)('in every sequence of up to eight acts, whatever they hold, under %s', (preset) => {
    // Whoever holds two things that do not hang on each other may reach level 2, and there is no level above it.
    const holdings = everyHolding().filter((held) => strengthOf(held) < 2);
    expect(holdings).toHaveLength(16);
    expect(holdings.filter((held) => highestLevel(preset, held, 8) > strengthOf(held))).toEqual([]);
  });

  test('a stolen telephone with its mail: a password set by mail and a code from that mail do not unlock the token for three days', () => {
    const given = proofs('password', 'mailed-code', 'pin-reset-code');
    expect(judgeUnlock(given, { passwordByMailAt: NOW - 72 * HOUR + 1 }).kind).toBe('needed');
    expect(judgeUnlock(given, { passwordByMailAt: NOW - 72 * HOUR }).kind).toBe('allowed');
  });
});

describe('what moves a credential to another device', () => {
  const moving = ['temporary-access', 'replace-credential'] as const;

  test('is never opened by what hangs on the mail or on knowledge alone, under any preset', () => {
    for (const preset of RECOVERY_PRESETS) {
      for (const act of moving)
        expect(judge(preset, act, proofs('password', 'questions', 'mailed-code', 'pin-reset-code')).kind).toBe('needed');
    }
  });

  test('needs level 2, or two ways that do not hang on each other', () => {
    for (const act of moving) {
      for (const enough of [
        ['password', 'soft-token-otp'],
        ['passkey-verified'],
        ['password', 'recovery-code'],
        ['mailed-code', 'recovery-code'],
        ['recovery-code', 'temporary-access-code'],
      ] as const) {
        expect(judge('classic', act, proofs(...enough))).toEqual({ kind: 'allowed' });
      }
      for (const one of FACTORS.filter((factor) => factor !== 'passkey-verified'))
        expect(judge('classic', act, proofs(one)).kind).toBe('needed');
    }
  });

  test('waits when it hangs on a colleague’s word, and under strict on anything saved or issued', () => {
    expect(judge('classic', 'replace-credential', proofs('password', 'recovery-contact'))).toEqual({
      kind: 'after-delay',
      delayMs: 8 * HOUR,
    });
    expect(judge('classic', 'replace-credential', proofs('password', 'recovery-contact', 'recovery-code'))).toEqual({ kind: 'allowed' });
    expect(judge('strict', 'replace-credential', proofs('password', 'recovery-code'))).toEqual({ kind: 'after-delay', delayMs: DAY });
    expect(judge('strict', 'replace-credential', proofs('password', 'soft-token-otp'))).toEqual({ kind: 'allowed' });
  });
});

describe('unlocking a token', () => {
  test('takes the password and one proof more; questions only under classic', () => {
    for (const preset of ['classic', 'modern'] as const) {
      for (const beside of ['soft-token-otp', 'recovery-code', 'passkey', 'temporary-access-code', 'mailed-code'] as const) {
        expect(judge(preset, 'unlock-token', proofs('password', beside))).toEqual({ kind: 'allowed' });
        expect(judge(preset, 'unlock-token', proofs(beside)).kind).toBe('needed');
      }
    }
    expect(judge('classic', 'unlock-token', proofs('password', 'questions'))).toEqual({ kind: 'allowed' });
    expect(judge('modern', 'unlock-token', proofs('password', 'questions')).kind).toBe('needed');
    expect(judge('strict', 'unlock-token', proofs('password', 'questions', 'mailed-code')).kind).toBe('needed');
  });

  test('is not vouched for by a one-time password of that very token', () => {
    const locked = 'locked' as TokenId;
    const given = proofs('password', 'soft-token-otp').map((proof) => ({ ...proof, tokenId: locked }));
    expect(judgeUnlock(given, { repairing: locked }).kind).toBe('needed');
    expect(judgeUnlock(given, { repairing: 'another' as TokenId }).kind).toBe('allowed');
  });

  test('takes proofs given just now', () => {
    const old = proofs('password', 'questions').map((proof) => ({ ...proof, at: NOW - TEN_MINUTES }));
    expect(judge('classic', 'unlock-token', old).kind).toBe('needed');
    expect(judge('classic', 'unlock-token', [...old.slice(0, 1), ...proofs('questions')]).kind).toBe('needed');
  });

  test('takes more than the token’s own PIN Reset Code beside the password', () => {
    expect(judge('classic', 'unlock-token', proofs('password', 'pin-reset-code')).kind).toBe('needed');
  });
});

describe('a forgotten password', () => {
  test('comes by mail under classic and modern, and takes two ways under strict', () => {
    expect(judge('classic', 'reset-password', proofs('mailed-code'))).toEqual({ kind: 'allowed' });
    expect(judge('modern', 'reset-password', proofs('mailed-code'))).toEqual({ kind: 'allowed' });
    expect(judge('strict', 'reset-password', proofs('mailed-code')).kind).toBe('needed');
    expect(judge('strict', 'reset-password', proofs('mailed-code', 'recovery-code'))).toEqual({ kind: 'after-delay', delayMs: DAY });
    for (const preset of RECOVERY_PRESETS)
      expect(judge(preset, 'reset-password', proofs('questions', 'recovery-code')).kind).toBe(preset === 'classic' ? 'allowed' : 'needed');
  });
});

describe('what is still needed', () => {
  test('is never nothing: from any proofs, under any preset, there is a way on', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RECOVERY_PRESETS),
        fc.constantFrom(...RECOVERY_ACTS),
        fc.subarray([...FACTORS]),
        (preset, act, held) => {
          const verdict = judge(preset, act, proofs(...held));
          if (verdict.kind !== 'needed') return;
          expect(verdict.oneOf.length).toBeGreaterThan(0);
          for (const more of verdict.oneOf) expect(judge(preset, act, proofs(...held, ...more)).kind).not.toBe('needed');
        },
      ),
    );
  });

  test('is told without a step too many', () => {
    expect(judge('classic', 'unlock-token', proofs('password'))).toEqual({
      kind: 'needed',
      oneOf: [
        'questions',
        'soft-token-otp',
        'recovery-code',
        'passkey',
        'passkey-verified',
        'temporary-access-code',
        'mailed-code',
        'recovery-contact',
      ].map((factor) => [factor]),
    });
  });

  test('one proof more never takes anything away', () => {
    const rank = { needed: 0, 'after-delay': 1, allowed: 2 } as const;
    const situation = fc.record({
      preset: fc.constantFrom(...RECOVERY_PRESETS),
      act: fc.constantFrom(...RECOVERY_ACTS),
      held: fc.subarray([...FACTORS]),
      more: fc.constantFrom(...FACTORS),
    });
    fc.assert(
      fc.property(situation, ({ preset, act, held, more }) => {
        const before = judge(preset, act, proofs(...held));
        const after = judge(preset, act, proofs(...held, more));
        expect(rank[after.kind]).toBeGreaterThanOrEqual(rank[before.kind]);
      }),
    );
  });
});

test('only a preset that asks no questions is said to satisfy anything', () => {
  for (const preset of RECOVERY_PRESETS) {
    const asksQuestions = judge(preset, 'unlock-token', proofs('password', 'questions')).kind !== 'needed';
    for (const standing of PRESET_STANDINGS[preset]) expect(standing.satisfied).toBe(asksQuestions ? 'no' : 'yes');
  }
});
