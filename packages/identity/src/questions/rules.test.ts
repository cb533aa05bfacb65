import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Factor, Proof } from '../assurance/rules.ts';
import { RECOVERY_PRESETS, type RecoveryPreset } from '../recovery/rules.ts';
import { QUESTION_KEYS, QUESTION_LANGUAGES } from './catalogue.ts';
import { QUESTION_WORDS } from './catalogue-words.ts';
import { foldAnswer } from './fold-answer.ts';
import { ownQuestion, type Question } from './question.ts';
import { drawDistinct, editingStanding, judgeQuestion, judgeQuestionSet, type QuestionsPolicy } from './rules.ts';

const policy: QuestionsPolicy = { registered: 5, most: 10, asked: 2, minAnswerLength: 3 };

function catalogue(key: (typeof QUESTION_KEYS)[number], language: 'en' | 'de' = 'en'): Question {
  return { kind: 'catalogue', key, language };
}

function set(answers: readonly string[]) {
  return answers.map((answer, index) => ({ question: catalogue(QUESTION_KEYS[index] ?? 'first-school'), folded: foldAnswer(answer) }));
}

describe('registering questions', () => {
  test('answers that differ only in case, accents or punctuation are the same answer', () => {
    const fault = judgeQuestionSet(set(['Zürich', 'blue', 'Oslo', 'ZURICH!', 'Rome']), policy);
    expect(fault).toEqual({ fault: 'answers-not-distinct', positions: [3] });
  });

  test('an answer of punctuation alone is too short, since nothing of it is left', () => {
    expect(judgeQuestionSet(set(['...', 'blue', 'Oslo', 'ab', 'Rome']), policy)).toEqual({ fault: 'answer-too-short', positions: [0, 3] });
  });

  const five = set(['one1', 'two2', 'three', 'four', 'five']);
  const withFirst = (question: Question) => five.map((entry, index) => (index === 4 ? { ...entry, question } : entry));

  test('too few or too many are refused', () => {
    expect(judgeQuestionSet(five.slice(1), policy)).toEqual({ fault: 'questions-not-distinct', positions: [] });
    const six = [...five, { question: catalogue('learned-to-swim'), folded: 'lake' }];
    expect(judgeQuestionSet(six, policy)).toEqual({ fault: 'questions-not-distinct', positions: [] });
    expect(judgeQuestionSet(five, policy)).toBeUndefined();
  });

  test('one question is one question: twice, in another language, or typed by hand', () => {
    const same = [
      catalogue('first-school'),
      catalogue('first-school', 'de'),
      ownQuestion('What was the name of your FIRST school', 'en'),
      ownQuestion('  Wie hieß Ihre erste  Schule ', 'de'),
      ownQuestion('WIE HIESS IHRE ERSTE SCHULE??', 'en'),
    ];
    for (const question of same) {
      expect(judgeQuestionSet(withFirst(question), policy)).toEqual({ fault: 'questions-not-distinct', positions: [4] });
      expect(judgeQuestion({ question, folded: 'ekeby' }, [catalogue('first-school')], policy)?.fault).toBe('questions-not-distinct');
    }
    const own = ownQuestion('Where did the old ferry stop?', 'en');
    expect(judgeQuestion({ question: own, folded: 'ekeby' }, [ownQuestion('where did the OLD ferry stop', 'de')], policy)?.fault).toBe(
      'questions-not-distinct',
    );
    expect(judgeQuestionSet(withFirst(own), policy)).toBeUndefined();
  });

  test.each(['', 'Why?', '……………………', 'x'.repeat(151), 'a bell\u0007 in the question', '\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b'])(
    'a question of one’s own that is no question is refused: %j',
    (words) => {
      expect(judgeQuestionSet(withFirst(ownQuestion(words, 'en')), policy)).toEqual({ fault: 'question-malformed', positions: [4] });
    },
  );

  test('an answer that the question gives away is refused', () => {
    const school = set(['First School!', 'blue', 'Oslo', 'Bergen', 'Rome']);
    expect(judgeQuestionSet(school, policy)).toEqual({ fault: 'answer-in-question', positions: [0] });
    const own = (words: string, answer: string) =>
      judgeQuestion({ question: ownQuestion(words, 'en'), folded: foldAnswer(answer) }, [], policy);
    expect(own('What colour was the red boat?', 'RED')?.fault).toBe('answer-in-question');
    expect(own('Is it Saint-Étienne or Lyon?', 'saint etienne')?.fault).toBe('answer-in-question');
    expect(own('我的猫小白叫什么名字？', '小白')?.fault).toBe('answer-in-question');
    // Letters across two words, or part of one, give nothing away.
    expect(own('What was the name of the ship?', 'Sthen')).toBeUndefined();
    expect(own('What colour was the red boat?', 'redder')).toBeUndefined();
  });
});

describe('editing questions', () => {
  const NOW = 1_800_000_000_000;
  const proofs = (...given: readonly (readonly [Factor, number])[]): Proof[] =>
    given.map(([factor, ageMs]) => ({ factor, at: NOW - ageMs, network: '192.0.2.1' }));
  const standing = (given: readonly Proof[], preset: RecoveryPreset = 'classic') =>
    editingStanding({ preset, proofs: given, now: NOW, freshProofMs: 600_000 });

  test('the password alone, the answers alone, or old proofs never suffice', () => {
    expect(standing(proofs(['password', 1]))).toBe('more-proof');
    expect(standing(proofs(['questions', 1]))).toBe('more-proof');
    expect(standing(proofs(['password', 1], ['questions', 600_000]))).toBe('more-proof');
    expect(standing(proofs(['password', 600_000], ['soft-token-otp', 1]))).toBe('more-proof');
    expect(standing(proofs(['password', 1], ['pin-reset-code', 1]))).toBe('more-proof');
  });

  test('with password and answers the present answer is asked for, unless the recovery policy takes no answers', () => {
    expect(standing(proofs(['password', 1], ['questions', 1]))).toBe('present-answer');
    for (const preset of ['modern', 'strict'] as const)
      expect(standing(proofs(['password', 1], ['questions', 1]), preset)).toBe('more-proof');
    for (const preset of RECOVERY_PRESETS) expect(standing(proofs(['password', 1], ['soft-token-otp', 1]), preset)).toBe('allowed');
  });
});

test('the catalogue has every question in every language, each different from all others', () => {
  const words = QUESTION_LANGUAGES.flatMap((language) => QUESTION_KEYS.map((key) => foldAnswer(QUESTION_WORDS[language][key])));
  expect(new Set(words).size).toBe(QUESTION_LANGUAGES.length * QUESTION_KEYS.length);
});

test('a challenge never asks the same question twice and can ask every one', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (draws) => {
      const drawn = drawDistinct(QUESTION_KEYS, 2, (limit) => (draws.next().value as number) % limit);
      expect(new Set(drawn).size).toBe(2);
    }),
  );
  const seen = new Set(Array.from({ length: 5 }, (_, start) => drawDistinct(['a', 'b', 'c', 'd', 'e'], 1, () => start)).flat());
  expect(seen.size).toBe(5);
});
