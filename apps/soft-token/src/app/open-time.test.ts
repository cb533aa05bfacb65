import { expect, test } from 'vitest';
import { judgeOpenTime } from './open-time.ts';

const policy = { idleMs: 120_000, hiddenMs: 45_000, warningMs: 30_000 };
const seen = { lastUsedAt: 1_000_000, hiddenSince: undefined };

test('a clock that was set back closes the token', () => {
  expect(judgeOpenTime(seen, 999_999, policy)).toEqual({ kind: 'close', because: 'unused' });
});

test('a device that slept closes the token at the first look', () => {
  expect(judgeOpenTime(seen, 1_000_000 + 8 * 3_600_000, policy)).toEqual({ kind: 'close', because: 'unused' });
});

test('a hidden window closes after the grace, not before', () => {
  const hidden = { lastUsedAt: 1_000_000, hiddenSince: 1_010_000 };
  expect(judgeOpenTime(hidden, 1_054_999, policy)).toEqual({ kind: 'stay' });
  expect(judgeOpenTime(hidden, 1_055_000, policy)).toEqual({ kind: 'close', because: 'hidden' });
});

test('an unused token says that it will close while there is time to stay', () => {
  expect(judgeOpenTime(seen, 1_089_999, policy)).toEqual({ kind: 'stay' });
  expect(judgeOpenTime(seen, 1_090_000, policy)).toEqual({ kind: 'warn', secondsLeft: 30 });
  expect(judgeOpenTime(seen, 1_119_999, policy)).toEqual({ kind: 'warn', secondsLeft: 1 });
  expect(judgeOpenTime(seen, 1_120_000, policy)).toEqual({ kind: 'close', because: 'unused' });
});
