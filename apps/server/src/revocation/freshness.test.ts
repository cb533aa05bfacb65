import { expect, test } from 'vitest';
import { freshnessHeaders, isKnown } from './freshness.ts';

const AT = Date.UTC(2026, 9, 1, 12);
const version = { etag: 'ab12', lastModified: AT };

test('another tag, or a date before ours, is not what we have; so much of either that it takes long to read is not read', () => {
  for (const conditions of [
    {},
    { 'if-none-match': '"other"' },
    { 'if-none-match': 'ab12' },
    { 'if-none-match': `${'"x",'.repeat(1000)}"ab12"` },
    // The tag decides.
    { 'if-none-match': '"other"', 'if-modified-since': new Date(AT).toUTCString() },
    { 'if-modified-since': new Date(AT - 1000).toUTCString() },
    { 'if-modified-since': 'yesterday' },
  ]) {
    expect(isKnown(version, conditions)).toBe(false);
  }
});

test('our tag among others, weak too, any tag, or our date', () => {
  for (const conditions of [
    { 'if-none-match': '"ab12"' },
    { 'if-none-match': '"x", W/"ab12"' },
    { 'if-none-match': '*' },
    { 'if-modified-since': new Date(AT).toUTCString() },
  ]) {
    expect(isKnown(version, conditions)).toBe(true);
  }
});

test('the headers say how long, and from when it is', () => {
  expect(freshnessHeaders({ ...version, maxAgeSeconds: 5, expires: AT + 5000 })).toEqual({
    'cache-control': 'public, max-age=5, no-transform, must-revalidate',
    etag: '"ab12"',
    'last-modified': 'Thu, 01 Oct 2026 12:00:00 GMT',
    expires: 'Thu, 01 Oct 2026 12:00:05 GMT',
  });
});
