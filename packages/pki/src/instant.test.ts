import fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilTimeOf, instantOf } from './instant.ts';

test('every second from year 1 to 9999 is the date that the platform says it is, and back', () => {
  const seconds = fc.integer({ min: Date.UTC(1000, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const date = new Date(second * 1000);
      const time = civilTimeOf(second * 1000);
      expect(time).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
      });
      expect(instantOf(time)).toBe(second * 1000);
    }),
  );
});

test.each([
  ['29 February 2027', { year: 2027, month: 2, day: 29 }],
  ['29 February 2100', { year: 2100, month: 2, day: 29 }],
  ['31 April', { year: 2028, month: 4, day: 31 }],
  ['a thirteenth month', { year: 2028, month: 13, day: 1 }],
  ['a day 0', { year: 2028, month: 1, day: 0 }],
  ['a leap second', { year: 2016, month: 12, day: 31, hour: 23, minute: 59, second: 60 }],
])('no calendar has %s', (_, parts) => {
  expect(instantOf({ hour: 0, minute: 0, second: 0, ...parts })).toBeUndefined();
});
