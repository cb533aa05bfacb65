import { type AuthorityList, type CertificatesPorts, endOverlaps, issueDueLists, preSignAnswers } from '@sallyport/certificates';
import type { Log } from '@sallyport/platform';
import { type Rounds, startRounds } from '../rounds.ts';

/** Well within the minute in which a revocation has to stand in a list; when nothing is due a round is a few short reads. */
export const ROUND_MS = 5000;
/** Two signatures each: a round keeps the process for some hundredths of a second. */
const ANSWERS_A_ROUND = 100;

/**
 * What keeps the world up to date about revocation, in every process: lists that are due, answers before anybody asks, CAs that another process has made.
 */
export function startRevocationRounds(given: { readonly certificates: CertificatesPorts; readonly log: Log }): Rounds {
  const failed = 'lists and answers could not be made; it is tried again in a few seconds';
  return startRounds({ everyMs: ROUND_MS, round: () => revocationRound(given), log: given.log, failed });
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
