import type { TokenReceipt } from '@sallyport/protocol';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

/** Section 15: what an online token reports after a COMMIT. A newer epoch confirms an unlock. A repeat of one already taken is taken again. */
export declare function receiveReceipt(
  ports: IdentityPorts,
  input: { readonly tokenId: string; readonly receipt: TokenReceipt; readonly visit: Visit },
): Promise<{ readonly kind: 'taken' } | Refusal<'receipt-refused' | 'too-many-attempts'>>;
