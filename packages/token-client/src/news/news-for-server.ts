import { type OpenVault, type ReceiptKind, toBase64url } from '@sallyport/protocol';
import type { PendingMessage } from './pending-message.ts';

/** What the server is to be told once a COMMIT is durable. Undefined when the vault is over already: then another window has told it more. */
export type NewsForServer = (vault: OpenVault) => Promise<PendingMessage | undefined>;

/** Section 15: the receipt for what has just been committed. */
export function receiptOf(what: ReceiptKind): NewsForServer {
  return async (vault) => {
    const receipt = await vault.receipt(what);
    if (receipt.kind === 'refused') return undefined;
    const { epoch, timeMs, mac } = receipt;
    return { kind: 'receipt', receipt: { epoch, what, time: timeMs, mac: toBase64url(mac) } };
  };
}
