import type { DurableFiles } from '../token/storage/durable-files.ts';

/** The process died at this step. */
export class Killed extends Error {
  constructor(step: string) {
    super(`killed at: ${step}`);
    this.name = 'Killed';
  }
}

type Step = Exclude<keyof DurableFiles, 'read' | 'names'>;
const STEPS: readonly Step[] = ['makeFolder', 'write', 'overwrite', 'truncate', 'rename', 'remove', 'removeFolder', 'syncFolder'];

/**
 * A real disk under a process that can be killed before any step, or in the middle of one that writes octets: half of them are there then.
 * Steps that a dead process would have taken are not taken, ever.
 */
export class MortalFiles implements DurableFiles {
  readonly #disk: DurableFiles;
  #taken: string[] = [];
  #killAt = Number.POSITIVE_INFINITY;
  #how: 'before' | 'half-way' = 'before';

  constructor(disk: DurableFiles) {
    this.#disk = disk;
    for (const name of STEPS) this[name] = this.#mortal(name) as never;
  }

  declare makeFolder: DurableFiles['makeFolder'];
  declare write: DurableFiles['write'];
  declare overwrite: DurableFiles['overwrite'];
  declare truncate: DurableFiles['truncate'];
  declare rename: DurableFiles['rename'];
  declare remove: DurableFiles['remove'];
  declare removeFolder: DurableFiles['removeFolder'];
  declare syncFolder: DurableFiles['syncFolder'];

  /** What was done to the disk since the last `killAt` or `revive`, each with the name of the file it was done to. */
  get stepsTaken(): readonly string[] {
    return this.#taken;
  }

  /** Counted from 0 from now on; everything after fails too, until `revive`. */
  killAt(step: number, how: 'before' | 'half-way'): void {
    this.#taken = [];
    this.#killAt = step;
    this.#how = how;
  }

  revive(): void {
    this.killAt(Number.POSITIVE_INFINITY, 'before');
  }

  read(path: string, mostOctets: number): ReturnType<DurableFiles['read']> {
    return this.#disk.read(path, mostOctets);
  }

  names(folder: string): ReturnType<DurableFiles['names']> {
    return this.#disk.names(folder);
  }

  #mortal(name: Step): (path: string, more?: never) => Promise<void> {
    return async (path, more) => {
      const step = `${name} ${path.slice(path.lastIndexOf('/') + 1)}`;
      if (this.#taken.length >= this.#killAt) {
        const isDying = this.#taken.length === this.#killAt && this.#how === 'half-way';
        if (isDying && (name === 'write' || name === 'overwrite')) await this.#half(name, path, more);
        // Dead is dead: nothing that comes later is the dying step.
        this.#killAt = -1;
        throw new Killed(step);
      }
      await this.#disk[name](path, more as never);
      this.#taken.push(step);
    };
  }

  async #half(name: 'write' | 'overwrite', path: string, octets: Uint8Array | undefined): Promise<void> {
    const half = octets?.subarray(0, Math.floor(octets.length / 2));
    if (half) await this.#disk[name](path, half);
  }
}
