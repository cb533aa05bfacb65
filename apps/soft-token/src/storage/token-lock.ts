import type { Mutex } from '@sallyport/protocol';
import { lockName, type VaultPlace } from './names.ts';

/** Long enough for another window to finish two Argon2id runs on a slow phone; short enough that nobody thinks the app is dead. */
const PATIENCE_MS = 20_000;

/** Web Lock `st-<tokenId>`, exclusive: five tabs together get five attempts. The browser frees it when a tab dies. */
export function tokenLock(token: VaultPlace): Mutex {
  return {
    exclusively: async (work) => {
      try {
        return await navigator.locks.request(lockName(token), { mode: 'exclusive', signal: AbortSignal.timeout(PATIENCE_MS) }, work);
      } catch (failure) {
        if (failure instanceof DOMException && failure.name === 'TimeoutError') return undefined;
        throw failure;
      }
    },
  };
}
