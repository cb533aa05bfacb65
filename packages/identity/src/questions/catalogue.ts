/** The questions one may register; their words are in the message catalogue under `question.<key>`. */
export const QUESTION_KEYS = [
  'first-school',
  'first-street',
  'first-employer',
  'first-concert',
  'first-holiday',
  'childhood-friend',
  'childhood-pet',
  'childhood-hero',
  'favourite-teacher',
  'favourite-book',
  'favourite-dish',
  'grandparent-trade',
  'parents-met',
  'musical-instrument',
  'learned-to-swim',
] as const;

export type QuestionKey = (typeof QUESTION_KEYS)[number];

export function parseQuestionKey(text: string): QuestionKey | undefined {
  return QUESTION_KEYS.find((key) => key === text);
}
