import { expireUnlocks } from '@sallyport/identity';
import type { Log } from '@sallyport/platform';
import { removeExpiredArtefacts } from './federation/artefact-store.ts';
import { SessionStore } from './http/session-store.ts';
import type { Installation } from '@sallyport/installation';

/** What is to be done now and then, on any of the processes: everything here may run twice without harm. */

const ROUND_MS = 60_000;

export function startHousekeeping({ installation, log }: { readonly installation: Installation; readonly log: Log }): { stop(): void } {
  const sessions = new SessionStore(installation.database);
  const round = async (): Promise<void> => {
    await expireUnlocks(installation.identity);
    await sessions.removeExpired(installation.clock.now());
    await removeExpiredArtefacts(installation);
  };
  const timer = setInterval(() => {
    round().catch((error: unknown) => {
      log.error({ err: error }, 'housekeeping failed; it is tried again in a minute');
    });
  }, ROUND_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
