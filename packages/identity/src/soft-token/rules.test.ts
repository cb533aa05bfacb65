import { expect, test } from 'vitest';
import { formatSerial, isFirstToken, isSameSerial } from './rules.ts';

const NOW = 1_767_225_600_000;

test('a token that was activated is not the first again, and one that never was does not count', () => {
  expect(isFirstToken([])).toBe(true);
  expect(isFirstToken([{ activatedAt: undefined }])).toBe(true);
  expect(isFirstToken([{ activatedAt: undefined }, { activatedAt: NOW }])).toBe(false);
});

test('serials are eight digits in groups that can be read over the telephone', () => {
  expect(formatSerial(48_271_936)).toBe('ST-482-719-36');
  expect(formatSerial(7)).toBe('ST-000-000-07');
  expect(isSameSerial(formatSerial(48_271_936), ' st-482-719-36 ')).toBe(true);
  expect(isSameSerial(formatSerial(48_271_936), 'ST-482-719-37')).toBe(false);
});
