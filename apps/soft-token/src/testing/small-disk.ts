import { chmodSync, closeSync, openSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './browser.ts';

const SIZE = '96m';

/** A Chromium whose profile lies on a disk of its own, small enough to be filled to the last octet. */
export class BrowserOnSmallDisk {
  readonly context: BrowserContext;
  readonly #folder: string;
  /** The disk, as this process sees it. */
  readonly #disk: string;

  private constructor(given: { readonly context: BrowserContext; readonly folder: string; readonly disk: string }) {
    this.context = given.context;
    this.#folder = given.folder;
    this.#disk = given.disk;
  }

  /** The mount is in a namespace of the browser's own: as root or not, nothing outside sees it and nothing stays. */
  static async launch(): Promise<BrowserOnSmallDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'sallyport-small-disk-'));
    const program = join(folder, 'browser');
    const inside = `mount -t tmpfs -o size=${SIZE} tmpfs "$0" && echo $$ > "$0.pid" && exec "$@"`;
    const disk = join(folder, 'disk');
    writeFileSync(
      program,
      `#!/bin/sh\nmkdir -p '${disk}' && exec unshare --user --map-root-user --mount sh -c '${inside}' '${disk}' '${chromiumPath()}' "$@"\n`,
    );
    chmodSync(program, 0o700);
    const context = await chromium.launchPersistentContext(join(disk, 'profile'), { executablePath: program, args: CHROMIUM_ARGUMENTS });
    const process = (await readFile(`${disk}.pid`, 'utf8')).trim();
    return new BrowserOnSmallDisk({ context, folder, disk: `/proc/${process}/root${disk}` });
  }

  /** By pages until no other fits: what the browser writes meanwhile only fills it sooner. Answers how to make room again. */
  fill(): () => void {
    const filler = join(this.#disk, 'filler');
    const page = Buffer.alloc(statfsSync(this.#disk).bsize);
    const file = openSync(filler, 'w');
    try {
      while (writeSync(file, page) > 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
    return () => {
      rmSync(filler);
    };
  }

  async forget(): Promise<void> {
    await this.context.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
