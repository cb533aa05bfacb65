import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOLD_MS, HOUSE_PACE, MOST_NETWORKS, NETWORK_PACE, RefusalPace } from './refusal-pace.ts';

const NOW = Date.UTC(2026, 0, 1);
const times = <Result>(count: number, call: (index: number) => Result): Result[] =>
  Array.from({ length: count }, (_, index) => call(index));

test('a network that is refused faster than it may be is answered a second later, every time', () => {
  const pace = new RefusalPace();
  const holds = times(40, (index) => pace.holdMs({ network: 'a', now: NOW + index }));
  expect(holds).toEqual([...Array<number>(NETWORK_PACE.burst).fill(0), ...Array<number>(40 - NETWORK_PACE.burst).fill(HOLD_MS)]);
});

test('somebody who mistypes now and then is never held back, however long', () => {
  const pace = new RefusalPace();
  expect(times(500, (index) => pace.holdMs({ network: 'a', now: NOW + index * NETWORK_PACE.everyMs }))).toEqual(Array(500).fill(0));
});

test('another network is answered as if nothing had happened', () => {
  const pace = new RefusalPace();
  times(HOUSE_PACE.burst - 1, () => pace.holdMs({ network: 'a', now: NOW }));
  expect(pace.holdMs({ network: 'b', now: NOW })).toBe(0);
});

test('guesses from ever other networks are held back as soon as the whole house is refused too fast', () => {
  const pace = new RefusalPace();
  const holds = times(1000, (index) => pace.holdMs({ network: String(index), now: NOW + Math.floor(index / 10) }));
  expect(holds.filter((hold) => hold === 0).length).toBeLessThanOrEqual(HOUSE_PACE.burst + 100 / HOUSE_PACE.everyMs);
});

test('whoever stops is a stranger to it again after the time of a burst', () => {
  const pace = new RefusalPace();
  times(1000, () => pace.holdMs({ network: 'a', now: NOW }));
  const later = NOW + NETWORK_PACE.burst * NETWORK_PACE.everyMs;
  expect(times(NETWORK_PACE.burst, () => pace.holdMs({ network: 'a', now: later }))).toEqual(Array(NETWORK_PACE.burst).fill(0));
});

test('of any sequence of refusals no network has more at once than its burst and what the time since has earned', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }), (gaps) => {
      const pace = new RefusalPace();
      let now = NOW;
      const atOnce: number[] = [];
      for (const gap of gaps) {
        now += gap;
        if (pace.holdMs({ network: 'a', now }) === 0) atOnce.push(now);
      }
      for (const [index, from] of atOnce.entries()) {
        for (const [further, until] of atOnce.slice(index).entries()) {
          expect(further + 1).toBeLessThanOrEqual(NETWORK_PACE.burst + (until - from) / NETWORK_PACE.everyMs);
        }
      }
    }),
  );
});

test('a flood from ever other networks keeps no more of them than it may', () => {
  const pace = new RefusalPace();
  times(MOST_NETWORKS + 500, (index) => pace.holdMs({ network: String(index), now: NOW }));
  expect(pace.networks).toBe(MOST_NETWORKS);
});
