import { networkOf } from '@sallyport/identity';
import type { Clock } from '@sallyport/platform';
import { RefusalPace } from './refusal-pace.ts';

/** One for all listeners, so that a guesser gains nothing by going from one to the other. */
export interface RefusalHold {
  /** Comes back when a refusal may be sent to this address, and says what then becomes of the connection. */
  before(address: string): Promise<'keep' | 'close'>;
}

/** A held answer is a timer and an open connection. Whoever has more of them than this is answered at once and has to connect anew for every guess. */
const MOST_HELD = 1000;

export function createRefusalHold(given: { readonly clock: Clock; readonly wait: (ms: number) => Promise<unknown> }): RefusalHold {
  const pace = new RefusalPace();
  let held = 0;
  return {
    before: async (address) => {
      const ms = pace.holdMs({ network: networkOf(address), now: given.clock.now() });
      if (ms === 0) return 'keep';
      if (held >= MOST_HELD) return 'close';
      held += 1;
      await given.wait(ms);
      held -= 1;
      return 'keep';
    },
  };
}
