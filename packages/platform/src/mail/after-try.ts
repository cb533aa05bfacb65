import type { Instant } from '../clock.ts';
import type { Delivery } from './transport.ts';

export type Fate =
  | { readonly kind: 'sent' }
  | { readonly kind: 'again'; readonly dueAt: Instant; readonly reason: string }
  | { readonly kind: 'given-up'; readonly reason: string };

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 60 * 60_000;

/** What becomes of a mail after its `tries`-th try: half a minute, a minute, two … an hour apart, until it is of no use any more. */
export function fateAfterTry(input: {
  readonly delivery: Delivery;
  readonly tries: number;
  readonly giveUpAt: Instant;
  readonly now: Instant;
}): Fate {
  const { delivery, tries, giveUpAt, now } = input;
  switch (delivery.outcome) {
    case 'sent':
      return { kind: 'sent' };
    case 'refused':
      return { kind: 'given-up', reason: delivery.reason };
    case 'deferred': {
      const dueAt = now + Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
      return dueAt < giveUpAt ? { kind: 'again', dueAt, reason: delivery.reason } : { kind: 'given-up', reason: delivery.reason };
    }
  }
}
