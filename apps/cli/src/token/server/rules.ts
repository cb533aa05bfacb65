import type { VaultClock } from '@sallyport/protocol';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Whether a token that was just opened for something else asks its server too. Somebody waits for the password, and where the network swallows what is
 * sent it takes seconds to find that out; so it asks when there is something to tell, and otherwise once a day.
 */
export function isContactDue(given: { readonly messagesWaiting: number; readonly clock: VaultClock; readonly now: number }): boolean {
  const { messagesWaiting, clock, now } = given;
  if (messagesWaiting > 0 || clock.contactMs === 0) return true;
  return Math.abs(now + clock.skewMs - clock.contactMs) > DAY_MS;
}
