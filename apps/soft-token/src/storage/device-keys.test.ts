import { expect, test } from 'vitest';
import { deviceName } from './device-keys.ts';

test('a device is named by browser and system, and by nothing that could tell two of the same kind apart', () => {
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0';
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
  expect(deviceName(edge)).toBe('Edge on Windows');
  expect(deviceName(iphone)).toBe('Safari on iPhone');
  expect(deviceName('Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0')).toBe('Firefox on Android');
  expect(deviceName('something else')).toBe('Browser');
});
