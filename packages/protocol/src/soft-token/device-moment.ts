import type { DeviceClock } from '../ports.ts';

/** A moment by both clocks of a device: the one can be set, the other may stand still while the device sleeps. */
export interface DeviceMoment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

export function momentOf(clock: DeviceClock): DeviceMoment {
  return { wallMs: clock.now(), monotonicMs: clock.monotonic() };
}

/**
 * How long after its request the answer to a re-key may be committed. The server keeps promised keys at least five times as long
 * before it promises others, so that no window can commit keys that another window has made the server forget.
 */
export const REKEY_COMMIT_MS = 2 * 60_000;

/** By whichever clock says more; a wall clock that was set back says nothing. */
export function isStale(sentAt: DeviceMoment, now: DeviceMoment): boolean {
  return Math.max(now.wallMs - sentAt.wallMs, now.monotonicMs - sentAt.monotonicMs) > REKEY_COMMIT_MS;
}
