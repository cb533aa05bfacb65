import { type AuthorityList, type CertificatesPorts, endOverlaps, issueDueLists, preSignAnswers } from '@sallyport/certificates';
import type { Log } from '@sallyport/platform';

/** Well within the minute in which a revocation has to stand in a list; when nothing is due a round is a few short reads. */
const ROUND_MS = 5000;
/** Two signatures each: a round keeps the process for some hundredths of a second. */
const ANSWERS_A_ROUND = 100;

export interface RevocationRounds {
  stop(): void;
}

/**
 * What keeps the world up to date about revocation, in every process: lists that are due, answers before anybody asks, CAs that another process has made. A
 * round begins when the one before is over.
 */
export function startRevocationRounds(given: { readonly certificates: CertificatesPorts; readonly log: Log }): RevocationRounds {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const next = (): void => {
    if (!isStopped) timer = setTimeout(run, ROUND_MS).unref();
  };
  const run = (): void => {
    revocationRound(given)
      .catch((error: unknown) => {
        given.log.error({ err: error }, 'lists and answers could not be made; it is tried again in a few seconds');
      })
      .finally(next);
  };
  run();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

export async function revocationRound({
  certificates,
  log,
}: {
  readonly certificates: CertificatesPorts;
  readonly log: Log;
}): Promise<void> {
  await certificates.authorities.refresh();
  // Before the lists, so that what it revokes stands in the next one.
  await endOverlaps(certificates);
  for (const list of await issueDueLists(certificates)) tell(log, list);
  await preSignAnswers(certificates, { limit: ANSWERS_A_ROUND });
}

function tell(log: Log, { authorityId, outcome }: AuthorityList): void {
  switch (outcome.kind) {
    case 'issued': {
      const { number, entries, clockBehindMs } = outcome;
      log.info({ authority: authorityId, number, entries }, 'revocation list');
      if (clockBehindMs > 0) log.warn({ authority: authorityId, clockBehindMs }, 'the clock is behind what the list before it says');
      return;
    }
    case 'refused':
      log.error({ authority: authorityId, because: outcome.because }, 'a revocation list was refused by lint or signer');
      return;
    case 'not-due':
    case 'elsewhere':
  }
}
