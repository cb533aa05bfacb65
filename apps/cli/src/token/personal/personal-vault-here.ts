import { webCryptoAead, webCryptoOtpKeys } from '@sallyport/protocol';
import { type PersonalVault, personalVault } from '@sallyport/protocol/personal-vault';
import { type Machine, startRepaired } from '../device-token.ts';
import { FileTokenStorage, type NewDevice } from '../storage/file-token-storage.ts';
import { FACTOR_OCTETS } from '../storage/device-file.ts';
import { PERSONAL } from '../storage/names.ts';

/** The personal vault of a home, over files. */
export interface VaultHere {
  readonly vault: PersonalVault;
  readonly storage: FileTokenStorage;
}

/**
 * Its D is in a file: a keychain has one place for it, and each home a vault of its own. It has no K_dev, since nobody is told
 * anything, and no server. `newDevice`: for one about to be made.
 */
export function personalVaultHere(machine: Machine, newDevice?: NewDevice): VaultHere {
  const { home, lock, randomness, clock, argon2id, hashing } = machine;
  const storage = new FileTokenStorage({ home, token: PERSONAL }, { ...machine, keychain: undefined }, newDevice);
  const vault = personalVault({
    storage,
    mutex: lock,
    deviceFactor: storage.deviceFactor,
    otpKeys: webCryptoOtpKeys(crypto.subtle),
    aead: webCryptoAead(crypto.subtle),
    argon2id,
    randomness,
    clock,
    ...(hashing ? { hashing } : {}),
  });
  return { vault, storage };
}

export function newVaultDevice({ randomness }: Pick<Machine, 'randomness'>): NewDevice {
  return { factor: randomness.bytes(FACTOR_OCTETS), privateKey: new Uint8Array(), origin: '' };
}

/** @throws TokenTrouble `busy`, or what keeps its files from being read. */
export async function startVault({ vault, storage }: VaultHere, { lock }: Pick<Machine, 'lock'>) {
  return startRepaired({ start: () => vault.start(), storage, lock });
}
