import { utf8 } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import { encodeNews, MAX_NEWS_OCTETS, parseNews } from './news-file.ts';

const receipt = { kind: 'receipt', receipt: { epoch: 1, what: 2, time: 5, mac: 'AAAA' } } as const;

test.each([
  ['no file', undefined],
  ['no JSON', utf8('{"v":1,')],
  ['no UTF-8', Uint8Array.of(0xff, 0xfe)],
  ['another version', utf8('{"v":2,"messages":[]}')],
  ['messages that are no list', utf8('{"v":1,"messages":{}}')],
  ['null', utf8('null')],
  ['more than was ever written', new Uint8Array(MAX_NEWS_OCTETS + 1).fill(0x20)],
])('%s is no news', (_, octets) => {
  expect(parseNews(octets)).toEqual([]);
});

test('what is no message is left out', () => {
  const octets = utf8(JSON.stringify({ v: 1, messages: [receipt, null, 'x', { kind: 'other' }, { kind: 'receipt' }] }));
  expect(parseNews(octets)).toEqual([receipt]);
});

test('news come back as they went in', () => {
  expect(parseNews(encodeNews([receipt]))).toEqual([receipt]);
  expect(parseNews(encodeNews([]))).toEqual([]);
});
