import { fromHex, toBase64url } from '../../bytes.ts';
import { receiptMac } from '../../receipt.ts';
import type { ReceiptKind } from '../../token-api.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** Section 15: receipts under the worked example's K_rcpt, and bodies that are none. */

const tokenId = fromHex(WORKED_EXAMPLE.tokenId);
const receiptKey = fromHex(WORKED_EXAMPLE.receiptKey);

function receipt(epoch: number, what: ReceiptKind, time: number): { epoch: number; what: ReceiptKind; time: number; mac: string } {
  return { epoch, what, time, mac: toBase64url(receiptMac(receiptKey, { tokenId, epoch, what, timeMs: time })) };
}

export function receiptVectors(): unknown {
  const good = receipt(8, 2, 1767225600000);
  const malformed: Readonly<Record<string, unknown>> = {
    'not an object': 'receipt',
    'an array': [8, 2, 1767225600000, good.mac],
    'nothing in it': {},
    'no MAC': { epoch: 8, what: 2, time: 1767225600000 },
    'a field more': { ...good, state: 'ACTIVE' },
    'epoch as text': { ...good, epoch: '8' },
    'negative epoch': { ...good, epoch: -1 },
    'epoch with a fraction': { ...good, epoch: 8.5 },
    'epoch above 2^53 - 1': { ...good, epoch: 2 ** 53 },
    'unknown kind': { ...good, what: 4 },
    'kind 0': { ...good, what: 0 },
    'kind as text': { ...good, what: '2' },
    'MAC one octet short': { ...good, mac: good.mac.slice(0, 41) },
    'MAC with padding': { ...good, mac: `${good.mac}=` },
    'MAC not base64url': { ...good, mac: `+${good.mac.slice(1)}` },
    'MAC not canonical': { ...good, mac: `${good.mac.slice(0, -1)}${good.mac.endsWith('A') ? 'B' : 'z'}` },
    'MAC too long to read': { ...good, mac: 'A'.repeat(44) },
  };
  return {
    about:
      'Section 15, under K_rcpt of the worked example. `holds`: genuine. `forged`: well formed, but the MAC is of something else. ' +
      '`malformed`: refused before any MAC is computed.',
    receiptKey: WORKED_EXAMPLE.receiptKey,
    tokenId: WORKED_EXAMPLE.tokenId,
    holds: [good, receipt(0, 1, 0), receipt(1, 3, 1767225600001), receipt(2 ** 32, 1, Number.MAX_SAFE_INTEGER)],
    forged: [
      { ...good, epoch: 9 },
      { ...good, what: 1 },
      { ...good, time: good.time + 1 },
      { ...good, mac: receipt(7, 2, good.time).mac },
    ],
    malformed: Object.entries(malformed).map(([name, body]) => ({ name, body })),
  };
}
