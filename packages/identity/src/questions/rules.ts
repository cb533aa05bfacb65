import type { QuestionKey } from './catalogue.ts';
import { QUESTION_KEYS } from './catalogue.ts';

/** Nobody's honest answer is longer; what is beyond it is not looked at. */
const MAX_ANSWER_CHARACTERS = 200;

/**
 * The one fold of answers (security page): Unicode NFKC, case, accents, spaces, punctuation. It must never change, since only hashes of
 * folded answers are stored. Upper case first, because "ß" and "ss" meet only there. Only the combining marks of European
 * scripts are dropped: in others they are the vowels.
 */
export function foldAnswer(answer: string): string {
  return answer
    .slice(0, MAX_ANSWER_CHARACTERS)
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/gu, '')
    .replace(/[\p{White_Space}\p{P}\p{S}\p{C}]/gu, '')
    .normalize('NFKC');
}

/** Characters of a folded answer, where one of a script that writes words or syllables counts for two: a Chinese name has two of them. */
export function answerWeight(folded: string): number {
  const dense = folded.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  return Array.from(folded).length + dense;
}

export type QuestionSetFault =
  | { readonly fault: 'questions-not-distinct' }
  | { readonly fault: 'answer-too-short'; readonly positions: readonly number[] }
  | { readonly fault: 'answers-not-distinct'; readonly positions: readonly number[] };

/** What is wrong with a set of questions and folded answers, or undefined. */
export function judgeQuestionSet(
  set: readonly { readonly question: QuestionKey; readonly folded: string }[],
  policy: { readonly registered: number; readonly minAnswerLength: number },
): QuestionSetFault | undefined {
  const questions = new Set(set.map((entry) => entry.question));
  const areInCatalogue = [...questions].every((question) => QUESTION_KEYS.includes(question));
  if (set.length !== policy.registered || questions.size !== set.length || !areInCatalogue) return { fault: 'questions-not-distinct' };
  const short = positionsWhere(set, (entry) => answerWeight(entry.folded) < policy.minAnswerLength);
  if (short.length > 0) return { fault: 'answer-too-short', positions: short };
  const repeated = positionsWhere(set, (entry, position) => set.findIndex((other) => other.folded === entry.folded) < position);
  return repeated.length > 0 ? { fault: 'answers-not-distinct', positions: repeated } : undefined;
}

/** Draws `count` different entries. `randomBelow(n)` answers an integer from 0 to n - 1, each as likely. */
export function drawDistinct<Entry>(entries: readonly Entry[], count: number, randomBelow: (limit: number) => number): readonly Entry[] {
  const urn = [...entries];
  return Array.from({ length: Math.min(count, urn.length) }, () => urn.splice(randomBelow(urn.length), 1)).flat();
}

function positionsWhere<Entry>(entries: readonly Entry[], holds: (entry: Entry, position: number) => boolean): number[] {
  return entries.flatMap((entry, position) => (holds(entry, position) ? [position] : []));
}
