import { expect, test } from 'vitest';
import { createSigningAllowance } from './signing-allowance.ts';

const NOW = Date.UTC(2026, 9, 1, 12);

function spendable(allowance: ReturnType<typeof createSigningAllowance>, network: string, now: number): number {
  let spent = 0;
  while (spent < 5000 && allowance.spend(network, now)) spent += 1;
  return spent;
}

test('a network costs a thousand signatures at once and then a hundred a second, and others are not touched by it', () => {
  const allowance = createSigningAllowance();
  expect(spendable(allowance, '192.0.2.1', NOW)).toBe(1000);
  expect(spendable(allowance, '192.0.2.2', NOW)).toBe(1000);
  expect(spendable(allowance, '192.0.2.1', NOW + 2000)).toBe(200);
  expect(spendable(allowance, '192.0.2.1', NOW + 3_600_000)).toBe(1000);
});

test('a clock that steps back fills nothing', () => {
  const allowance = createSigningAllowance();
  spendable(allowance, '192.0.2.1', NOW);
  expect(spendable(allowance, '192.0.2.1', NOW - 3_600_000)).toBe(0);
  expect(spendable(allowance, '192.0.2.1', NOW - 3_599_000)).toBe(100);
});

test('any number of networks is remembered in bounded room, those that ask now longest', () => {
  const allowance = createSigningAllowance();
  spendable(allowance, 'busy', NOW);
  for (let index = 0; index < 25_000; index += 1) {
    allowance.spend(`network ${String(index)}`, NOW);
    if (index % 1000 === 0) expect(allowance.spend('busy', NOW)).toBe(false);
  }
});
