import { describe, expect, test } from 'vitest';
import { damm, dammCheckDigit, dammHolds } from './damm.ts';

/** Not samples: every case there is. */
const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);
const GROUPS = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, '0'));
const step = (interim: number, digit: number): number => damm(interim, String(digit));

describe('from every interim digit', () => {
  test('a wrong digit leads elsewhere, and what follows never leads back', () => {
    for (const interim of DIGITS) {
      expect(new Set(DIGITS.map((digit) => step(interim, digit))).size).toBe(10);
    }
    // Two paths that differ stay apart whatever digit both take next: every column is a permutation.
    for (const digit of DIGITS) {
      expect(new Set(DIGITS.map((interim) => step(interim, digit))).size).toBe(10);
    }
  });

  test('two different neighbours swapped lead elsewhere', () => {
    const undetected = DIGITS.flatMap((interim) =>
      DIGITS.flatMap((first) =>
        DIGITS.filter((second) => first !== second && step(step(interim, first), second) === step(step(interim, second), first)),
      ),
    );
    expect(undetected).toEqual([]);
  });

  test('the check digit makes the group hold, and no other digit does', () => {
    for (const start of DIGITS) {
      for (const group of GROUPS) {
        const holding = DIGITS.filter((digit) => dammHolds(start, group + String(digit)));
        if (holding.join() !== dammCheckDigit(start, group)) expect.fail(`${group} from ${String(start)}: ${holding.join()}`);
      }
    }
  });
});

test('no group holds under any start but its own: a group in another place, or in a code of another kind, is always found', () => {
  const misplaced = GROUPS.filter((group) => new Set(DIGITS.map((start) => dammCheckDigit(start, group))).size !== 10);
  expect(misplaced).toEqual([]);
});
