import { expect, test } from 'vitest';
import type { FieldId } from '../identifiers.ts';
import { inField, termsOf } from './terms.ts';

const fieldId = 'AAAAAAAAAAAAAAAAAAAAAA' as FieldId;

test('what somebody writes into one field is not found as if it stood in another', () => {
  const terms = termsOf({ names: [], serial: undefined, values: [{ fieldId: 'B'.repeat(22) as FieldId, value: `${fieldId}=quay` }] });
  expect(terms.some((term) => term.startsWith(inField(fieldId, 'quay')))).toBe(false);
});

test('a value is found by each of its words, and whole in its field; a name by each of its endings', () => {
  expect(termsOf({ names: ['*.shop.Example', '2001:db8::1'], serial: 'AB', values: [{ fieldId, value: 'North Quay' }] })).toEqual([
    '*.shop.example',
    'shop.example',
    'example',
    '2001:db8::1',
    'ab',
    'north quay',
    'quay',
    inField(fieldId, 'north quay'),
  ]);
});
