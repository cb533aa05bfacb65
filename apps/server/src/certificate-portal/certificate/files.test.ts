import { expect, test } from 'vitest';
import { filesOf, parseFile, savedName, stem } from './files.ts';

test('no address reaches a file that is not of the list', () => {
  for (const text of ['', '../../etc/passwd', 'key.pem', 'CERTIFICATE.PEM', '__proto__']) expect(parseFile(text)).toBeUndefined();
});

test('a file is saved under the first name, as every system takes it', () => {
  const names = ['*.harbour.example', 'harbour.example'];
  expect(filesOf({ origin: 'request' }).map((file) => savedName(file, { names }))).toEqual([
    'wildcard.harbour.example.full-chain.pem',
    'wildcard.harbour.example.pem',
    'wildcard.harbour.example.chain.pem',
    'root.pem',
    'wildcard.harbour.example.cer',
    'wildcard.harbour.example.p7b',
  ]);
  expect(stem(['2001:db8::7'])).toBe('2001-db8--7');
});
