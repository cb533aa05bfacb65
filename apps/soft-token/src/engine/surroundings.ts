import type { DeviceClock, Randomness } from '@sallyport/protocol';

/** Where real time and real chance enter the engine. */

export const systemClock: DeviceClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

export const systemRandomness: Randomness = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
