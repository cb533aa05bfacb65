import type { DurableFiles } from '../token/storage/durable-files.ts';
import { copyOf, fingerprintOf } from './temporary-home.ts';

type Step = Exclude<keyof DurableFiles, 'read' | 'names'>;
const STEPS: readonly Step[] = ['makeFolder', 'write', 'overwrite', 'truncate', 'rename', 'remove', 'removeFolder', 'syncFolder'];

/**
 * A real disk under a process that could be killed before any step, and in the middle of one that writes octets: half of them are there then. A dead
 * process takes no further step, so a copy of its home at that moment is what it leaves: one act leaves what every death within it would.
 */
export class MortalFiles implements DurableFiles {
  readonly #disk: DurableFiles;
  readonly #home: string;
  readonly #taken: string[] = [];
  readonly #left = new Map<string, string>();
  #deaths = 0;

  constructor(disk: DurableFiles, home: string) {
    this.#disk = disk;
    this.#home = home;
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

  /** What was done to the disk, each with the name of the file it was done to. */
  get stepsTaken(): readonly string[] {
    return this.#taken;
  }

  /** How many moments there were to die at. */
  get deaths(): number {
    return this.#deaths;
  }

  /** A home for each state of the disk that one of the deaths leaves: those that leave the same to the octet have one together. */
  get homesLeft(): readonly string[] {
    return [...this.#left.values()];
  }

  read(path: string, mostOctets: number): ReturnType<DurableFiles['read']> {
    return this.#disk.read(path, mostOctets);
  }

  names(folder: string): ReturnType<DurableFiles['names']> {
    return this.#disk.names(folder);
  }

  #mortal(name: Step): (path: string, more?: never) => Promise<void> {
    return async (path, more) => {
      this.#couldDie();
      if (name === 'write' || name === 'overwrite') await this.#half(name, path, more);
      await this.#disk[name](path, more as never);
      this.#taken.push(`${name} ${path.slice(path.lastIndexOf('/') + 1)}`);
    };
  }

  async #half(name: 'write' | 'overwrite', path: string, octets: Uint8Array = new Uint8Array()): Promise<void> {
    await this.#disk[name](path, octets.subarray(0, Math.floor(octets.length / 2)));
    this.#couldDie();
  }

  #couldDie(): void {
    this.#deaths += 1;
    const fingerprint = fingerprintOf(this.#home);
    if (!this.#left.has(fingerprint)) this.#left.set(fingerprint, copyOf(this.#home));
  }
}
