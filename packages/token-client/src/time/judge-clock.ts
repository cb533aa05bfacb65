import type { VaultClock } from '@sallyport/protocol';

/** Section 15, time: what to do about a measured offset, and what to tell the person about the clock. All in milliseconds. */

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** Below this an offset is as good as the stored one: the measurement itself is not better. */
const MOVED_MS = 2 * SECOND;
/** An answer that took longer says too little about time. */
const LONGEST_ROUND_TRIP_MS = 10 * SECOND;
const ASK_ABOVE_MS = DAY;
const NOTICE_ABOVE_MS = 10 * SECOND;
const SILENT_AFTER_MS = 30 * DAY;
/** How often the time of the last contact is worth a write. */
const CONTACT_GRAIN_MS = DAY;

export interface Measurement {
  readonly offsetMs: number;
  readonly roundTripMs: number;
  /** The server's clock when it answered. */
  readonly serverTimeMs: number;
}

export type ClockJudgement =
  /** `next`: to be stored; undefined when nothing is worth a write. */
  | { readonly kind: 'settled'; readonly next: VaultClock | undefined }
  /** More than a day off: the person is asked before the codes follow the server. Until then they follow the device as before. */
  | { readonly kind: 'ask'; readonly offsetMs: number; readonly next: VaultClock | undefined };

/**
 * The offset is authenticated under K_srv, so that only the server itself could lie. Even so it cannot lead the token far in silence: within a day
 * of the device's own clock, or of what the person last agreed to, it is followed and the screen says how far the clocks are apart; beyond, the person
 * decides. The bound is not on the single step, so that many small ones lead no further.
 */
export function judgeClock(stored: VaultClock, measured: Measurement): ClockJudgement {
  const { offsetMs, serverTimeMs } = measured;
  const isRecent = serverTimeMs - stored.contactMs < CONTACT_GRAIN_MS && serverTimeMs >= stored.contactMs;
  const touched: VaultClock | undefined = isRecent ? undefined : { ...stored, contactMs: serverTimeMs };
  const isSame = Math.abs(offsetMs - stored.skewMs) <= MOVED_MS || measured.roundTripMs > LONGEST_ROUND_TRIP_MS;
  if (isSame) return { kind: 'settled', next: touched };
  const isNear = Math.abs(offsetMs) <= ASK_ABOVE_MS || Math.abs(offsetMs - stored.agreedSkewMs) <= ASK_ABOVE_MS;
  if (!isNear) return { kind: 'ask', offsetMs, next: touched };
  return { kind: 'settled', next: { ...stored, skewMs: offsetMs, contactMs: serverTimeMs } };
}

/** The person has agreed to an offset that was asked about. */
export function agreedClock(stored: VaultClock, offsetMs: number): VaultClock {
  return { ...stored, skewMs: offsetMs, agreedSkewMs: offsetMs };
}

export type ClockNotice =
  /** The clocks are apart and the codes are right all the same. */
  | { readonly kind: 'behind' | 'ahead'; readonly byMs: number }
  /** Nobody has compared the clocks for so long that the person should. */
  | { readonly kind: 'silent'; readonly days: number }
  /** No server was ever asked. */
  | { readonly kind: 'never-compared' }
  /** The clock was set to before the last contact: the codes are those of another time. */
  | { readonly kind: 'set-back'; readonly byMs: number };

/** The one thing worth saying about the clock now; undefined when there is nothing. `now`: by the device's own clock. */
export function clockNotice(clock: VaultClock, now: number): ClockNotice | undefined {
  const { skewMs, contactMs } = clock;
  if (contactMs === 0) return { kind: 'never-compared' };
  const since = now + skewMs - contactMs;
  if (since < -DAY) return { kind: 'set-back', byMs: -since };
  if (since > SILENT_AFTER_MS) return { kind: 'silent', days: Math.floor(since / DAY) };
  if (Math.abs(skewMs) <= NOTICE_ABOVE_MS) return undefined;
  return { kind: skewMs > 0 ? 'behind' : 'ahead', byMs: Math.abs(skewMs) };
}
