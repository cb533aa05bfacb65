import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import type {
  Bytes,
  CoreRecords,
  DeviceFactor,
  DevicePublicKey,
  Gravestone,
  Randomness,
  TokenRemoval,
  TokenStorage,
} from '@sallyport/protocol';
import { decodeDevicePublicKey, webCryptoDeviceFactor, wipe } from '@sallyport/protocol';
import type { PendingMessage, PendingMessages, RemovalStorage } from '@sallyport/token-client';
import type { Keychain } from '../keychain/keychain.ts';
import { TokenTrouble } from '../trouble.ts';
import { type DeviceFactorPlace, type DeviceFile, encodeDeviceFile, MAX_DEVICE_FILE_OCTETS, parseDeviceFile } from './device-file.ts';
import type { DurableFiles } from './durable-files.ts';
import { epochOf, pathsOf, type TokenKey, type TokenPaths } from './names.ts';
import { encodeNews, MAX_NEWS_OCTETS, parseNews } from './news-file.ts';
import { encodeRemovalFile, MAX_REMOVAL_OCTETS, parseRemovalFile, type RemovalFile } from './removal-file.ts';
import { encodeVaultFile, MAX_VAULT_FILE_OCTETS, parseVaultFile, type VaultFile } from './vault-file.ts';

/** D and K_dev of an activation under way, and the server it is with: durable with the first commit. */
export interface NewDevice {
  readonly factor: Bytes;
  readonly privateKey: Bytes;
  readonly origin: string;
}

export interface FileTokenPorts {
  readonly files: DurableFiles;
  readonly randomness: Randomness;
  /** That of this machine, where there is one. */
  readonly keychain: Keychain | undefined;
}

export interface TokenPlace {
  readonly home: string;
  readonly token: TokenKey;
}

function newNameOf(path: string): string {
  return `${path}.new`;
}

/** Longer than an erasable factor or a slot ever is. */
const MAX_ARTEFACT_OCTETS = 4096;

/** Section 6 for the terminal: one token in a folder of its own. Who writes holds the lock of the home. */
export class FileTokenStorage implements TokenStorage, PendingMessages, RemovalStorage {
  readonly #files: DurableFiles;
  readonly #randomness: Randomness;
  readonly #keychain: Keychain | undefined;
  readonly #home: string;
  readonly #token: TokenKey;
  readonly #paths: TokenPaths;
  #newDevice: NewDevice | undefined;
  #factor: Promise<DeviceFactor> | undefined;

  constructor(place: TokenPlace, ports: FileTokenPorts, newDevice?: NewDevice) {
    this.#files = ports.files;
    this.#randomness = ports.randomness;
    this.#keychain = ports.keychain;
    this.#home = place.home;
    this.#token = place.token;
    this.#paths = pathsOf(place.home, place.token);
    this.#newDevice = newDevice;
  }

