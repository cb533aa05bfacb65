import type { CertificatesPorts } from '../ports.ts';
import { ANSWER_KEPT_MS } from './rules.ts';
import { type AnswerPlace, deleteAnswersBefore, writeAnswer } from './store.ts';

/** What is answered to whoever sends the request again. */
export function keepAnswer(
  { database }: Pick<CertificatesPorts, 'database'>,
  answer: { readonly place: AnswerPlace; readonly status: number; readonly body: string | undefined },
): Promise<void> {
  return database.transact((tx) => writeAnswer(tx, answer));
}

/** For a loop: after a day a key may be used for something else. */
export function forgetAnswers({ database, clock }: Pick<CertificatesPorts, 'clock' | 'database'>): Promise<void> {
  return database.transact((tx) => deleteAnswersBefore(tx, clock.now() - ANSWER_KEPT_MS));
}
