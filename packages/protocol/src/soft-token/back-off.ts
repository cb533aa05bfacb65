import type { DeviceClock } from '../ports.ts';
import type { StateRecord } from '../state-record.ts';

/** Section 10, step 2. An unlock code has at least 12 digits, so this is courtesy to the person's device more than defence. */
const FREE_FAILURES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** How long after the last of so many consecutive failures the next code is not looked at. */
export function waitAfter(unlockFailures: number): number {
  if (unlockFailures < FREE_FAILURES) return 0;
  return Math.min(FIRST_WAIT_MS * 2 ** (unlockFailures - FREE_FAILURES), LONGEST_WAIT_MS);
}

/**
 * Measures the wait. The wall clock is asked once, when this process first meets a failure that it did not see happen; from then
 * on the monotonic clock counts, so that setting the device's clock forward gains nothing while the app runs, and
 * setting it back never means waiting longer than the wait.
 */
export class BackOff {
  readonly #clock: DeviceClock;
  #met: { readonly lastFailureMs: number; readonly atMonotonic: number; readonly alreadyElapsed: number } | undefined;

  constructor(clock: DeviceClock) {
    this.#clock = clock;
  }

  /** 0 when the next unlock code would be looked at. */
  waitSeconds(state: StateRecord): number {
    const wait = waitAfter(state.unlockFailures);
    return wait === 0 ? 0 : Math.ceil(Math.max(0, wait - this.#elapsedSince(state.lastFailureMs)) / 1000);
  }

  /** A failure that happens now; the answer is what to write down as `lastFailureMs`. */
  failedNow(): number {
    const lastFailureMs = Math.max(0, this.#clock.now());
    this.#met = { lastFailureMs, atMonotonic: this.#clock.monotonic(), alreadyElapsed: 0 };
    return lastFailureMs;
  }

  #elapsedSince(lastFailureMs: number): number {
    if (this.#met?.lastFailureMs !== lastFailureMs) {
      const alreadyElapsed = Math.max(0, this.#clock.now() - lastFailureMs);
      this.#met = { lastFailureMs, atMonotonic: this.#clock.monotonic(), alreadyElapsed };
    }
    return this.#met.alreadyElapsed + this.#clock.monotonic() - this.#met.atMonotonic;
  }
}
