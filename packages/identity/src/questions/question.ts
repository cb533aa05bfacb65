import type { QuestionKey, QuestionLanguage } from './catalogue.ts';
import { QUESTION_WORDS } from './catalogue-words.ts';

/** A question somebody chooses: out of the catalogue, or in words of their own. It is asked in the language it was chosen in, for the answer was given in it. */
export type Question =
  | { readonly kind: 'catalogue'; readonly key: QuestionKey; readonly language: QuestionLanguage }
  | { readonly kind: 'own'; readonly words: string; readonly language: QuestionLanguage };

/** Names a registered question of one account: the catalogue's key, or `own:` and a random id. Says nothing about the answer. */
export type QuestionRef = QuestionKey | `own:${string}`;

/** A registered question as pages show it. */
export interface RegisteredQuestion {
  readonly ref: QuestionRef;
  readonly words: string;
  readonly language: QuestionLanguage;
}

/** Spaces are made one and the forms of letters one, so that a question looks as it was meant wherever it is shown. */
export function ownQuestion(text: string, language: QuestionLanguage): Question {
  return { kind: 'own', words: text.normalize('NFC').trim().replaceAll(/\s+/gu, ' '), language };
}

export function wordsOfQuestion(question: Question): string {
  return question.kind === 'own' ? question.words : QUESTION_WORDS[question.language][question.key];
}
