import { type Proof, assuranceOf, isFresh } from '../assurance/rules.ts';
import type { Instant } from '@sallyport/platform';
import { type RecoveryPreset, isAcceptedFactor } from '../recovery/rules.ts';
import { QUESTION_KEYS, QUESTION_LANGUAGES } from './catalogue.ts';
import { QUESTION_WORDS } from './catalogue-words.ts';
import { answerWeight, foldAnswer, isInQuestion } from './fold-answer.ts';
import { type Question, wordsOfQuestion } from './question.ts';

export interface QuestionsPolicy {
  /** How many are registered at set-up, and no fewer afterwards. */
  readonly registered: number;
  /** The most anybody may have. */
  readonly most: number;
  readonly asked: number;
  /** As `answerWeight` counts. */
  readonly minAnswerLength: number;
}

/** Shorter is hardly a question; longer does not fit a page. */
const OWN_QUESTION = { minWeight: 8, maxCharacters: 150 } as const;

/** What is wrong with questions or answers. `positions`: with which of them, counted from 0. */
export interface QuestionFault {
  readonly fault: 'questions-not-distinct' | 'question-malformed' | 'answer-too-short' | 'answer-in-question' | 'answers-not-distinct';
  readonly positions: readonly number[];
}

interface Entry {
  readonly question: Question;
  readonly folded: string;
}

/** What is wrong with a whole set of questions and folded answers, or undefined. No positions: their number is wrong. */
export function judgeQuestionSet(set: readonly Entry[], policy: QuestionsPolicy): QuestionFault | undefined {
  if (set.length !== policy.registered) return { fault: 'questions-not-distinct', positions: [] };
  const ids = set.map(({ question }) => questionId(question));
  return firstFault([
    ['question-malformed', positionsWhere(set, ({ question }) => isMalformed(question))],
    ['questions-not-distinct', positionsWhere(ids, (id, position) => ids.indexOf(id) < position)],
    ['answer-too-short', positionsWhere(set, ({ folded }) => answerWeight(folded) < policy.minAnswerLength)],
    ['answer-in-question', positionsWhere(set, ({ question, folded }) => isInQuestion(folded, wordsOfQuestion(question)))],
    ['answers-not-distinct', positionsWhere(set, (entry, position) => set.findIndex(({ folded }) => folded === entry.folded) < position)],
  ]);
}

/** What is wrong with one question and its folded answer beside others that stay. That the answer differs from theirs only their hashes can tell. */
export function judgeQuestion(entry: Entry, others: readonly Question[], policy: QuestionsPolicy): QuestionFault | undefined {
  const { question, folded } = entry;
  const at = (holds: boolean): readonly number[] => (holds ? [0] : []);
  return firstFault([
    ['question-malformed', at(isMalformed(question))],
    ['questions-not-distinct', at(others.map(questionId).includes(questionId(question)))],
    ['answer-too-short', at(answerWeight(folded) < policy.minAnswerLength)],
    ['answer-in-question', at(isInQuestion(folded, wordsOfQuestion(question)))],
  ]);
}

function firstFault(faults: readonly (readonly [QuestionFault['fault'], readonly number[]])[]): QuestionFault | undefined {
  const found = faults.find(([, positions]) => positions.length > 0);
  return found && { fault: found[0], positions: found[1] };
}

const CATALOGUE_BY_WORDS: ReadonlyMap<string, string> = new Map(
  QUESTION_LANGUAGES.flatMap((language) => QUESTION_KEYS.map((key) => [foldAnswer(QUESTION_WORDS[language][key]), key] as const)),
);

/** Equal for one question in two languages, and for a catalogue question that somebody typed. */
function questionId(question: Question): string {
  if (question.kind === 'catalogue') return question.key;
  const folded = foldAnswer(question.words);
  return CATALOGUE_BY_WORDS.get(folded) ?? `own:${folded}`;
}

function isMalformed(question: Question): boolean {
  if (question.kind === 'catalogue') return false;
  const { words } = question;
  const characters = Array.from(words).length;
  return characters > OWN_QUESTION.maxCharacters || /\p{Cc}/u.test(words) || answerWeight(foldAnswer(words)) < OWN_QUESTION.minWeight;
}

/** What editing the questions takes of somebody who gave these proofs. `present-answer`: the answer, as it is now, to the question that is changed or removed. */
export type EditingStanding = 'allowed' | 'present-answer' | 'more-proof';

/**
 * Whoever may replace the answers may come back at will, so it takes the second factor; or, where the recovery policy takes answers at all, a fresh password, the answers that were asked for, and the present answer to
 * what is changed.
 */
export function editingStanding(given: {
  readonly preset: RecoveryPreset;
  readonly proofs: readonly Proof[];
  readonly now: Instant;
  readonly freshProofMs: number;
}): EditingStanding {
  const { preset, proofs, now, freshProofMs } = given;
  if (assuranceOf(proofs, now, freshProofMs).level === 2) return 'allowed';
  const fresh = proofs.filter((proof) => isFresh(proof, now, freshProofMs)).map(({ factor }) => factor);
  const answersSuffice = isAcceptedFactor(preset, 'questions') && fresh.includes('password') && fresh.includes('questions');
  return answersSuffice ? 'present-answer' : 'more-proof';
}

/** Draws `count` different entries. `randomBelow(n)` answers an integer from 0 to n - 1, each as likely. */
export function drawDistinct<Entry>(entries: readonly Entry[], count: number, randomBelow: (limit: number) => number): readonly Entry[] {
  const urn = [...entries];
  return Array.from({ length: Math.min(count, urn.length) }, () => urn.splice(randomBelow(urn.length), 1)).flat();
}

function positionsWhere<Entry>(entries: readonly Entry[], holds: (entry: Entry, position: number) => boolean): number[] {
  return entries.flatMap((entry, position) => (holds(entry, position) ? [position] : []));
}
