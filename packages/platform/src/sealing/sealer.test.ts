import { describe, expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { seededRandomness } from '../testing/index.ts';
import { newKeyLine, parseKeyring } from './keyring.ts';
import { createSealer, type Place, SealBroken, type SealFault } from './sealer.ts';

const randomness = seededRandomness('sealer');
const oldKey = newKeyLine(randomness);
const newKey = newKeyLine(randomness);
const sealerWith = (...lines: string[]) =>
  createSealer({ keyring: parseKeyring({ text: new Secret(lines.join('\n')), source: 'the test' }), randomness });

const place: Place = { table: 'soft_token', column: 'recovery_key', row: 'row-1' };
const plaintext = new TextEncoder().encode('sixteen secret octets or more');
const sealer = sealerWith(oldKey);

function faultOf(open: () => unknown): { fault: SealFault; message: string } {
  try {
    open();
  } catch (error) {
    if (error instanceof SealBroken) return { fault: error.fault, message: error.message };
    throw error;
  }
  throw new Error('it opened');
}

describe('a sealed secret refuses to open', () => {
  test.each<[string, Place]>([
    ['row', { ...place, row: 'row-2' }],
    ['column', { ...place, column: 'seed' }],
    ['table', { ...place, table: 'hard_token' }],
  ])('in another %s than it was sealed for', (_, elsewhere) => {
    const sealed = sealer.seal({ plaintext, place });
    const { fault, message } = faultOf(() => sealer.open({ sealed, place: elsewhere }));
    expect(fault).toBe('altered-or-elsewhere');
    expect(message).toContain(`${elsewhere.table}:${elsewhere.column}:${elsewhere.row}`);
  });

  test('after a change of any one octet', () => {
    const sealed = sealer.seal({ plaintext, place });
    for (const index of sealed.keys()) {
      const altered = sealed.slice();
      altered[index] = (altered[index] ?? 0) ^ 0x40;
      expect(() => sealer.open({ sealed: altered, place }), `octet ${String(index)}`).toThrow(SealBroken);
    }
  });

  test('when it is cut short at any length', () => {
    const sealed = sealer.seal({ plaintext, place });
    for (let length = 0; length < sealed.length; length += 1) {
      const { fault } = faultOf(() => sealer.open({ sealed: sealed.subarray(0, length), place }));
      expect(fault, `length ${String(length)}`).toBe(length < 37 ? 'truncated' : 'altered-or-elsewhere');
    }
  });

  test('under a ring without its key, and names both keys', () => {
    const sealed = sealer.seal({ plaintext, place });
    const { fault, message } = faultOf(() => sealerWith(newKey).open({ sealed, place }));
    expect(fault).toBe('unknown-key');
    expect(message).toMatch(/key [0-9a-f]{16}, which is not in the keyring \(its newest is [0-9a-f]{16}\)/);
  });

  test('in a format of a later version', () => {
    const sealed = sealer.seal({ plaintext, place });
    sealed[0] = 2;
    expect(faultOf(() => sealer.open({ sealed, place })).fault).toBe('unknown-format');
  });

  test('and its errors never hold the plaintext', () => {
    const sealed = sealer.seal({ plaintext, place });
    const { message } = faultOf(() => sealer.open({ sealed, place: { ...place, row: 'x' } }));
    expect(message).not.toContain('sixteen');
  });
});

test('a place whose parts could be shifted into each other is no place', () => {
  expect(() => sealer.seal({ plaintext, place: { table: 'a:b', column: 'c', row: 'd' } })).toThrow(TypeError);
  expect(() => sealer.seal({ plaintext, place: { table: 'a', column: 'b:c', row: 'd' } })).toThrow(TypeError);
  expect(() => sealer.seal({ plaintext, place: { table: 'a', column: 'b', row: '' } })).toThrow(TypeError);
});

describe('a sealed secret', () => {
  test.each([0, 1, 32, 100_000])('of %i octets opens in its own place', (length) => {
    const long = randomness.bytes(length);
    const sealed = sealer.seal({ plaintext: long, place });
    expect(Buffer.compare(sealer.open({ sealed, place }), long)).toBe(0);
  });

  test('sealed twice never looks alike', () => {
    expect(sealer.seal({ plaintext, place })).not.toEqual(sealer.seal({ plaintext, place }));
  });

  test('opens after a newer key was added, and new ones are sealed under the newer key', () => {
    const sealed = sealer.seal({ plaintext, place });
    const rotated = sealerWith(oldKey, newKey);
    expect(rotated.open({ sealed, place })).toEqual(plaintext);
    const fresh = rotated.seal({ plaintext, place });
    expect(sealerWith(newKey).open({ sealed: fresh, place })).toEqual(plaintext);
    expect(faultOf(() => sealer.open({ sealed: fresh, place })).fault).toBe('unknown-key');
  });

  test('resealed opens without the old key; under the newest key already it is left alone', () => {
    const rotated = sealerWith(oldKey, newKey);
    const resealed = rotated.reseal({ sealed: sealer.seal({ plaintext, place }), place });
    if (!resealed) throw new Error('it should have been sealed anew');
    expect(sealerWith(newKey).open({ sealed: resealed, place })).toEqual(plaintext);
    expect(rotated.reseal({ sealed: resealed, place })).toBeUndefined();
  });

  test('of another place is not resealed', () => {
    const sealed = sealer.seal({ plaintext, place });
    expect(() => sealerWith(oldKey, newKey).reseal({ sealed, place: { ...place, row: 'row-2' } })).toThrow(SealBroken);
  });
});
