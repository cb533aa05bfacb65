import { type Bytes, concat, constantTimeEqual, domain, u64, u8 } from './bytes.ts';
import { hmacSha256 } from './key-schedule.ts';
import { exactFields, isCount, octetsOf } from './json.ts';
import { type Result, ok, refuse } from './result.ts';
import type { ReceiptKind, TokenReceipt } from './token-api.ts';

/** Section 15: with a receipt the token tells the server, under its own key, that it holds a new epoch. */

export const RECEIPT_KIND = { commit: 1, unlock: 2, pinChange: 3 } as const satisfies Record<string, ReceiptKind>;

export interface ReceiptFacts {
  readonly tokenId: Uint8Array;
  readonly epoch: number;
  readonly what: ReceiptKind;
  /** When the token made it, Unix milliseconds by its own clock. */
  readonly timeMs: number;
}

/** A receipt that came in and is well formed; whether its MAC holds is for `receiptHolds` to say. */
export interface ReceivedReceipt extends Omit<ReceiptFacts, 'tokenId'> {
  readonly mac: Bytes;
}

const MAC_OCTETS = 32;

export function receiptMac(receiptKey: Uint8Array, facts: ReceiptFacts): Bytes {
  return hmacSha256(receiptKey, concat(domain('receipt'), facts.tokenId, u64(facts.epoch), u8(facts.what), u64(facts.timeMs)));
}

/** Whether the token with this key really said so. `tokenId` is that of the token asked about, not one out of the message. */
export function receiptHolds(input: { receiptKey: Uint8Array; tokenId: Uint8Array; receipt: ReceivedReceipt }): boolean {
  const { receiptKey, tokenId, receipt } = input;
  return constantTimeEqual(receiptMac(receiptKey, { ...receipt, tokenId }), receipt.mac);
}

const FIELDS = ['epoch', 'what', 'time', 'mac'] as const satisfies readonly (keyof TokenReceipt)[];

/** Takes the body of a receipt call; refuses anything that is not exactly a `TokenReceipt`. */
export function parseReceipt(json: unknown): Result<ReceivedReceipt, { readonly code: 'MALFORMED' }> {
  const body = exactFields(json, FIELDS);
  if (body === undefined || !isCount(body.epoch) || !isCount(body.time)) return refuse({ code: 'MALFORMED' });
  const { epoch, what, time: timeMs } = body;
  const mac = octetsOf(body.mac, MAC_OCTETS);
  if (mac === undefined || (what !== 1 && what !== 2 && what !== 3)) return refuse({ code: 'MALFORMED' });
  return ok({ epoch, what, timeMs, mac });
}
