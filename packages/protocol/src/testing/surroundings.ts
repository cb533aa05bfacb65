import { hashRaw } from '@node-rs/argon2';
import { type Bytes, concat, u32, utf8 } from '../bytes.ts';
import { hmacSha256, sha256 } from '../key-schedule.ts';
import type { Argon2id, DeviceClock, DeviceFactor, HashingCost, Mutex, Randomness, TokenPorts } from '../ports.ts';
import { webCryptoAead, webCryptoOtpKeys } from '../webcrypto.ts';
import { MemoryTokenStorage } from './memory-token-storage.ts';

/** The same octets for the same seed, every time. Never for anything but tests and vectors. */
export function seededRandomness(seed: string): Randomness {
  let block = 0;
  return {
    bytes(length) {
      const blocks = Array.from({ length: Math.ceil(length / 32) }, () => sha256(concat(utf8(`${seed}/`), u32(block++))));
      return concat(...blocks).slice(0, length);
    },
  };
}

/** Both clocks go on together by `advance`; `setWallClock` is a person in the settings of the device. */
export class ManualClock implements DeviceClock {
  #wall: number;
  #monotonic = 0;

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#wall = startMs;
  }

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  advance(milliseconds: number): void {
    this.#wall += milliseconds;
    this.#monotonic += milliseconds;
  }

  setWallClock(unixMilliseconds: number): void {
    this.#wall = unixMilliseconds;
  }
}

/** Argon2id in native code, at a quarter of what it costs in the web app; that the web app computes the same is shown where its own is. */
export const realArgon2id: Argon2id = async ({ password, salt, memoryKiB, passes }) => {
  const tag = await hashRaw(password, { salt, memoryCost: memoryKiB, timeCost: passes, parallelism: 1, outputLen: 32 });
  return new Uint8Array(tag);
};

/** Depends on everything Argon2id depends on and costs nothing. */
export const fastArgon2id: Argon2id = async ({ password, salt, memoryKiB, passes }) => {
  await Promise.resolve();
  return hmacSha256(concat(salt, u32(memoryKiB), u32(passes)), password);
};

export const LEAST_HASHING: HashingCost = { memoryKiB: 19456, passes: 2 };

export function softwareDeviceFactor(key: Uint8Array): DeviceFactor {
  return {
    async mac(message) {
      await Promise.resolve();
      return hmacSha256(key, message);
    },
  };
}

/** One holder at a time, in order of asking; like the Web Lock of one token. */
export function queueingMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return {
    exclusively(work) {
      const turn = last.then(work, work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Somebody else holds it and does not let go. */
export const busyMutex: Mutex = { exclusively: () => Promise.resolve(undefined) };

export interface TestDevice {
  readonly ports: TokenPorts;
  readonly storage: MemoryTokenStorage;
  readonly clock: ManualClock;
  /** D in the clear, for tests that play the thief. */
  readonly deviceKey: Bytes;
}

/** A device of its own: same seed, same octets. Argon2id is the free one unless the change says otherwise. */
export function testDevice(seed = 'device', change: Partial<TokenPorts> = {}): TestDevice {
  const storage = new MemoryTokenStorage();
  const clock = new ManualClock();
  const deviceKey = seededRandomness(`${seed}/D`).bytes(32);
  const ports: TokenPorts = {
    storage,
    clock,
    mutex: queueingMutex(),
    deviceFactor: softwareDeviceFactor(deviceKey),
    otpKeys: webCryptoOtpKeys(crypto.subtle),
    aead: webCryptoAead(crypto.subtle),
    argon2id: fastArgon2id,
    hashing: LEAST_HASHING,
    randomness: seededRandomness(seed),
    ...change,
  };
  return { ports, storage, clock, deviceKey };
}
