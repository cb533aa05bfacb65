import { expect, test } from 'vitest';
import { asMachinesWrite } from './typed-domain.ts';

test('a name in letters a person knows becomes the one that machines know', () => {
  expect(asMachinesWrite(' Høfn.Example ')).toBe('xn--hfn-0na.example');
  expect(asMachinesWrite('HARBOUR.example')).toBe('HARBOUR.example');
});

test.each(['høfn.example/page', 'høfn.example?x', 'høfn.exam\nple', 'eve@høfn.example', 'høfn.example:80', '0x7f.1', '*.høfn.example'])(
  'no name is read into %j',
  (typed) => {
    expect(asMachinesWrite(typed)).toBe(typed);
  },
);
