import { wipe } from '../bytes.ts';
import type { Argon2id, Argon2idInput, DeviceClock, HashingCost } from '../ports.ts';

/**
 * What a guess at a PIN costs, from the dearest down to the least that the slot allows (section 4, and OWASP's least for Argon2id). The first is
 * 0.2 to 0.4 s on a desktop core; a device that would keep its owner waiting takes the next that it computes in time.
 */
export const HASHING_COSTS = [
  { memoryKiB: 65_536, passes: 3 },
  { memoryKiB: 65_536, passes: 2 },
  { memoryKiB: 49_152, passes: 2 },
  { memoryKiB: 32_768, passes: 2 },
  { memoryKiB: 19_456, passes: 2 },
] as const satisfies readonly HashingCost[];

export const DEFAULT_HASHING: HashingCost = HASHING_COSTS[0];
const LEAST_HASHING = HASHING_COSTS[4];

/** Of the 1.2 s from the PIN to the one-time password, in milliseconds; the rest is the screen's, and that of a device busier than it was when it was measured. */
const PATIENCE_MS = 700;

/** Argon2id, and how fast this device has been at it. */
export class Calibration {
  readonly #clock: DeviceClock;
  readonly #compute: Argon2id;
  /** Milliseconds for one KiB and one pass, when nothing else was in the way. */
  #pace = Infinity;

  constructor({ argon2id, clock }: { readonly argon2id: Argon2id; readonly clock: DeviceClock }) {
    this.#compute = argon2id;
    this.#clock = clock;
  }

  readonly argon2id = async (input: Argon2idInput): ReturnType<Argon2id> => {
    const began = this.#clock.monotonic();
    const tag = await this.#compute(input);
    this.#pace = Math.min(this.#pace, (this.#clock.monotonic() - began) / workOf(input));
    return tag;
  };

  /** The dearest cost that this device computes in time. Tries the least one, where nothing was computed yet. */
  async affordable(): Promise<HashingCost> {
    const anything = new Uint8Array(16);
    if (this.#pace === Infinity) wipe(await this.argon2id({ ...LEAST_HASHING, password: anything, salt: anything }));
    return HASHING_COSTS.find((cost) => workOf(cost) * this.#pace <= PATIENCE_MS) ?? LEAST_HASHING;
  }
}

function workOf({ memoryKiB, passes }: HashingCost): number {
  return memoryKiB * passes;
}
