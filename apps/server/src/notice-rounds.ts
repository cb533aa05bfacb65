import { type CertificatesPorts, deliverMessages, noteEndings, sendDigests, tellOccasions } from '@sallyport/certificates';
import type { Log } from '@sallyport/platform';
import { type Rounds, startRounds } from './rounds.ts';

/** When nothing is due a round is a few short reads. */
const ROUND_MS = 5000;

/** Tells people and machines what happens to certificates, in every process. Machines have rounds of their own: theirs may take long to answer. */
export function startNoticeRounds({ certificates, log }: { readonly certificates: CertificatesPorts; readonly log: Log }): Rounds {
  const rounds = [
    startRounds({
      everyMs: ROUND_MS,
      round: async () => {
        await noteEndings(certificates);
        await tellOccasions(certificates);
        await sendDigests(certificates);
      },
      log,
      failed: 'people could not be told about certificates; it is tried again in a few seconds',
    }),
    startRounds({
      everyMs: ROUND_MS,
      round: async () => {
        const { delivered, deferred, dead } = await deliverMessages(certificates);
        if (delivered + deferred + dead > 0) log.info({ delivered, deferred, dead }, 'webhook messages');
      },
      log,
      failed: 'webhook messages could not be sent; it is tried again in a few seconds',
    }),
  ];
  return {
    stop: () => {
      for (const one of rounds) one.stop();
    },
  };
}
