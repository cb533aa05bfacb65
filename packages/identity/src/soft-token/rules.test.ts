import { expect, test } from 'vitest';
import { formatSerial, isSameSerial, levelToActivate } from './rules.ts';

const NOW = 1_767_225_600_000;

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
