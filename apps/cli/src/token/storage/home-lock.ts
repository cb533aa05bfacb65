import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLockFile } from '@sallyport/platform/device';
import type { Mutex } from '@sallyport/protocol';
import { codeOf, TokenTrouble } from '../trouble.ts';
import type { DurableFiles } from './durable-files.ts';

/** Long enough for another process to finish two Argon2id runs on a busy machine; short enough that nobody thinks it hangs. */
const PATIENCE_MS = 20_000;
const BETWEEN_TRIES_MS = 25;

/**
 * One lock for the whole home: five processes together get five attempts (section 18, invariant 4). It outlives no process, and as it
 * stands beside the tokens, removing one never removes what another process waits for.
 */
export function homeLock(home: string, files: Pick<DurableFiles, 'makeFolder'>, patienceMs = PATIENCE_MS): Mutex {
  return {
    exclusively: async (work) => {
      // Everything that writes comes through here, so this is where the home is made.
      await files.makeFolder(home);
      const lock = await waitForLock(join(home, 'lock'), patienceMs);
      return lock && work().finally(() => lock.close());
    },
  };
}

async function waitForLock(file: string, patienceMs: number): Promise<ReturnType<typeof tryLockFile>> {
  const tries = Math.max(1, Math.ceil(patienceMs / BETWEEN_TRIES_MS));
  for (let count = 0; count < tries; count += 1) {
    if (count > 0) await sleep(BETWEEN_TRIES_MS);
    const lock = lockOnce(file);
    if (lock) return lock;
  }
  return undefined;
}

function lockOnce(file: string): ReturnType<typeof tryLockFile> {
  try {
    return tryLockFile(file);
  } catch (failure) {
    if (codeOf(failure) !== undefined) throw failure;
    throw new TokenTrouble({ kind: 'no-locks', path: file });
  }
}
