import type { Instant } from '@sallyport/platform';

/**
 * How much somebody may cost this process: a bucket for each that fills by so many a second. It guards the processor of the process it is in, so it is kept there: to count in the
 * database would cost more than what is counted.
 */
export interface Allowance {
  /** False when the bucket of this one is empty. */
  spend(whose: string, now: Instant): boolean;
  /** The same for so many at once: all of them, or none. */
  spendMany(many: { readonly whose: string; readonly count: number; readonly now: Instant }): boolean;
}

export interface AllowanceSize {
  readonly eachSecond: number;
  /** At once, after a quiet time. */
  readonly most: number;
}

const MOST_BUCKETS = 10_000;

interface Bucket {
  readonly left: number;
  readonly at: Instant;
}

export function createAllowance({ eachSecond, most }: AllowanceSize): Allowance {
  const buckets = new Map<string, Bucket>();
  const spendMany: Allowance['spendMany'] = ({ whose, count, now }) => {
    const { left, at } = buckets.get(whose) ?? { left: most, at: now };
    // A clock that steps back fills nothing.
    const filled = Math.min(most, left + (Math.max(0, now - at) / 1000) * eachSecond);
    // The one that was asked last stands last, so that those that go first have been quiet longest.
    buckets.delete(whose);
    const [oldest] = buckets.size >= MOST_BUCKETS ? buckets.keys() : [];
    if (oldest !== undefined) buckets.delete(oldest);
    const isEnough = filled >= count;
    buckets.set(whose, { left: isEnough ? filled - count : filled, at: now });
    return isEnough;
  };
  return { spend: (whose, now) => spendMany({ whose, count: 1, now }), spendMany };
}
