import type { Bytes } from '../bytes.ts';
import type { CoreRecords, Gravestone, TokenStorage } from '../ports.ts';

/** The process died at this write. */
export class Killed extends Error {
  constructor(step: string) {
    super(`killed before: ${step}`);
    this.name = 'Killed';
  }
}

/** Everything the storage holds, to copy it before a lock and put it back after (section 18, invariant 7). */
export interface StorageSnapshot {
  readonly core: CoreRecords | undefined;
  readonly gravestone: Gravestone | undefined;
  readonly pinSlots: ReadonlyMap<number, Bytes>;
  readonly erasableFactors: ReadonlyMap<number, Bytes>;
}

/**
 * Storage in memory that can be killed before any of its durable steps. A step is what a disk does whole or not at all: an
 * erasable factor is destroyed in four of them (random, zeros, truncate, remove), the four core records are written in one.
 */
export class MemoryTokenStorage implements TokenStorage {
  #core: CoreRecords | undefined;
  #gravestone: Gravestone | undefined;
  #pinSlots = new Map<number, Bytes>();
  #erasableFactors = new Map<number, Bytes>();
  #stepsTaken: string[] = [];
  #killBefore = Number.POSITIVE_INFINITY;

  /** The names of the durable steps taken since the last `killBefore`, in order. */
  get stepsTaken(): readonly string[] {
    return this.#stepsTaken;
  }

  /** Dies before the step of this number, counted from 0 from now on; everything after fails too, until `revive`. */
  killBefore(step: number): void {
    this.#stepsTaken = [];
    this.#killBefore = step;
  }

  /** The process starts again; what had been written is still there. */
  revive(): void {
    this.killBefore(Number.POSITIVE_INFINITY);
  }

  snapshot(): StorageSnapshot {
    return structuredClone({
      core: this.#core,
      gravestone: this.#gravestone,
      pinSlots: this.#pinSlots,
      erasableFactors: this.#erasableFactors,
    });
  }

  restore(snapshot: StorageSnapshot): void {
    const copy = structuredClone(snapshot);
    this.#core = copy.core;
    this.#gravestone = copy.gravestone;
    this.#pinSlots = new Map(copy.pinSlots);
    this.#erasableFactors = new Map(copy.erasableFactors);
  }

  async readCore(): Promise<CoreRecords | undefined> {
    return this.#read(this.#core);
  }

  async writeCore(records: CoreRecords): Promise<void> {
    await this.#step('core: written', () => {
      this.#core = structuredClone(records);
    });
  }

  async writeState(state: Bytes): Promise<void> {
    await this.#step('state: written', () => {
      if (this.#core !== undefined) this.#core = { ...this.#core, state: state.slice() };
    });
  }

  async readPinSlot(epoch: number): Promise<Bytes | undefined> {
    return this.#read(this.#pinSlots.get(epoch));
  }

  async writePinSlot(epoch: number, slot: Bytes): Promise<void> {
    await this.#step(`PIN slot ${String(epoch)}: written`, () => this.#pinSlots.set(epoch, slot.slice()));
  }

  async destroyPinSlot(epoch: number): Promise<void> {
    if (!this.#pinSlots.has(epoch)) return;
    await this.#step(`PIN slot ${String(epoch)}: removed`, () => this.#pinSlots.delete(epoch));
  }

  async readErasableFactor(epoch: number): Promise<Bytes | undefined> {
    return this.#read(this.#erasableFactors.get(epoch));
  }

  async writeErasableFactor(epoch: number, factor: Bytes): Promise<void> {
    const whole = factor.slice();
    await this.#step(`E ${String(epoch)}: created`, () => this.#erasableFactors.set(epoch, new Uint8Array(0)));
    await this.#step(`E ${String(epoch)}: half written`, () => this.#erasableFactors.set(epoch, whole.slice(0, whole.length / 2)));
    await this.#step(`E ${String(epoch)}: written`, () => this.#erasableFactors.set(epoch, whole));
  }

  async destroyErasableFactor(epoch: number): Promise<void> {
    const factor = this.#erasableFactors.get(epoch);
    if (factor === undefined) return;
    await this.#step(`E ${String(epoch)}: overwritten with noise`, () => factor.set(factor.map((_, index) => (index * 151 + 41) % 256)));
    await this.#step(`E ${String(epoch)}: overwritten with zeros`, () => factor.fill(0));
    await this.#step(`E ${String(epoch)}: truncated`, () => this.#erasableFactors.set(epoch, new Uint8Array(0)));
    await this.#step(`E ${String(epoch)}: removed`, () => this.#erasableFactors.delete(epoch));
  }

  async epochsFound(): Promise<readonly number[]> {
    return this.#read([...new Set([...this.#pinSlots.keys(), ...this.#erasableFactors.keys()])]);
  }

  async bury(gravestone: Gravestone): Promise<void> {
    await this.#step('buried', () => {
      this.#core = undefined;
      this.#gravestone = structuredClone(gravestone);
    });
  }

  async readGravestone(): Promise<Gravestone | undefined> {
    return this.#read(this.#gravestone);
  }

  #isDead(): boolean {
    return this.#stepsTaken.length >= this.#killBefore;
  }

  async #step(name: string, act: () => void): Promise<void> {
    // Real storage answers later; so does this, to let races happen.
    await Promise.resolve();
    if (this.#isDead()) throw new Killed(name);
    act();
    this.#stepsTaken.push(name);
  }

  async #read<Value>(value: Value): Promise<Value> {
    await Promise.resolve();
    return structuredClone(value);
  }
}
