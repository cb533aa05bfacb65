import type { Place } from '@sallyport/platform';
import { fromUtf8, utf8 } from '@sallyport/protocol';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { QUESTION_WORDS } from './catalogue-words.ts';
import { parseQuestionKey } from './catalogue.ts';
import type { QuestionRef, RegisteredQuestion } from './question.ts';
import type { StoredAnswer } from './store.ts';

/** A question in somebody's own words says much about them, so it is sealed like a secret. */

export function sealWords(
  ports: IdentityPorts,
  place: { readonly accountId: AccountId; readonly ref: QuestionRef },
  words: string,
): Uint8Array {
  return ports.sealer.seal({ plaintext: utf8(words), place: placeOf(place) });
}

/** As pages show it. */
export function registeredQuestion(ports: IdentityPorts, accountId: AccountId, stored: StoredAnswer): RegisteredQuestion {
  const { ref, language, sealedWords } = stored;
  const key = parseQuestionKey(ref);
  const words = sealedWords
    ? fromUtf8(ports.sealer.open({ sealed: sealedWords, place: placeOf({ accountId, ref }) }))
    : key && QUESTION_WORDS[language][key];
  if (words === undefined) throw new Error(`a registered question is neither in the catalogue nor sealed: ${ref}`);
  return { ref, words, language };
}

function placeOf({ accountId, ref }: { readonly accountId: AccountId; readonly ref: QuestionRef }): Place {
  return { table: 'answer', column: 'sealed_words', row: `${accountId}/${ref}` };
}
