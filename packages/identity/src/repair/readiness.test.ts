import { describe, expect, test } from 'vitest';
import { RECOVERY_PRESETS } from '../recovery/rules.ts';
import { readinessOf } from './readiness.ts';
import { everyHolding } from './ways-back-table.ts';

describe('an account', () => {
  test('is not ready with what hangs on the mail and on memory alone, under any preset', () => {
    for (const preset of RECOVERY_PRESETS) {
      const { isReady, independentWays } = readinessOf({ preset, holds: ['password', 'questions', 'mailed-code'] });
      expect({ isReady, independentWays }).toEqual({ isReady: false, independentWays: 1 });
    }
  });

  test('is ready once something saved or carried stands beside the mail', () => {
    for (const preset of RECOVERY_PRESETS) {
      for (const second of ['recovery-code', 'passkey-verified', 'soft-token-otp'] as const) {
        expect(readinessOf({ preset, holds: ['password', 'mailed-code', second] }).isReady).toBe(true);
      }
    }
  });

  test('without a confirmed address is stranded by a forgotten password', () => {
    const { isReady, prospects, wouldHelp } = readinessOf({ preset: 'classic', holds: ['password', 'questions', 'recovery-code'] });
    expect(isReady).toBe(false);
    expect(prospects.filter(({ way }) => way.ends === 'support').map(({ situation }) => situation)).toEqual(['password-forgotten']);
    expect(wouldHelp[0]).toBe('mailed-code');
  });

  test('that is ready is stranded in nothing; one that is not is told what would help', () => {
    for (const preset of RECOVERY_PRESETS) {
      // What more than four things do, three of them do already.
      for (const holds of everyHolding().filter((one) => one.length <= 4)) {
        const { isReady, prospects, wouldHelp } = readinessOf({ preset, holds });
        if (isReady) expect(prospects.every(({ way }) => way.ends === 'mended')).toBe(true);
        else expect(wouldHelp.length + Number(!holds.includes('password'))).toBeGreaterThan(0);
      }
    }
  });

  test('is not advised to register questions where they do not count', () => {
    expect(readinessOf({ preset: 'modern', holds: ['password'] }).wouldHelp).not.toContain('questions');
  });
});
