import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from './csv.ts';

test.each(['"never closed', 'a,"b', 'a\n"b""', '"closed"too early'])(
  'a quotation that does not end where its field does is no CSV: %j',
  (text) => {
    expect(readCsv(text)).toBeUndefined();
  },
);

test.each([
  ['', []],
  ['a,b', [['a', 'b']]],
  [
    'a,b\r\n\r\nc,d\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,\n,b,\n',
    [
      ['a', ''],
      ['', 'b', ''],
    ],
  ],
  ['"a ""quoted"" comma, and\na line",b', [['a "quoted" comma, and\na line', 'b']]],
  ['"",x', [['', 'x']]],
  ['one\rtwo', [['one'], ['two']]],
])('%j', (text, rows) => {
  expect(readCsv(text)).toEqual(rows);
});

test('rows come back as they were written', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'ü'), maxLength: 6 });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
  fc.assert(
    fc.property(rows, (table) => {
      const text = table.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
      expect(readCsv(text)).toEqual(table);
    }),
  );
});
