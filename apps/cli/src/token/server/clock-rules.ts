/** Section 15, time: what a device without a network can know about its clock, and what to do with a measured offset. */

const NOTICE_MS = 10_000;
const ASK_MS = 24 * 60 * 60_000;
const LONG_AGO_MS = 30 * ASK_MS;

export type ClockJudgement =
  | { readonly kind: 'plausible' }
  /** It shows a moment before the last contact with the server, which has been. */
  | { readonly kind: 'behind' }
  /** Nobody has checked it for so long that its owner should look. */
  | { readonly kind: 'unchecked' };

/** Offline. `skewMs`: the offset that is kept; `lastContactMs`: by the server's clock. */
export function judgeClock(given: {
  readonly now: number;
  readonly skewMs: number;
  readonly lastContactMs: number | undefined;
}): ClockJudgement {
  if (given.lastContactMs === undefined) return { kind: 'plausible' };
  const sinceContact = given.now + given.skewMs - given.lastContactMs;
  if (sinceContact < -NOTICE_MS) return { kind: 'behind' };
  return { kind: sinceContact > LONG_AGO_MS ? 'unchecked' : 'plausible' };
}

export type OffsetJudgement =
  | { readonly kind: 'keep' }
  /** Kept, and said. */
  | { readonly kind: 'notice' }
  /** So far off that a person must say which clock is wrong. */
  | { readonly kind: 'ask' };

/** Online: how much the measured offset differs from the one in use. */
export function judgeOffset(differenceMs: number): OffsetJudgement {
  const off = Math.abs(differenceMs);
  if (off > ASK_MS) return { kind: 'ask' };
  return { kind: off > NOTICE_MS ? 'notice' : 'keep' };
}

/** The `Date` field of an answer is cut to the second (RFC 9110 section 5.6.7); so half a second is added. Undefined for no date. */
export function offsetOf(given: {
  readonly date: string | null;
  readonly sentAt: number;
  readonly receivedAt: number;
}): number | undefined {
  const served = given.date === null ? Number.NaN : Date.parse(given.date);
  if (Number.isNaN(served)) return undefined;
  return Math.round(served + 500 + (given.receivedAt - given.sentAt) / 2 - given.receivedAt);
}
