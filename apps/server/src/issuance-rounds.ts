import { type CertificatesPorts, issueDue, tellRevocations } from '@sallyport/certificates';
import type { Log } from '@sallyport/platform';
import { type Rounds, startRounds } from './rounds.ts';

/** A CA elsewhere is asked again after three seconds; when nothing is due a round is two short reads. */
const ROUND_MS = 3000;

/** What was left behind is issued, what a CA elsewhere is at work on goes on, and it is told of what was revoked. */
export function startIssuanceRounds({ certificates, log }: { readonly certificates: CertificatesPorts; readonly log: Log }): Rounds {
  const round = async (): Promise<void> => {
    await issueDue(certificates);
    if (certificates.elsewhere === undefined) return;
    const { untold } = await tellRevocations(certificates, certificates.elsewhere);
    if (untold > 0) log.warn({ untold }, 'the CA elsewhere does not know of revocations yet; it is told again');
  };
  return startRounds({ everyMs: ROUND_MS, round, log, failed: 'what is due could not be issued; it is tried again in a few seconds' });
}
