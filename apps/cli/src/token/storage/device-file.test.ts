import type { Bytes } from '@sallyport/protocol';
import { describe, expect, test } from 'vitest';
import { type DeviceFile, encodeDeviceFile, MAX_DEVICE_FILE_OCTETS, parseDeviceFile } from './device-file.ts';

const octets = (length: number, fill: number): Bytes => new Uint8Array(length).fill(fill);
const inFile: DeviceFile = { place: 'file', factor: octets(32, 7), privateKey: octets(138, 8), origin: 'https://token.example' };
const inKeychain: DeviceFile = { ...inFile, place: 'secret-service', factor: octets(0, 0) };

describe('a device file is refused', () => {
  const whole = encodeDeviceFile(inFile);
  const changed = (at: number, to: number): Bytes => whole.map((octet, index) => (index === at ? to : octet));

  test.each<[string, Bytes]>([
    ['overwritten with zeros', octets(whole.length, 0)],
    ['of another version', changed(4, 2)],
    ['with an unknown place', changed(5, 9)],
    ['that names a keychain and holds the key all the same', changed(5, 2)],
    ['that should hold the key and does not', encodeDeviceFile({ ...inFile, factor: octets(0, 0) })],
    ['with a key of another length', encodeDeviceFile({ ...inFile, factor: octets(31, 7) })],
    ['with an origin that is no text', changed(whole.length - 1, 0xff)],
    ['longer than any', octets(MAX_DEVICE_FILE_OCTETS + 1, 0)],
    ['with a part more', new Uint8Array([...whole, 0, 0, 0, 0])],
  ])('%s', (_, file) => {
    expect(parseDeviceFile(file)).toBeUndefined();
  });

  test('cut short anywhere', () => {
    for (let length = 0; length < whole.length; length += 1)
      expect(parseDeviceFile(whole.slice(0, length)), String(length)).toBeUndefined();
  });
});

test.each([inFile, inKeychain, { ...inKeychain, place: 'macos-keychain' as const }])('a key in $place comes back as it went in', (file) => {
  expect(parseDeviceFile(encodeDeviceFile(file))).toEqual(file);
});
