import { toBase64url, utf8 } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import { encodeRemovalFile, MAX_REMOVAL_OCTETS, parseRemovalFile } from './removal-file.ts';

const file = { origin: 'https://token.example', removal: { sig: toBase64url(new Uint8Array(64).fill(7)) } };
const json = (change: object): Uint8Array => utf8(JSON.stringify({ v: 1, origin: file.origin, ...file.removal, ...change }));

test.each([
  ['nothing', new Uint8Array()],
  ['no JSON', utf8('{"v":1,')],
  ['no UTF-8', Uint8Array.of(0xff, 0xfe)],
  ['null', utf8('null')],
  ['another version', json({ v: 2 })],
  ['no origin', json({ origin: null })],
  ['a signature that is cut', json({ sig: file.removal.sig.slice(4) })],
  ['a signature that is no text', json({ sig: [1] })],
  ['more than was ever written', json({ more: 'x'.repeat(MAX_REMOVAL_OCTETS) })],
])('%s is no removal', (_, octets) => {
  expect(parseRemovalFile(octets)).toBeUndefined();
});

test('a removal comes back as it went in', () => {
  expect(parseRemovalFile(encodeRemovalFile(file))).toEqual(file);
});
