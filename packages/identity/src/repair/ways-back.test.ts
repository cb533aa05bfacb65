import { describe, expect, test } from 'vitest';
import { RECOVERY_PRESETS } from '../recovery/rules.ts';
import { HOLDINGS, type Holding, SITUATIONS, type Situation } from './situations.ts';
import { type WayBack, wayBack } from './ways-back.ts';
import { everyHolding, waysBackTable } from './ways-back-table.ts';

function back(situation: Situation, ...holds: readonly Holding[]): WayBack {
  return wayBack({ situation, holds, preset: 'classic' });
}

const everyPredicament = RECOVERY_PRESETS.flatMap((preset) =>
  SITUATIONS.flatMap((situation) =>
    everyHolding().map((holds) => ({ preset, situation, holds, way: wayBack({ preset, situation, holds }) })),
  ),
);

describe('every situation, whatever the person still has', () => {
  test('leads somewhere: to a remedy, or to somebody to talk to', () => {
    expect(everyPredicament).toHaveLength(3 * 8 * 256);
    for (const { way } of everyPredicament) expect(way.steps.length > 0 || way.ends === 'support').toBe(true);
  });

  test('asks for nothing that the person has not, beyond a password set on the way', () => {
    for (const { holds, way } of everyPredicament) {
      const setOnTheWay = way.steps[0]?.remedy === 'reset-password' ? ['password'] : [];
      const had = new Set<string>([...holds, ...setOnTheWay]);
      for (const step of way.steps) expect(step.by.filter((holding) => !had.has(holding))).toEqual([]);
    }
  });

  test('is no worse for having one thing more', () => {
    const ends = new Map(everyPredicament.map(({ preset, situation, holds, way }) => [[preset, situation, ...holds].join(' '), way.ends]));
    for (const { preset, situation, holds } of everyPredicament.filter(({ way }) => way.ends === 'mended')) {
      for (const more of HOLDINGS) {
        const held = HOLDINGS.filter((holding) => holding === more || holds.includes(holding));
        expect(ends.get([preset, situation, ...held].join(' '))).toBe('mended');
      }
    }
  });

  test('is read off the table as the pages offer it: the first row of which somebody has enough', () => {
    for (const preset of RECOVERY_PRESETS) {
      for (const situation of SITUATIONS) {
        const table = waysBackTable({ preset, situation });
        for (const holds of everyHolding()) {
          const row = table.find(({ atLeast }) => atLeast.some((enough) => enough.every((holding) => holds.includes(holding))));
          const { steps, ends } = wayBack({ preset, situation, holds });
          expect(row).toMatchObject({ ends, remedies: steps.map((step) => step.remedy) });
        }
      }
    }
  });

  test('gives no credential to whoever has the mail alone, or knowledge alone', () => {
    const knowledge: readonly Holding[] = ['password', 'questions', 'mailed-code'];
    for (const { way } of everyPredicament.filter(({ holds }) => holds.every((holding) => knowledge.includes(holding)))) {
      const given = way.steps.map((step) => step.remedy);
      expect(given).not.toContain('replace-token');
      expect(given).not.toContain('temporary-access');
    }
  });
});

describe('the least destructive remedy comes first', () => {
  test('a locked token is unlocked, not replaced, whenever that can be', () => {
    expect(back('token-locked', 'password', 'questions', 'recovery-code')).toEqual({
      steps: [{ remedy: 'unlock-token', by: ['password', 'questions'], waitMs: 0 }],
      ends: 'mended',
    });
  });

  test('a misplaced token stays: nothing is revoked', () => {
    const { steps, ends } = back('token-misplaced', 'password', 'recovery-code');
    expect(steps.map((step) => step.remedy)).toEqual(['temporary-access']);
    expect(ends).toBe('mended');
  });

  test('a lost token is revoked at once, even by whoever cannot have another yet', () => {
    expect(back('token-lost', 'password', 'questions')).toEqual({
      steps: [{ remedy: 'revoke-token', by: ['password', 'questions'], waitMs: 0 }],
      ends: 'support',
    });
    const { steps } = wayBack({ situation: 'token-lost', holds: ['password', 'recovery-code'], preset: 'strict' });
    expect(steps.map(({ remedy, waitMs }) => [remedy, waitMs > 0])).toEqual([
      ['revoke-token', false],
      ['replace-token', true],
    ]);
  });

  test('a forgotten password is set first, and what follows does not count the same mail twice', () => {
    expect(back('token-locked', 'questions', 'mailed-code').steps).toEqual([
      { remedy: 'reset-password', by: ['mailed-code'], waitMs: 0 },
      { remedy: 'unlock-token', by: ['password', 'questions'], waitMs: 0 },
    ]);
    expect(back('token-locked', 'mailed-code')).toEqual({ steps: [], ends: 'support' });
  });

  test('nobody waits for a colleague’s word who has something better', () => {
    const [step] = back('token-broken', 'password', 'recovery-contact', 'recovery-code').steps;
    expect(step).toEqual({ remedy: 'replace-token', by: ['password', 'recovery-code'], waitMs: 0 });
    expect(back('token-broken', 'password', 'recovery-contact').steps[0]?.waitMs).toBeGreaterThan(0);
  });
});
