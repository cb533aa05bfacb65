import type { Instant } from '@sallyport/platform';

/**
 * How many signatures a network may cost this process: a bucket that fills by so many a second. It guards the processor of the process it is in, so it is
 * kept there: to count in the database would cost more than the signature.
 */
export interface SigningAllowance {
  /** False when the bucket of this network is empty. */
  spend(network: string, now: Instant): boolean;
}

/** A whole office may be behind one address; a hundred a second are a few hundredths of one processor. */
const REFILL_EACH_SECOND = 100;
const MOST = 1000;
const MAX_NETWORKS = 10_000;

interface Bucket {
  readonly left: number;
  readonly at: Instant;
}

export function createSigningAllowance(): SigningAllowance {
  const buckets = new Map<string, Bucket>();
  return {
    spend: (network, now) => {
      const { left, at } = buckets.get(network) ?? { left: MOST, at: now };
      // A clock that steps back fills nothing.
      const filled = Math.min(MOST, left + (Math.max(0, now - at) / 1000) * REFILL_EACH_SECOND);
      // The one that was asked last stands last, so that those that go first have been quiet longest.
      buckets.delete(network);
      const [oldest] = buckets.size >= MAX_NETWORKS ? buckets.keys() : [];
      if (oldest !== undefined) buckets.delete(oldest);
      const isEnough = filled >= 1;
      buckets.set(network, { left: isEnough ? filled - 1 : filled, at: now });
      return isEnough;
    },
  };
}
