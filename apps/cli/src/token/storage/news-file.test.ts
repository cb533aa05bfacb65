import { utf8 } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import { encodeNews, MAX_NEWS_OCTETS, parseNews } from './news-file.ts';

const NOTHING = { messages: [], lastContactMs: undefined };
const receipt = { kind: 'receipt', receipt: { epoch: 1, what: 2, time: 5, mac: 'AAAA' } } as const;

test.each([
  ['no file', undefined],
  ['no JSON', utf8('{"v":1,')],
  ['no UTF-8', Uint8Array.of(0xff, 0xfe)],
  ['another version', utf8('{"v":2,"messages":[],"lastContactMs":1}')],
  ['messages that are no list', utf8('{"v":1,"messages":{},"lastContactMs":null}')],
  ['null', utf8('null')],
  ['more than was ever written', new Uint8Array(MAX_NEWS_OCTETS + 1).fill(0x20)],
])('%s is no news', (_, octets) => {
  expect(parseNews(octets)).toEqual(NOTHING);
});

test('what is no message, and no moment, is left out', () => {
  const octets = utf8(JSON.stringify({ v: 1, messages: [receipt, null, 'x', { kind: 'other' }, { kind: 'receipt' }], lastContactMs: -5 }));
  expect(parseNews(octets)).toEqual({ messages: [receipt], lastContactMs: undefined });
});

test('news come back as they went in', () => {
  const news = { messages: [receipt], lastContactMs: 1_767_225_600_000 };
  expect(parseNews(encodeNews(news))).toEqual(news);
  expect(parseNews(encodeNews(NOTHING))).toEqual(NOTHING);
});
