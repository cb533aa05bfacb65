import { type Mutex, type PrfAuthenticator, type SoftToken, softToken, webCryptoAead, webCryptoOtpKeys } from '@sallyport/protocol';
import { BrowserTokenStorage } from '../storage/browser-token-storage.ts';
import type { DeviceKeys } from '../storage/core-database.ts';
import type { TokenKey } from '../storage/names.ts';
import { tokenLock } from '../storage/token-lock.ts';
import { argon2id } from './argon2id.ts';
import { systemClock, systemRandomness } from './surroundings.ts';

/** One token of this device, over this browser's ports. */
export interface DeviceToken {
  readonly key: TokenKey;
  readonly protocol: SoftToken;
  readonly storage: BrowserTokenStorage;
  readonly lock: Mutex;
}

export interface DeviceTokenInput {
  readonly key: TokenKey;
  readonly prf: PrfAuthenticator;
  readonly newKeys?: DeviceKeys;
}

/** `newKeys`: for a token about to be activated, whose device keys become durable with its first commit. */
export function deviceToken({ key, prf, newKeys }: DeviceTokenInput): DeviceToken {
  const storage = new BrowserTokenStorage({ token: key, randomness: systemRandomness, ...(newKeys ? { newKeys } : {}) });
  const lock = tokenLock(key);
  const protocol = softToken({
    storage,
    mutex: lock,
    deviceFactor: storage.deviceFactor,
    otpKeys: webCryptoOtpKeys(crypto.subtle),
    argon2id,
    aead: webCryptoAead(crypto.subtle),
    randomness: systemRandomness,
    clock: systemClock,
    prf,
  });
  return { key, protocol, storage, lock };
}
