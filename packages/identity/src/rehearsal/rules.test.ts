import { describe, expect, test } from 'vitest';
import { RECOVERY_PRESETS, type RecoveryPreset } from '../recovery/rules.ts';
import { type Holding, SITUATIONS, type Situation } from '../repair/situations.ts';
import { everyHolding } from '../repair/ways-back-table.ts';
import { wayBack } from '../repair/ways-back.ts';
import { type RehearsalStanding, type RehearsedFactor, type RehearsedOutcome, holdsIn, rehearsalStanding } from './rules.ts';

interface Walk {
  readonly situation: Situation;
  readonly preset: RecoveryPreset;
  readonly holds: readonly Holding[];
}

/** What is set up, by whoever has a password; nobody keeps a temporary access code. */
const HELD = everyHolding().filter((holds) => holds.includes('password') && !holds.includes('temporary-access-code'));
const EVERY_WALK: readonly Walk[] = SITUATIONS.flatMap((situation) =>
  RECOVERY_PRESETS.flatMap((preset) => HELD.map((setUp) => ({ situation, preset, holds: holdsIn(situation, setUp) }))),
);

function standing(walk: Walk, given: Readonly<Partial<Record<RehearsedFactor, RehearsedOutcome>>>): RehearsalStanding {
  const entries = Object.entries(given) as [RehearsedFactor, RehearsedOutcome][];
  return rehearsalStanding({ ...walk, proofs: entries.map(([factor, outcome]) => ({ factor, outcome, triedAt: 0 })) });
}

/** Gives whatever is asked for, in this manner, until there is nothing to ask for. */
function walked(walk: Walk, outcome: RehearsedOutcome): RehearsalStanding {
  const given: Partial<Record<RehearsedFactor, RehearsedOutcome>> = {};
  for (;;) {
    const now = standing(walk, given);
    const [next] = now.next;
    if (next === undefined) return now;
    given[next as RehearsedFactor] = outcome;
  }
}

describe('a rehearsal', () => {
  test('in which nothing worked opens nothing, whatever is set up', () => {
    for (const outcome of ['refused', 'missing'] as const) {
      for (const walk of EVERY_WALK) expect(walked(walk, outcome)).toMatchObject({ end: 'stranded', next: [] });
    }
  });

  test('counts nothing that was not set up when it began', () => {
    const walk = { situation: 'token-lost', preset: 'classic', holds: ['password', 'mailed-code'] } as const;
    expect(standing(walk, { password: 'worked', 'recovery-contact': 'said', 'recovery-code': 'worked' })).toMatchObject({ end: undefined });
    expect(standing(walk, { password: 'worked', 'mailed-code': 'worked' }).end).toBe('partly');
  });

  test('always comes to an end, and to that which the table of the ways back says', () => {
    const different = EVERY_WALK.filter((walk) => {
      const { ends, steps } = wayBack({ ...walk, holds: walk.holds });
      const { end } = walked(walk, 'worked');
      return end !== (ends === 'mended' ? 'worked' : steps.length > 0 ? 'partly' : 'stranded');
    });
    expect(different).toEqual([]);
  });

  test('asks for what lets somebody in before anything else, and then for nothing that would not help', () => {
    const walk = { situation: 'token-locked', preset: 'strict', holds: ['password', 'questions', 'mailed-code', 'recovery-code'] } as const;
    expect(standing(walk, {}).next).toEqual(['password']);
    expect(standing(walk, { password: 'worked' }).next).toEqual(['recovery-code']);
    const forgotten = { ...walk, situation: 'password-forgotten', holds: holdsIn('password-forgotten', walk.holds) } as const;
    expect(standing(forgotten, {}).next).toEqual(['mailed-code']);
    expect(standing(forgotten, { 'mailed-code': 'worked' }).next).toEqual(['recovery-code']);
  });

  test('that worked names what would have done as well', () => {
    const walk = { situation: 'token-locked', preset: 'classic', holds: ['password', 'questions', 'mailed-code'] } as const;
    expect(standing(walk, { password: 'worked', questions: 'worked' })).toMatchObject({ end: 'worked', besides: ['mailed-code'] });
  });

  test('with a passkey that only found somebody present opens what possession opens, and no door alone', () => {
    const walk = { situation: 'token-lost', preset: 'classic', holds: ['password', 'passkey-verified'] } as const;
    expect(standing(walk, { passkey: 'worked' })).toMatchObject({ next: ['password'] });
    expect(standing(walk, { passkey: 'worked', password: 'worked' })).toMatchObject({ end: 'worked' });
  });
});
