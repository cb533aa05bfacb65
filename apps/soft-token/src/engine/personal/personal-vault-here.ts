import { webCryptoAead, webCryptoOtpKeys } from '@sallyport/protocol';
import { type PersonalVault, personalVault } from '@sallyport/protocol/personal-vault';
import { BrowserTokenStorage } from '../../storage/browser-token-storage.ts';
import type { DeviceKeys } from '../../storage/core-database.ts';
import { PERSONAL } from '../../storage/names.ts';
import { tokenLock } from '../../storage/token-lock.ts';
import { argon2id } from '../argon2id.ts';
import { systemClock, systemRandomness } from '../surroundings.ts';

/** The personal vault of this browser. `newKeys`: for one about to be made, whose device keys become durable with its first commit. */
export function personalVaultHere(newKeys?: DeviceKeys): PersonalVault {
  const storage = new BrowserTokenStorage({ token: PERSONAL, randomness: systemRandomness, ...(newKeys ? { newKeys } : {}) });
  return personalVault({
    storage,
    mutex: tokenLock(PERSONAL),
    deviceFactor: storage.deviceFactor,
    otpKeys: webCryptoOtpKeys(crypto.subtle),
    argon2id,
    aead: webCryptoAead(crypto.subtle),
    randomness: systemRandomness,
    clock: systemClock,
  });
}
