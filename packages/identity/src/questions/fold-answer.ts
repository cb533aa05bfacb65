/** Nobody's honest answer is longer; what is beyond it is not looked at. */
const MAX_ANSWER_CHARACTERS = 200;

/**
 * The one fold of answers (security page): Unicode NFKC, case, accents, spaces, punctuation. It must never change once a release has stored answers, since only hashes of
 * folded answers are kept; `vectors/answer-fold.json` holds it.
 *
 * "ß", "ẞ" and "ss", and the four Turkish letters i, meet only by way of lower, upper and lower case again. Of the combining marks only those are dropped that people leave out as they please:
 * European accents, Arabic vowel signs and hamzas, Hebrew points. In other scripts they are the vowels.
 */
export function foldAnswer(answer: string): string {
  return (
    answer
      .slice(0, MAX_ANSWER_CHARACTERS)
      .normalize('NFKC')
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .normalize('NFKD')
      .replace(OPTIONAL_MARKS, '')
      .replace(UNSPOKEN, '')
      // The sigma at the end of a word, of which nothing is left once the spaces are gone.
      .replaceAll('ς', 'σ')
      .normalize('NFKC')
  );
}

const OPTIONAL_MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/gu;
/** Spaces, punctuation, symbols, the Arabic lengthening stroke, and whatever is not seen: controls, zero-width and variation selectors, lone surrogates. */
const UNSPOKEN = /[\p{White_Space}\p{P}\p{S}\p{C}\p{DI}\u0640]/gu;

/** Characters of a folded answer, where one of a script that writes words or syllables counts for two: a Chinese name has two of them. */
export function answerWeight(folded: string): number {
  return Array.from(folded).length + (folded.match(DENSE)?.length ?? 0);
}

const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/**
 * Whether a folded answer is nothing but words of the question, one after the other: "first school" to "What was the name of your first school?". Scripts without spaces between words
 * are searched as they are.
 */
export function isInQuestion(folded: string, question: string): boolean {
  if (answerWeight(folded) > Array.from(folded).length) return foldAnswer(question).includes(folded);
  const words = question
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map(foldAnswer)
    .filter((word) => word !== '');
  return words.some((_, start) => beginsWith(words.slice(start), folded));
}

/** Whether some of the first words, put together, are exactly the text. */
function beginsWith(words: readonly string[], text: string): boolean {
  let together = '';
  for (const word of words) {
    together += word;
    if (together === text) return true;
    if (!text.startsWith(together)) return false;
  }
  return false;
}
