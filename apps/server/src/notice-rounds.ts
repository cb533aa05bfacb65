import { type CertificatesPorts, deliverMessages, noteEndings, sendDigests, tellOccasions, tellOperator } from '@sallyport/certificates';
import type { Log } from '@sallyport/platform';
import { type Rounds, startRounds } from './rounds.ts';

/** When nothing is due a round is a few short reads. */
const ROUND_MS = 5000;
/** What the operator is told has weeks. */
const OPERATOR_ROUND_MS = 600_000;

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
    startRounds({
      everyMs: OPERATOR_ROUND_MS,
      round: async () => {
        for (const { about, authorityId, endsAt } of await tellOperator(certificates)) {
          const ends = endsAt === undefined ? 'never made' : new Date(endsAt).toISOString();
          log.warn({ authority: authorityId, ends }, about === 'list' ? 'an offline root needs its next list' : 'the CA that issues ends');
        }
      },
      log,
      failed: 'the operator could not be told of deadlines; it is tried again in ten minutes',
    }),
  ];
  return {
    stop: () => {
      for (const one of rounds) one.stop();
    },
  };
}
