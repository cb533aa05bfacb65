import { expireDue, forgetAnswers, forgetOldMessages, releaseOwnNames } from '@sallyport/certificates';
import {
  expireUnlocks,
  finishPasswordResets,
  forgetShownRecoveryCodes,
  removeOldLinks,
  removePasskeyChallenges,
  removeTypedRuns,
  sweepDelays,
} from '@sallyport/identity';
import { formatCheckpoint, type Log, purgeBudgets, signCheckpoint } from '@sallyport/platform';
import { removeExpiredArtefacts } from './federation/artefact-store.ts';
import { SessionStore } from './http/session-store.ts';
import type { Installation } from '@sallyport/installation';

/** What is to be done now and then, on any of the processes: everything here may run twice without harm. */

const ROUND_MS = 60_000;
const CHECKPOINT_MS = 60 * 60_000;

export function startHousekeeping({ installation, log }: { readonly installation: Installation; readonly log: Log }): { stop(): void } {
  const sessions = new SessionStore(installation.database);
  let checkpointDue = 0;
  const round = async (): Promise<void> => {
    await expireUnlocks(installation.identity);
    await removeTypedRuns(installation.identity);
    await forgetShownRecoveryCodes(installation.identity);
    await removePasskeyChallenges(installation.identity);
    await finishPasswordResets(installation.identity);
    await sweepDelays(installation.identity);
    await removeOldLinks(installation.identity);
    await sessions.removeExpired(installation.clock.now());
    await removeExpiredArtefacts(installation);
    await expireDue(installation.certificates);
    await releaseOwnNames(installation.certificates);
    await forgetOldMessages(installation.certificates);
    await forgetAnswers(installation.certificates);
    const now = installation.clock.now();
    await installation.database.transact((tx) => purgeBudgets(tx, now));
    if (now < checkpointDue) return;
    const checkpoint = await signCheckpoint(installation.database, { signer: await installation.checkpointSigner(), now });
    // Whoever keeps the log elsewhere keeps this line with it: it makes a truncated audit log visible.
    log.info({ checkpoint: formatCheckpoint(checkpoint) }, 'audit checkpoint');
    checkpointDue = now + CHECKPOINT_MS;
  };
  const run = (): void => {
    round().catch((error: unknown) => {
      log.error({ err: error }, 'housekeeping failed; it is tried again in a minute');
    });
  };
  run();
  const timer = setInterval(run, ROUND_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
