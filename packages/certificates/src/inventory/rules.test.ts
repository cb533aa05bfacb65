import { describe, expect, test } from 'vitest';
import { INVENTORY_ORDERS, formatInventoryKey, parseInventoryKey } from './rules.ts';
import type { CertificateId } from '../identifiers.ts';

const certificateId = 'AAAAAAAAAAAAAAAAAAAAAA' as CertificateId;

describe('the key of the next page', () => {
  test('that nobody was given is none', () => {
    const malformed = [
      '',
      '.',
      certificateId,
      'short.1',
      `${certificateId}.-1`,
      `${certificateId}.1e3`,
      `${certificateId}.${'9'.repeat(16)}`,
    ];
    for (const order of ['asked', 'ends'] as const) {
      for (const text of malformed) expect(parseInventoryKey(text, order), text).toBeUndefined();
    }
    expect(parseInventoryKey(`${certificateId}.${'a'.repeat(254)}`, 'name')).toBeUndefined();
    expect(parseInventoryKey(`${certificateId}.a\t${'a'.repeat(254)}`, 'name')).toBeUndefined();
    expect(parseInventoryKey(`${certificateId}.a\tb\tc`, 'name')).toBeUndefined();
    expect(parseInventoryKey(`${certificateId}.1\ta`, 'asked')).toBeUndefined();
  });

  test('comes back as it was given, in every order', () => {
    for (const order of INVENTORY_ORDERS) {
      const key = { value: order === 'name' ? '*.a.example' : 1_790_000_000_000, certificateId };
      expect(parseInventoryKey(formatInventoryKey(key), order)).toEqual(key);
    }
    const found = { value: 'a.example', certificateId, term: '\u0001field=north quay' };
    expect(parseInventoryKey(formatInventoryKey(found), 'name')).toEqual(found);
  });
});
