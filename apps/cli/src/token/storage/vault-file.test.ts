import type { Bytes } from '@sallyport/protocol';
import { describe, expect, test } from 'vitest';
import { encodeVaultFile, MAX_VAULT_FILE_OCTETS, parseVaultFile, type VaultFile } from './vault-file.ts';

const octets = (length: number, fill: number): Bytes => new Uint8Array(length).fill(fill);
const vault: VaultFile = {
  kind: 'vault',
  records: { header: octets(82, 1), recoverySlot: octets(124, 2), body: octets(564, 3), state: octets(52, 4) },
};
const gravestone: VaultFile = { kind: 'gravestone', header: octets(82, 1) };

describe('a vault file is refused', () => {
  const whole = encodeVaultFile(vault);
  const changed = (at: number, to: number): Bytes => whole.map((octet, index) => (index === at ? to : octet));

  test.each<[string, Bytes]>([
    ['empty', octets(0, 0)],
    ['of zeros, as a power cut may leave it', octets(whole.length, 0)],
    ['with another magic number', changed(0, 0x54)],
    ['of another version', changed(4, 2)],
    ['of an unknown kind', changed(5, 3)],
    ['that says it is a gravestone and holds a vault', changed(5, 2)],
    ['with a part that is longer than the file', changed(6, 0xff)],
    ['longer than any', octets(MAX_VAULT_FILE_OCTETS + 1, 0)],
    ['with one octet more', new Uint8Array([...whole, 0])],
    ['with a part more', new Uint8Array([...whole, 0, 0, 0, 0])],
    ['that says it is a vault and holds a header alone', encodeVaultFile(gravestone).map((octet, index) => (index === 5 ? 1 : octet))],
  ])('%s', (_, file) => {
    expect(parseVaultFile(file)).toBeUndefined();
  });

  test('cut short anywhere', () => {
    for (let length = 0; length < whole.length; length += 1) expect(parseVaultFile(whole.slice(0, length)), String(length)).toBeUndefined();
  });
});

test.each([vault, gravestone])('a $kind comes back as it went in', (file) => {
  expect(parseVaultFile(encodeVaultFile(file))).toEqual(file);
});
