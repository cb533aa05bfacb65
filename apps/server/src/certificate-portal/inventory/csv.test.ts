import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("https://evil.example")'])('%j is no formula', (field) => {
  expect(csvLine([field])).toBe(`"'${field.replaceAll('"', '""')}"\r\n`);
});

test('a quote, a comma or a line break stays within its field', () => {
  expect(csvLine(['a "b"', 'c,d', 'e\r\nf', ''])).toBe('"a ""b""","c,d","e\r\nf",""\r\n');
});
