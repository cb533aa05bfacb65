import {
  type Argon2id,
  type DeviceClock,
  type HashingCost,
  type Mutex,
  type Randomness,
  type Refused,
  type SoftToken,
  softToken,
  type TokenStatus,
  webCryptoAead,
  webCryptoOtpKeys,
} from '@sallyport/protocol';
import { finishRemoval, type RemovableToken } from '@sallyport/token-client';
import type { Keychain } from './keychain/keychain.ts';
import type { DurableFiles } from './storage/durable-files.ts';
import { FileTokenStorage, type NewDevice } from './storage/file-token-storage.ts';
import { type TokenKey, tokenIdOf } from './storage/names.ts';
import { tokenFolders } from './storage/token-home.ts';
import { type Trouble, TokenTrouble } from './trouble.ts';

/** What all tokens of this user on this machine stand on. */
export interface Machine {
  readonly home: string;
  readonly files: DurableFiles;
  readonly lock: Mutex;
  readonly keychain: Keychain | undefined;
  readonly randomness: Randomness;
  readonly clock: DeviceClock;
  readonly argon2id: Argon2id;
  /** What a guess shall cost when a slot is built; the protocol's own default otherwise. */
  readonly hashing?: HashingCost;
}

/** One token of this machine, over files. */
export interface DeviceToken {
  readonly key: TokenKey;
  readonly tokenId: Uint8Array;
  readonly protocol: SoftToken;
  readonly storage: FileTokenStorage;
  readonly lock: Mutex;
}

/** `newDevice`: for a token about to be activated; `keychain: undefined` in the machine keeps its D in a file. */
export function deviceToken(machine: Machine, key: TokenKey, newDevice?: NewDevice): DeviceToken {
  const { home, lock, randomness, clock, argon2id, hashing } = machine;
  const storage = new FileTokenStorage({ home, token: key }, machine, newDevice);
  const protocol = softToken({
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
  return { key, tokenId: tokenIdOf(key), protocol, storage, lock };
}

/**
 * Start-up repair: the protocol's, and of what the storage itself can leave behind. A token that its owner has removed is `empty`, also while its
 * server has yet to hear of it.
 *
 * @throws TokenTrouble `busy`: another process has held the lock for longer than anything takes.
 */
export async function startToken(token: DeviceToken): Promise<TokenStatus | Refused> {
  const { protocol, storage, lock } = token;
  const isRemoved = (await storage.readRemoval()) !== undefined;
  if (isRemoved) await finishRemoval(removable(token));
  return startRepaired({ start: async () => (isRemoved ? ({ kind: 'empty' } as const) : protocol.start()), storage, lock });
}

/** The repair of a vault, and then that of its files. @throws TokenTrouble `busy`. */
export async function startRepaired<Status extends { readonly kind: string }>(
  vault: Pick<DeviceToken, 'storage' | 'lock'> & { readonly start: () => Promise<Status | Refused> },
): Promise<Status | Refused> {
  const status = await vault.start();
  if (isRefused(status) && status.error.code === 'LOCK_BUSY') throw new TokenTrouble({ kind: 'busy' });
  await underLock(vault.lock, () => vault.storage.tidyUp());
  return status;
}

function isRefused(status: { readonly kind: string } | Refused): status is Refused {
  return status.kind === 'refused';
}

/** The token as its removal wants it. */
export function removable({ tokenId, protocol, storage, lock }: DeviceToken): RemovableToken {
  return {
    tokenId,
    protocol,
    storage: {
      readRemoval: () => storage.readRemoval(),
      writeRemoval: (removal) => underLock(lock, () => storage.writeRemoval(removal)),
      clear: () => underLock(lock, () => storage.clear()),
    },
    sign: (message) => storage.sign(message),
  };
}

/** @throws TokenTrouble `busy`. */
export async function underLock(lock: Mutex, work: () => Promise<void>): Promise<void> {
  const done = await lock.exclusively(async () => {
    await work();
    return {};
  });
  if (!done) throw new TokenTrouble({ kind: 'busy' });
}

export type PresentStatus = Exclude<TokenStatus, { kind: 'empty' }>;

/** A token found in the home. What cannot be read does not keep the others from working. */
export interface FoundToken {
  readonly token: DeviceToken;
  readonly status: PresentStatus | Refused | { readonly kind: 'trouble'; readonly trouble: Trouble };
}

/** Starts every token of the home and tells where each stands. */
export async function findTokens(machine: Machine): Promise<readonly FoundToken[]> {
  const found: FoundToken[] = [];
  for (const key of await tokenFolders(machine.files, machine.home)) {
    const token = deviceToken(machine, key);
    const status = await statusOrTrouble(token);
    if (status.kind !== 'empty') found.push({ token, status });
  }
  return found;
}

async function statusOrTrouble(token: DeviceToken): Promise<FoundToken['status'] | { readonly kind: 'empty' }> {
  try {
    return await startToken(token);
  } catch (failure) {
    if (!(failure instanceof TokenTrouble) || failure.trouble.kind === 'busy') throw failure;
    return { kind: 'trouble', trouble: failure.trouble };
  }
}
