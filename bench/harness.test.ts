import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alternate, type Comparison, defineBenchmark, drawTable, judge, median, ratePerSecond } from './harness.ts';

const comparison: Comparison = {
  unit: 'tx/s',
  subject: { name: 'store', rounds: [50, 70, 60] },
  limit: { name: 'bare', rounds: [100, 90, 200] },
};

describe('the median', () => {
  test('of nothing does not exist', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  test('of an even number of rounds lies between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test('is not moved by one round that went wrong', () => {
    expect(median([100, 101, 99, 0.001, 100])).toBe(100);
  });

  test('has as many rounds above it as below, and does not depend on their order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 40 }), (rounds) => {
        const middle = median(rounds);
        expect(rounds.filter((value) => value < middle).length).toBeLessThanOrEqual(rounds.length / 2);
        expect(rounds.filter((value) => value > middle).length).toBeLessThanOrEqual(rounds.length / 2);
        expect(median(rounds.toReversed())).toBe(middle);
      }),
    );
  });
});

describe('the verdict', () => {
  test('cannot be given against a limit of zero', () => {
    expect(() => judge('x', { ...comparison, limit: { name: 'bare', rounds: [0, 0, 0] } })).toThrow(RangeError);
  });

  test('is the ratio of the medians, with its unit and its limit', () => {
    expect(judge('otp-store', { ...comparison, more: { callers: 64 } })).toEqual({
      name: 'otp-store',
      value: 60,
      unit: 'tx/s',
      limit: 100,
      ratio: 0.6,
      callers: 64,
    });
  });
});

test('rounds of subject and limit alternate, and who goes first changes; the warm-up counts nothing', async () => {
  const order: string[] = [];
  const contender = (name: string) => ({ name, measure: () => Promise.resolve(order.push(name)) });
  const measured = await alternate({ rounds: 3, subject: contender('s'), limit: contender('l') });
  expect(order.join('')).toBe('ls' + 'sl' + 'ls' + 'sl');
  expect(measured.subject.rounds).toEqual([3, 6, 7]);
  expect(measured.limit.rounds).toEqual([4, 5, 8]);
});

test('a rate counts every work once, whoever did it, in the time that passed', async () => {
  let time = 0;
  const done: number[] = [];
  const work = (index: number) => {
    time += 300;
    done.push(index);
    return Promise.resolve();
  };
  const rate = await ratePerSecond({ callers: 3, works: 5, work, now: () => time });
  expect(done.toSorted()).toEqual([0, 1, 2, 3, 4]);
  expect(rate).toBeCloseTo(5 / 1.5);
});

test('more callers than works leave none of them waiting', async () => {
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (running += 1));
    await Promise.resolve();
    running -= 1;
  };
  await ratePerSecond({ callers: 8, works: 4, work });
  expect(most).toBe(4);
});

test('an option that is not given keeps its value', async () => {
  const seen: unknown[] = [];
  const benchmark = defineBenchmark({
    name: 'x',
    summary: '',
    options: { rounds: 5, callers: 64 },
    run: (options) => {
      seen.push(options);
      return Promise.resolve(comparison);
    },
  });
  await benchmark.run({ rounds: 9 });
  expect(seen).toEqual([{ rounds: 9, callers: 64 }]);
});

test('the table shows every round and the medians', () => {
  expect(drawTable(comparison).split('\n')).toEqual([
    ' round  store (tx/s)  bare (tx/s)  ratio',
    '     1            50          100  0.500',
    '     2            70           90  0.778',
    '     3            60          200  0.300',
    'median            60          100  0.600',
  ]);
});

test('what was measured beside them has columns of its own, and no part in the ratio', () => {
  expect(
    drawTable({ ...comparison, beside: [{ name: 'over HTTP', rounds: [1, 2, 3] }] })
      .split('\n')
      .at(-1),
  ).toBe('median            60          100  0.600                 2');
});
