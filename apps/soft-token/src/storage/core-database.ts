import type { CoreRecords, Gravestone, TokenRemoval } from '@sallyport/protocol';
import type { PendingMessage } from '@sallyport/token-client';
import { answerOf, deleteDatabase, openDatabase, writeStrictly } from './database.ts';
import { databaseExists } from './existing-databases.ts';
import { coreDatabaseName, type VaultPlace } from './names.ts';

/**
 * `st-<tokenId>`: header, recovery slot, body, state, D and K_dev in one object store (section 6). Every write is one transaction with
 * `durability: "strict"`: it resolves when the browser has told the disk to keep it.
 */
interface CoreContents {
  header: Uint8Array;
  'recovery-slot': Uint8Array;
  body: Uint8Array;
  state: Uint8Array;
  /** D: non-extractable, HMAC-SHA-256. */
  'device-factor': CryptoKey;
  /** K_dev: ECDSA P-256, its private half non-extractable. */
  'device-key': CryptoKeyPair;
  gravestone: Uint8Array;
  /** Messages to the server that wait for the network; nothing in them is secret. */
  'pending-messages': readonly PendingMessage[];
  /** The owner has removed the token, and its server has yet to hear of it. Outlives everything else. */
  removal: TokenRemoval;
}

/** The two keys of this device, made before activation and stored with the first commit. */
export interface DeviceKeys {
  readonly deviceFactor: CryptoKey;
  readonly deviceKey: CryptoKeyPair;
}

const STORE = 'records';

const EVERYTHING_BUT_THE_GRAVESTONE = [
  'header',
  'recovery-slot',
  'body',
  'state',
  'device-factor',
  'device-key',
  'pending-messages',
] as const;

export class CoreDatabase {
  readonly #token: VaultPlace;
  #connection: Promise<IDBDatabase> | undefined;
  #isRemoved = false;

  constructor(token: VaultPlace) {
    this.#token = token;
  }

  async readCore(): Promise<CoreRecords | undefined> {
    return this.#read(async (get) => {
      const [header, recoverySlot, body, state] = await Promise.all([
        octets(get('header')),
        octets(get('recovery-slot')),
        octets(get('body')),
        octets(get('state')),
      ]);
      return header && recoverySlot && body && state ? { header, recoverySlot, body, state } : undefined;
    });
  }

  /** All four or none; the very first commit brings the keys of the device along. */
  async writeCore(core: CoreRecords, newKeys: DeviceKeys | undefined): Promise<void> {
    await this.#write((put) => {
      put('header', core.header);
      put('recovery-slot', core.recoverySlot);
      put('body', core.body);
      put('state', core.state);
      if (newKeys) {
        put('device-factor', newKeys.deviceFactor);
        put('device-key', newKeys.deviceKey);
      }
    });
  }

  async writeState(state: Uint8Array): Promise<void> {
    await this.#write((put) => {
      put('state', state);
    });
  }

  async readDeviceFactor(): Promise<CryptoKey | undefined> {
    return this.#read(async (get) => {
      const key = await get('device-factor');
      return key instanceof CryptoKey ? key : undefined;
    });
  }

  async readPendingMessages(): Promise<readonly PendingMessage[]> {
    const stored = await this.#read((get) => get('pending-messages'));
    return Array.isArray(stored) ? (stored as readonly PendingMessage[]) : [];
  }

  async writePendingMessages(messages: readonly PendingMessage[]): Promise<void> {
    await this.#write((put) => {
      put('pending-messages', messages);
    });
  }

  async readDeviceKey(): Promise<CryptoKeyPair | undefined> {
    const pair = await this.#read((get) => get('device-key'));
    return typeof pair === 'object' && 'privateKey' in pair ? pair : undefined;
  }

  async readRemoval(): Promise<TokenRemoval | undefined> {
    const stored = await this.#read((get) => get('removal'));
    return typeof stored === 'object' && 'sig' in stored ? stored : undefined;
  }

  async writeRemoval(removal: TokenRemoval): Promise<void> {
    await this.#write((put) => {
      put('removal', removal);
    });
  }

  /** The whole database, gravestone and all. A look at it that is under way must not make it anew. */
  async remove(): Promise<void> {
    this.#isRemoved = true;
    await this.close();
    await deleteDatabase(coreDatabaseName(this.#token));
  }

  async bury(gravestone: Gravestone): Promise<void> {
    await this.#write((put, remove) => {
      put('gravestone', gravestone.header);
      for (const name of EVERYTHING_BUT_THE_GRAVESTONE) remove(name);
    });
  }

  async readGravestone(): Promise<Gravestone | undefined> {
    return this.#read(async (get) => {
      const header = await octets(get('gravestone'));
      return header && { header };
    });
  }

  async close(): Promise<void> {
    const connection = await this.#connection;
    this.#connection = undefined;
    connection?.close();
  }

  async #read<Value>(work: (get: Get) => Promise<Value>): Promise<Value | undefined> {
    const exists = this.#connection !== undefined || (await databaseExists(coreDatabaseName(this.#token)));
    if (!exists || this.#isRemoved) return undefined;
    const records = (await this.#open()).transaction(STORE).objectStore(STORE);
    return work((name) => answerOf(records.get(name) as IDBRequest<CoreContents[typeof name] | undefined>));
  }

  async #write(work: (put: Put, remove: (name: keyof CoreContents) => void) => void): Promise<void> {
    await writeStrictly(await this.#open(), STORE, (records) => {
      work(
        (name, value) => records.put(value, name),
        (name) => records.delete(name),
      );
    });
  }

  /** One connection per window, given up at once when another window wants to delete the database or the browser ends it. */
  async #open(): Promise<IDBDatabase> {
    this.#connection ??= openDatabase({
      name: coreDatabaseName(this.#token),
      store: STORE,
      onBlocking: () => void this.close(),
      onTerminated: () => {
        this.#connection = undefined;
      },
    });
    try {
      return await this.#connection;
    } catch (failure) {
      this.#connection = undefined;
      throw failure;
    }
  }
}

/** All that one look gets stands in one transaction. */
type Get = <Name extends keyof CoreContents>(name: Name) => Promise<CoreContents[Name] | undefined>;
type Put = <Name extends keyof CoreContents>(name: Name, value: CoreContents[Name]) => void;

/** A record that is not octets (damaged, or written by somebody else) is as good as missing. */
async function octets(request: Promise<CoreContents[keyof CoreContents] | undefined>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const value = await request;
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? (value as Uint8Array<ArrayBuffer>) : undefined;
}
