import type { CertificatesPorts } from '../ports.ts';
import { refuse } from '../refusals.ts';
import { type AgainRefusal, type KeptAnswer, judgeAgain } from './rules.ts';
import { type AnswerPlace, insertRequest, readRequest } from './store.ts';

/** Before a request that may be sent again is done: one statement says whether this is the first time. Otherwise it must not be done. */
export function beginRequest(
  { database, clock }: Pick<CertificatesPorts, 'clock' | 'database'>,
  { place, hash }: { readonly place: AnswerPlace; readonly hash: string },
): Promise<{ readonly kind: 'begun' } | KeptAnswer | AgainRefusal> {
  return database.transact(async (tx) => {
    const now = clock.now();
    if (await insertRequest(tx, { place, hash, now })) return { kind: 'begun' } as const;
    const kept = await readRequest(tx, place);
    // It was a day old, and was removed at this moment.
    return kept === undefined ? refuse('idempotency-in-progress', 'removed meanwhile') : judgeAgain(kept, { hash, now });
  });
}
