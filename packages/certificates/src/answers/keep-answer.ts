import type { CertificatesPorts } from '../ports.ts';
import { ANSWER_KEPT_MS } from './rules.ts';
import { type AnswerPlace, deleteAnswersBefore, deleteRequest, writeAnswer } from './store.ts';

/** What is answered to whoever sends the request again. */
export function keepAnswer(
  { database }: Pick<CertificatesPorts, 'database'>,
  kept: { readonly place: AnswerPlace; readonly answer: string },
): Promise<void> {
  return database.transact((tx) => writeAnswer(tx, kept));
}

/** It was refused: nothing was done, and it may be tried again. */
export function dropRequest({ database }: Pick<CertificatesPorts, 'database'>, place: AnswerPlace): Promise<void> {
  return database.transact((tx) => deleteRequest(tx, place));
}

/** For a loop: after a day a key may be used for something else. */
export function forgetAnswers({ database, clock }: Pick<CertificatesPorts, 'clock' | 'database'>): Promise<void> {
  return database.transact((tx) => deleteAnswersBefore(tx, clock.now() - ANSWER_KEPT_MS));
}