  /** D: read once, imported as a key that cannot be taken out again, and its octets wiped. */
  get deviceFactor(): DeviceFactor {
    return { mac: async (message) => (await this.#importedFactor()).mac(message) };
  }

  async readCore(): Promise<CoreRecords | undefined> {
    const stored = await this.#readVault();
    return stored?.kind === 'vault' ? stored.records : undefined;
  }

  async writeCore(records: CoreRecords): Promise<void> {
    if (this.#newDevice) await this.#writeDevice(this.#newDevice);
    await this.#replace(this.#paths.vault, encodeVaultFile({ kind: 'vault', records }));
  }

  async writeState(state: Bytes): Promise<void> {
    const records = await this.readCore();
    if (records) await this.#replace(this.#paths.vault, encodeVaultFile({ kind: 'vault', records: { ...records, state } }));
  }

  async readPinSlot(epoch: number): Promise<Bytes | undefined> {
    return this.#files.read(this.#paths.pinSlot(epoch), MAX_ARTEFACT_OCTETS);
  }

  async writePinSlot(epoch: number, slot: Bytes): Promise<void> {
    await this.#writeArtefact(this.#paths.pinSlot(epoch), slot);
  }

  async destroyPinSlot(epoch: number): Promise<void> {
    await this.#files.remove(this.#paths.pinSlot(epoch));
    await this.#files.syncFolder(this.#paths.folder);
  }

  async readErasableFactor(epoch: number): Promise<Bytes | undefined> {
    return this.#files.read(this.#paths.erasable(epoch), MAX_ARTEFACT_OCTETS);
  }

  async writeErasableFactor(epoch: number, factor: Bytes): Promise<void> {
    await this.#writeArtefact(this.#paths.erasable(epoch), factor);
  }

  async destroyErasableFactor(epoch: number): Promise<void> {
    await this.#destroyFile(this.#paths.erasable(epoch));
  }

  async epochsFound(): Promise<readonly number[]> {
    const names = await this.#files.names(this.#paths.folder);
    return [...new Set(names.map(epochOf).filter((epoch) => epoch !== undefined))];
  }

  /** The rename is the moment: from it on there is only the gravestone, and `tidyUp` finishes what a crash after it leaves. */
  async bury({ header }: Gravestone): Promise<void> {
    await this.#replace(this.#paths.vault, encodeVaultFile({ kind: 'gravestone', header }));
    await this.#destroyDevice();
  }

  async readGravestone(): Promise<Gravestone | undefined> {
    const stored = await this.#readVault();
    return stored?.kind === 'gravestone' ? { header: stored.header } : undefined;
  }

  async readPendingMessages(): Promise<readonly PendingMessage[]> {
    return parseNews(await this.#files.read(this.#paths.news, MAX_NEWS_OCTETS));
  }

  async writePendingMessages(messages: readonly PendingMessage[]): Promise<void> {
    await this.#replace(this.#paths.news, encodeNews(messages));
  }

  async readRemoval(): Promise<TokenRemoval | undefined> {
    return (await this.readRemovalFile())?.removal;
  }

  /** With the server that is to be told of it. What cannot be read is none: then the owner revokes the token in Self-Administration. */
  async readRemovalFile(): Promise<RemovalFile | undefined> {
    const octets = await this.#files.read(this.#paths.removal, MAX_REMOVAL_OCTETS);
    return octets && parseRemovalFile(octets);
  }

  /** Nothing is written when it is not known whom to tell. */
  async writeRemoval(removal: TokenRemoval): Promise<void> {
    const device = await this.readDevice();
    if (device) await this.#replace(this.#paths.removal, encodeRemovalFile({ origin: device.origin, removal }));
  }

  /** By K_dev: ECDSA P-256 with SHA-256, `r || s` (section 2). Undefined when the key is no longer there. @throws TokenTrouble `unreadable`. */
  async sign(message: Uint8Array): Promise<Bytes | undefined> {
    const device = await this.#readDevice();
    if (device === undefined) return undefined;
    const { factor, privateKey } = device;
    const key = await crypto.subtle
      .importKey('pkcs8', privateKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
      .catch((): never => {
        throw new TokenTrouble({ kind: 'unreadable', path: this.#paths.device });
      });
    wipe(factor, privateKey);
    return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new Uint8Array(message)));
  }

  /** Of K_dev. Undefined when the key is no longer there. @throws TokenTrouble `unreadable`. */
  async readDevicePublicKey(): Promise<DevicePublicKey | undefined> {
    const device = await this.#readDevice();
    if (device === undefined) return undefined;
    const { factor, privateKey } = device;
    try {
      const key = createPrivateKey({ key: Buffer.from(privateKey.buffer), type: 'pkcs8', format: 'der' });
      return decodeDevicePublicKey(createPublicKey(key).export({ format: 'jwk' }));
    } catch {
      throw new TokenTrouble({ kind: 'unreadable', path: this.#paths.device });
    } finally {
      wipe(factor, privateKey);
    }
  }

  /** What this machine keeps of the token besides the vault. @throws TokenTrouble `unreadable`. */
  async readDevice(): Promise<{ readonly place: DeviceFactorPlace; readonly origin: string } | undefined> {
    const device = await this.#readDevice();
    if (device === undefined) return undefined;
    wipe(device.factor, device.privateKey);
    return { place: device.place, origin: device.origin };
  }

  /** After a crash: the rest of a burial, or of an activation that never was. Idempotent. */
  async tidyUp(): Promise<void> {
    const stored = await this.#readVault();
    if (stored === undefined) await this.clear();
    if (stored?.kind === 'gravestone') await this.#destroyDevice();
    // What was being written when a process died; under its own name it is whole.
    const { vault, device, news, removal } = this.#paths;
    for (const path of [vault, device, news, removal]) await this.#files.remove(newNameOf(path));
  }

  /** The token leaves this machine. Without its vault the rest is litter, which `tidyUp` clears away too. */
  async clear(): Promise<void> {
    const { folder } = this.#paths;
    if ((await this.#files.names(folder)).length > 0) {
      await this.#files.remove(this.#paths.vault);
      await this.#files.syncFolder(folder);
      for (const epoch of await this.epochsFound()) await this.destroyErasableFactor(epoch);
      await this.#destroyDevice();
    }
    for (const name of await this.#files.names(folder)) await this.#files.remove(join(folder, name));
    await this.#files.removeFolder(folder);
    await this.#files.syncFolder(this.#home);
  }

  async #readVault(): Promise<VaultFile | undefined> {
    const octets = await this.#files.read(this.#paths.vault, MAX_VAULT_FILE_OCTETS);
    if (octets === undefined) return undefined;
    const stored = parseVaultFile(octets);
    if (stored === undefined) throw new TokenTrouble({ kind: 'unreadable', path: this.#paths.vault });
    return stored;
  }

  async #readDevice(): Promise<DeviceFile | undefined> {
    const octets = await this.#files.read(this.#paths.device, MAX_DEVICE_FILE_OCTETS);
    if (octets === undefined) return undefined;
    const device = parseDeviceFile(octets);
    wipe(octets);
    if (device === undefined) throw new TokenTrouble({ kind: 'unreadable', path: this.#paths.device });
    return device;
  }

  #importedFactor(): Promise<DeviceFactor> {
    // A keychain that did not answer may answer the next time.
    this.#factor ??= this.#readFactor().catch((failure: unknown) => {
      this.#factor = undefined;
      throw failure;
    });
    return this.#factor;
  }

  async #readFactor(): Promise<DeviceFactor> {
    const octets = this.#newDevice ? this.#newDevice.factor.slice() : await this.#findFactor();
    if (octets === undefined) return webCryptoDeviceFactor(crypto.subtle, undefined);
    const key = await crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    wipe(octets);
    return webCryptoDeviceFactor(crypto.subtle, key);
  }

  async #findFactor(): Promise<Bytes | undefined> {
    const device = await this.#readDevice();
    if (device === undefined) return undefined;
    wipe(device.privateKey);
    if (device.place === 'file') return device.factor;
    const found = device.place === this.#keychain?.place ? await this.#keychain.find(this.#token) : 'unreachable';
    if (found === 'unreachable') throw new TokenTrouble({ kind: 'keychain-unreachable' });
    return found === 'missing' ? undefined : found;
  }

  /** Before the first vault: a folder without one is the rest of an activation that never was. */
  async #writeDevice(device: NewDevice): Promise<void> {
    const { factor, privateKey, origin } = device;
    const isInKeychain = (await this.#keychain?.keep(this.#token, factor)) === 'kept';
    const place = isInKeychain && this.#keychain ? this.#keychain.place : 'file';
    // Imported before its octets are wiped: this process goes on with the same key.
    await this.#importedFactor();
    const octets = encodeDeviceFile({ place, factor: place === 'file' ? factor : new Uint8Array(), privateKey, origin });
    await this.#replace(this.#paths.device, octets);
    wipe(octets, factor, privateKey);
    this.#newDevice = undefined;
  }

  async #destroyDevice(): Promise<void> {
    this.#factor = undefined;
    const place = await this.#placeToForget();
    if (place !== undefined && place === this.#keychain?.place) await this.#keychain.forget(this.#token);
    await this.#destroyFile(this.#paths.device);
    await this.#files.remove(this.#paths.news);
    await this.#files.syncFolder(this.#paths.folder);
  }

  /** A file that a crash left half overwritten no longer says where D was: then the keychain is asked to forget it again. */
  async #placeToForget(): Promise<DeviceFactorPlace | undefined> {
    try {
      return (await this.readDevice())?.place;
    } catch (failure) {
      if (failure instanceof TokenTrouble && failure.trouble.kind === 'unreadable') return this.#keychain?.place;
      throw failure;
    }
  }

  /** Random octets, then zeros, each flushed; then truncated and removed. Idempotent, also after a crash in between. */
  async #destroyFile(path: string): Promise<void> {
    const octets = await this.#files.read(path, MAX_ARTEFACT_OCTETS);
    if (octets === undefined) return;
    wipe(octets);
    if (octets.length > 0) {
      await this.#files.overwrite(path, this.#randomness.bytes(octets.length));
      await this.#files.overwrite(path, octets);
    }
    await this.#files.truncate(path);
    await this.#files.remove(path);
    await this.#files.syncFolder(this.#paths.folder);
  }

  async #writeArtefact(path: string, octets: Bytes): Promise<void> {
    await this.#makeFolder();
    await this.#files.write(path, octets);
    await this.#files.syncFolder(this.#paths.folder);
  }

  /** The old content or the new one, whatever happens: written beside it, flushed, renamed onto it, the rename flushed. */
  async #replace(path: string, octets: Bytes): Promise<void> {
    await this.#makeFolder();
    await this.#files.write(newNameOf(path), octets);
    await this.#files.rename(newNameOf(path), path);
    await this.#files.syncFolder(this.#paths.folder);
  }

  async #makeFolder(): Promise<void> {
    if ((await this.#files.names(this.#home)).includes(this.#token)) return;
    await this.#files.makeFolder(this.#paths.folder);
    await this.#files.syncFolder(this.#home);
  }
}
