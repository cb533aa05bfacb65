import type { Randomness } from '@sallyport/platform';

/** An integer from 0 to `limit` - 1, each as likely: draws again rather than favour the small ones. `limit` is at most 2^32. */
export function randomBelow(randomness: Randomness, limit: number): number {
  const fair = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const drawn = randomness.bytes(4).reduce((value, octet) => value * 256 + octet, 0);
    if (drawn < fair) return drawn % limit;
  }
}
