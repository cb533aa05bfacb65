import { QUESTION_WORDS } from './catalogue-words.ts';

/** The languages in which questions may be chosen and asked; the pages around them may speak another. */
export const QUESTION_LANGUAGES = ['en', 'de'] as const;

export type QuestionLanguage = (typeof QUESTION_LANGUAGES)[number];

export type QuestionKey = keyof (typeof QUESTION_WORDS)['en'];

/** The questions one may register, in the order in which they are offered. */
export const QUESTION_KEYS = Object.keys(QUESTION_WORDS.en) as readonly QuestionKey[];

export function parseQuestionKey(text: string): QuestionKey | undefined {
  return QUESTION_KEYS.find((key) => key === text);
}

export function parseQuestionLanguage(text: string): QuestionLanguage | undefined {
  return QUESTION_LANGUAGES.find((language) => language === text);
}
