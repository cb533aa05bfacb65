import { describe, expect, test } from 'vitest';
import type { Factor, Proof } from '../assurance/rules.ts';
import { formatSerial, isSameSerial, levelToActivate, mayRepair } from './rules.ts';

const NOW = 1_767_225_600_000;
const TEN_MINUTES = 600_000;

function given(...proofs: readonly (readonly [Factor, number])[]): Proof[] {
  return proofs.map(([factor, ageMs]) => ({ factor, at: NOW - ageMs, network: '192.0.2.1' }));
}

describe('the proofs an unlock needs', () => {
  test.each([
    ['a password alone', given(['password', 0])],
    ['questions alone', given(['questions', 0])],
    ['a one-time password alone', given(['soft-token-otp', 0])],
    ['a password that is ten minutes old', given(['password', TEN_MINUTES], ['questions', 0])],
    ['questions answered ten minutes ago', given(['password', 0], ['questions', TEN_MINUTES])],
    ['a PIN Reset Code in place of the questions', given(['password', 0], ['pin-reset-code', 0])],
    ['nothing', []],
  ])('%s is not enough', (_name, proofs) => {
    expect(mayRepair(proofs, NOW, TEN_MINUTES)).toBe(false);
  });

  test('a password and the questions or better, all fresh, are enough', () => {
    expect(mayRepair(given(['password', TEN_MINUTES - 1], ['questions', 0]), NOW, TEN_MINUTES)).toBe(true);
    expect(mayRepair(given(['soft-token-otp', 5], ['password', 10]), NOW, TEN_MINUTES)).toBe(true);
  });
});

test('a second token takes the second factor, since it moves a credential to another device', () => {
  expect(levelToActivate([])).toBe(1);
  expect(levelToActivate([{ activatedAt: undefined }])).toBe(1);
  expect(levelToActivate([{ activatedAt: undefined }, { activatedAt: NOW }])).toBe(2);
});

test('serials are eight digits in groups that can be read over the telephone', () => {
  expect(formatSerial(48_271_936)).toBe('ST-482-719-36');
  expect(formatSerial(7)).toBe('ST-000-000-07');
  expect(isSameSerial(formatSerial(48_271_936), ' st-482-719-36 ')).toBe(true);
  expect(isSameSerial(formatSerial(48_271_936), 'ST-482-719-37')).toBe(false);
});
