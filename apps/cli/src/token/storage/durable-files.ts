import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import type { Bytes } from '@sallyport/protocol';
import { codeOf, TokenTrouble } from '../trouble.ts';

/**
 * The little that the token asks of a file system. Each of the writing calls is one step that a disk may do or, when the power goes, not
 * do; it resolves when it would survive a power cut, except that a name made, moved or removed is durable only after `syncFolder`.
 * Files are 0600 and folders 0700, and what others could read is refused.
 */
export interface DurableFiles {
  /** Undefined when there is none. @throws TokenTrouble `not-private`, or `unreadable` when it is longer than this. */
  read(path: string, mostOctets: number): Promise<Bytes | undefined>;
  /** The names in a folder; none when there is no folder. @throws TokenTrouble `not-private`. */
  names(folder: string): Promise<readonly string[]>;
  makeFolder(folder: string): Promise<void>;
  /** A new file, or the whole content of an old one. */
  write(path: string, octets: Uint8Array): Promise<void>;
  /** In place, from the start: on the same blocks wherever the file system keeps them. Nothing happens when there is no file. */
  overwrite(path: string, octets: Uint8Array): Promise<void>;
  truncate(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Nothing happens when there is no file. */
  remove(path: string): Promise<void>;
  removeFolder(folder: string): Promise<void>;
  syncFolder(folder: string): Promise<void>;
}

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const OF_OTHERS = 0o077;
// Names that mean nothing on Windows, where a user's own folders are private by their access lists.
const { O_RDONLY, O_WRONLY, O_CREAT, O_TRUNC } = constants;
const O_NOFOLLOW = constants.O_NOFOLLOW as number | undefined;
const NO_LINKS = O_NOFOLLOW ?? 0;

export const durableFiles: DurableFiles = {
  read: async (path, mostOctets) =>
    withFile(path, O_RDONLY, async (file) => {
      const { size } = await demandPrivate(path, file);
      if (size > mostOctets) throw new TokenTrouble({ kind: 'unreadable', path });
      return new Uint8Array(await file.readFile());
    }),

  names: async (folder) => {
    try {
      await demandPrivate(folder, { stat: () => lstat(folder) });
      return await readdir(folder);
    } catch (failure) {
      ignoreMissing(failure);
      return [];
    }
  },

  makeFolder: async (folder) => {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    await demandPrivate(folder, { stat: () => lstat(folder) });
  },

  write: async (path, octets) => {
    await withFile(path, O_WRONLY | O_CREAT | O_TRUNC, async (file) => {
      await file.writeFile(octets);
      await file.sync();
    });
  },

  overwrite: async (path, octets) => {
    await withFile(path, O_WRONLY, async (file) => {
      await file.writeFile(octets);
      await file.sync();
    });
  },

  truncate: async (path) => {
    await withFile(path, O_WRONLY, async (file) => {
      await file.truncate(0);
      await file.sync();
    });
  },

  rename,

  remove: async (path) => {
    await unlink(path).catch(ignoreMissing);
  },

  removeFolder: async (folder) => {
    await rmdir(folder).catch(ignoreMissing);
  },

  syncFolder: async (folder) => {
    // Windows has no such call and needs none.
    if (process.platform === 'win32') return;
    const opened = await open(folder, O_RDONLY);
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  },
};

/** Undefined when there is no such file. @throws TokenTrouble `not-private` for a link. */
async function withFile<Value>(path: string, flags: number, work: (file: FileHandle) => Promise<Value>): Promise<Value | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, flags | NO_LINKS, FILE_MODE);
  } catch (failure) {
    if (codeOf(failure) === 'ELOOP') throw new TokenTrouble({ kind: 'not-private', path });
    ignoreMissing(failure);
    return undefined;
  }
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

interface Standing {
  readonly mode: number;
  readonly uid: number;
  readonly size: number;
  isSymbolicLink(): boolean;
}

async function demandPrivate(path: string, place: { stat(): Promise<Standing> }): Promise<{ readonly size: number }> {
  const standing = await place.stat();
  const isOurs = process.geteuid === undefined || (standing.uid === process.geteuid() && (standing.mode & OF_OTHERS) === 0);
  if (!isOurs || standing.isSymbolicLink()) throw new TokenTrouble({ kind: 'not-private', path });
  return standing;
}

function ignoreMissing(failure: unknown): void {
  if (codeOf(failure) !== 'ENOENT') throw failure;
}
