import type { Bytes, Randomness } from '@sallyport/protocol';
import { erasableFileName, type VaultPlace } from './names.ts';
import { privateFolder } from './private-folder.ts';

/**
 * E, the erasable factor: a file in the origin private file system, touched only through a sync access handle (so only in a dedicated
 * worker), because an overwrite through such a handle really replaces the octets on disk.
 */

export async function readErasableFactor(token: VaultPlace, epoch: number): Promise<Bytes | undefined> {
  const file = await existingFile(token, epoch);
  if (!file) return undefined;
  return withHandle(file, (handle) => {
    const factor = new Uint8Array(handle.getSize());
    handle.read(factor, { at: 0 });
    return factor;
  });
}

export async function writeErasableFactor(input: { token: VaultPlace; epoch: number; factor: Uint8Array }): Promise<void> {
  const root = await privateFolder();
  const file = await root.getFileHandle(erasableFileName(input.token, input.epoch), { create: true });
  await withHandle(file, (handle) => {
    handle.truncate(input.factor.length);
    overwrite(handle, input.factor);
  });
}

/** Random octets, then zeros, each flushed; then truncated and removed. Idempotent, also after a crash in between. */
export async function destroyErasableFactor(input: { token: VaultPlace; epoch: number; randomness: Randomness }): Promise<void> {
  const file = await existingFile(input.token, input.epoch);
  if (!file) return;
  await withHandle(file, (handle) => {
    const size = handle.getSize();
    if (size > 0) {
      overwrite(handle, input.randomness.bytes(size));
      overwrite(handle, new Uint8Array(size));
    }
    handle.truncate(0);
    handle.flush();
  });
  const root = await privateFolder();
  await root.removeEntry(erasableFileName(input.token, input.epoch)).catch(ignoreMissing);
}

/** @throws when the disk takes fewer octets than it was given: a half-written factor must never look like a written one. */
function overwrite(handle: FileSystemSyncAccessHandle, octets: Uint8Array): void {
  const written = handle.write(new Uint8Array(octets), { at: 0 });
  if (written !== octets.length) throw new DOMException('The erasable factor was not written whole.', 'QuotaExceededError');
  handle.flush();
}

async function existingFile(token: VaultPlace, epoch: number): Promise<FileSystemFileHandle | undefined> {
  const root = await privateFolder();
  try {
    return await root.getFileHandle(erasableFileName(token, epoch));
  } catch (failure) {
    ignoreMissing(failure);
    return undefined;
  }
}

/**
 * A handle is exclusive. All our users hold the token's Web Lock, so a busy handle belongs to a window that was just closed:
 * the browser lets go of it a moment later.
 */
async function withHandle<Value>(file: FileSystemFileHandle, work: (handle: FileSystemSyncAccessHandle) => Value): Promise<Value> {
  const handle = await patiently(async () => file.createSyncAccessHandle());
  try {
    // Before 2023 browsers answered with promises here: what is read then would be no factor, and a right PIN would look wrong.
    if (typeof handle.getSize() !== 'number') throw new DOMException('The file cannot be overwritten in place.', 'NotSupportedError');
    return work(handle);
  } finally {
    handle.close();
  }
}

const PATIENCE_MS = [20, 50, 100, 200, 400, 800] as const;

async function patiently<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (const pause of PATIENCE_MS) {
    try {
      return await attempt();
    } catch (failure) {
      if (!(failure instanceof DOMException) || failure.name !== 'NoModificationAllowedError') throw failure;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return attempt();
}

function ignoreMissing(failure: unknown): void {
  if (!(failure instanceof DOMException) || failure.name !== 'NotFoundError') throw failure;
}
