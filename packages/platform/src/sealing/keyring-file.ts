import { constants } from 'node:fs';
import { type FileHandle, link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Randomness } from '../randomness.ts';
import { Secret } from '../secret.ts';
import { type Keyring, KeyringRefused, newKeyLine, parseKeyring } from './keyring.ts';

const HEADING = `# Sealing keys of Sallyport: every stored secret is sealed under one of them. The last line seals, all of them open.
# Without this file the database cannot be read, so keep a copy, and keep it apart from the copies of the database.
`;

/**
 * Opens the keyring file; makes it with one fresh key at first start, so that two processes starting together end with the same ring.
 * The file is made with mode 0600 and is on the disk before this resolves.
 *
 * @throws KeyringRefused when others may read the file or when it does not parse.
 */
export async function openKeyringFile(input: { readonly path: string; readonly randomness: Randomness }): Promise<Keyring> {
  const found = await readKeyring(input.path);
  if (found) return found;
  await makeKeyringFile(input);
  const made = await readKeyring(input.path);
  if (!made) throw new KeyringRefused(`${input.path} was made and vanished at once. Does another program clean this folder?`);
  return made;
}

/** Adds a fresh key to the file, which seals from then on; older keys still open. Running processes see it when they next start. */
export async function addKeyToFile(input: { readonly path: string; readonly randomness: Randomness }): Promise<Keyring> {
  await openKeyringFile(input);
  // Appending cannot lose a key, neither to a crash half way nor to a second rotation at the same moment; writing the file anew could.
  const file = await open(input.path, constants.O_WRONLY | constants.O_APPEND);
  try {
    await file.appendFile(`\n${newKeyLine(input.randomness)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return openKeyringFile(input);
}

async function readKeyring(path: string): Promise<Keyring | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw new KeyringRefused(`${path} cannot be read (${codeOf(error)}). It must belong to the user that runs Sallyport.`, {
      cause: error,
    });
  }
  try {
    refuseWidePermissions(path, (await file.stat()).mode);
    return parseKeyring({ text: new Secret(await file.readFile('utf8')), source: path });
  } finally {
    await file.close();
  }
}

function refuseWidePermissions(path: string, mode: number): void {
  // Windows has no such bits: there the folder's access list decides.
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  throw new KeyringRefused(
    `${path} holds the keys of every stored secret, and others may use it (mode ${shown}). Mend it with: chmod 600 '${path}'`,
  );
}

/** Complete or not there at all: written beside its place, flushed, then linked, which fails when another process was first. */
async function makeKeyringFile({ path, randomness }: { readonly path: string; readonly randomness: Randomness }): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${Buffer.from(randomness.bytes(8)).toString('hex')}.draft`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${HEADING}${newKeyLine(randomness)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  await flushFolder(folder);
}

async function flushFolder(folder: string): Promise<void> {
  // A folder cannot be opened on Windows; the file system there journals the name itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}
