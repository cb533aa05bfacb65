import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from './bytes.ts';
import { type ReceivedReceipt, parseReceipt, receiptHolds } from './receipt.ts';
import { readVectors } from './testing/read-vectors.ts';
import type { TokenReceipt } from './token-api.ts';

interface Vectors {
  readonly receiptKey: string;
  readonly tokenId: string;
  readonly holds: readonly TokenReceipt[];
  readonly forged: readonly TokenReceipt[];
  readonly malformed: readonly { readonly name: string; readonly body: unknown }[];
}

const vectors = readVectors<Vectors>('receipt');
const receiptKey = fromHex(vectors.receiptKey);
const tokenId = fromHex(vectors.tokenId);

function parsed(body: unknown): ReceivedReceipt {
  const receipt = parseReceipt(body);
  return receipt.ok ? receipt.value : expect.fail('a well-formed receipt was refused');
}

test.each(vectors.forged)('a MAC of other facts does not hold: epoch $epoch, kind $what', (body) => {
  expect(receiptHolds({ receiptKey, tokenId, receipt: parsed(body) })).toBe(false);
});

test('a receipt of one token says nothing of another, and not under another key', () => {
  const receipt = parsed(vectors.holds[0]);
  expect(receiptHolds({ receiptKey, tokenId: new Uint8Array(16), receipt })).toBe(false);
  expect(receiptHolds({ receiptKey: new Uint8Array(32), tokenId, receipt })).toBe(false);
});

test.each(vectors.malformed)('what is no receipt is refused unread: $name', ({ body }) => {
  expect(parseReceipt(body)).toEqual({ ok: false, error: { code: 'MALFORMED' } });
});

test('arbitrary JSON is refused, and never makes the parser throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      expect(parseReceipt(body)).toEqual({ ok: false, error: { code: 'MALFORMED' } });
    }),
  );
});

test.each(vectors.holds)('genuine: epoch $epoch, kind $what', (body) => {
  expect(receiptHolds({ receiptKey, tokenId, receipt: parsed(body) })).toBe(true);
});
