import type { Bytes, CoreRecords, DeviceFactor, Gravestone, Randomness, TokenRemoval, TokenStorage } from '@sallyport/protocol';
import type { RemovalStorage } from '@sallyport/token-client';
import { CoreDatabase, type DeviceKeys } from './core-database.ts';
import { destroyErasableFactor, readErasableFactor, writeErasableFactor } from './erasable-file.ts';
import { epochArtefacts } from './existing-databases.ts';
import type { VaultPlace } from './names.ts';
import { destroyPinSlot, readPinSlot, writePinSlot } from './pin-database.ts';

/** Section 6 for the web app: one token in IndexedDB and the origin private file system. Lives in a dedicated worker. */
export class BrowserTokenStorage implements TokenStorage, RemovalStorage {
  readonly core: CoreDatabase;
  readonly #token: VaultPlace;
  readonly #randomness: Randomness;
  #newKeys: DeviceKeys | undefined;

  /** `newKeys`: made for an activation under way; they become durable with its first commit. */
  constructor(input: { token: VaultPlace; randomness: Randomness; newKeys?: DeviceKeys }) {
    this.core = new CoreDatabase(input.token);
    this.#token = input.token;
    this.#randomness = input.randomness;
    this.#newKeys = input.newKeys;
  }

  /** D, wherever it is: still in memory during an activation, in the database ever after. */
  get deviceFactor(): DeviceFactor {
    return {
      mac: async (message) => {
        const key = this.#newKeys?.deviceFactor ?? (await this.core.readDeviceFactor());
        return key && new Uint8Array(await crypto.subtle.sign('HMAC', key, new Uint8Array(message)));
      },
    };
  }

  /** Under K_dev: ECDSA P-256 with SHA-256, `r || s`. Undefined when the key is gone. */
  async sign(message: Uint8Array): Promise<Bytes | undefined> {
    const key = (await this.readDeviceKey())?.privateKey;
    return key && new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new Uint8Array(message)));
  }

  async readDeviceKey(): Promise<CryptoKeyPair | undefined> {
    return this.#newKeys?.deviceKey ?? (await this.core.readDeviceKey());
  }

  async readRemoval(): Promise<TokenRemoval | undefined> {
    return this.core.readRemoval();
  }

  async writeRemoval(removal: TokenRemoval): Promise<void> {
    await this.core.writeRemoval(removal);
  }

  async clear(): Promise<void> {
    await this.core.remove();
  }

  async readCore(): Promise<CoreRecords | undefined> {
    return this.core.readCore();
  }

  async writeCore(records: CoreRecords): Promise<void> {
    await this.core.writeCore(records, this.#newKeys);
    this.#newKeys = undefined;
  }

  async writeState(state: Bytes): Promise<void> {
    await this.core.writeState(state);
  }

  async readPinSlot(epoch: number): Promise<Bytes | undefined> {
    return readPinSlot(this.#token, epoch);
  }

  async writePinSlot(epoch: number, slot: Bytes): Promise<void> {
    await writePinSlot({ token: this.#token, epoch, slot });
  }

  async destroyPinSlot(epoch: number): Promise<void> {
    await destroyPinSlot(this.#token, epoch);
  }

  async readErasableFactor(epoch: number): Promise<Bytes | undefined> {
    return readErasableFactor(this.#token, epoch);
  }

  async writeErasableFactor(epoch: number, factor: Bytes): Promise<void> {
    await writeErasableFactor({ token: this.#token, epoch, factor });
  }

  async destroyErasableFactor(epoch: number): Promise<void> {
    await destroyErasableFactor({ token: this.#token, epoch, randomness: this.#randomness });
  }

  async epochsFound(): Promise<readonly number[]> {
    const artefacts = await epochArtefacts();
    return [...new Set(artefacts.filter((found) => found.token === this.#token).map((found) => found.epoch))];
  }

  async bury(gravestone: Gravestone): Promise<void> {
    this.#newKeys = undefined;
    await this.core.bury(gravestone);
  }

  async readGravestone(): Promise<Gravestone | undefined> {
    return this.core.readGravestone();
  }
}
