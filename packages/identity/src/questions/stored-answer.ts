import { newId } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Question, QuestionRef } from './question.ts';
import { sealWords } from './sealed-words.ts';
import type { StoredAnswer } from './store.ts';

/** A question and the hash of its answer as they are stored; own words sealed under a name of their own. */
export function storedAnswer(
  ports: IdentityPorts,
  given: { readonly accountId: AccountId; readonly question: Question; readonly answerHash: string },
): StoredAnswer {
  const { accountId, question, answerHash } = given;
  const { language } = question;
  if (question.kind === 'catalogue') return { ref: question.key, language, sealedWords: undefined, answerHash };
  const ref: QuestionRef = `own:${newId(ports.randomness)}`;
  return { ref, language, sealedWords: sealWords(ports, { accountId, ref }, question.words), answerHash };
}
