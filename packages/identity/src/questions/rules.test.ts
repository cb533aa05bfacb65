import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QUESTION_KEYS } from './catalogue.ts';
import { answerWeight, drawDistinct, foldAnswer, judgeQuestionSet } from './rules.ts';

const policy = { registered: 5, minAnswerLength: 3 };

function set(answers: readonly string[]) {
  return answers.map((answer, index) => ({ question: QUESTION_KEYS[index] ?? 'first-school', folded: foldAnswer(answer) }));
}

describe('folding an answer', () => {
  test.each([
    ['  Saint-Étienne ', 'saintetienne'],
    ['SAINT ETIENNE', 'saintetienne'],
    ['Straße 7', 'strasse7'],
    ['STRASSE 7', 'strasse7'],
    ['O’Brien', 'obrien'],
    ["o'brien", 'obrien'],
    ['ﬁsh & chips', 'fishchips'],
    ['Ｆｉｓｈ Ｃｈｉｐｓ', 'fishchips'],
    ['Łódź', 'łodz'],
    ['İstanbul', 'istanbul'],
    ['zero\u200bwidth', 'zerowidth'],
    ['हिन्दी', 'हिन्दी'],
    ['東京', '東京'],
  ])('"%s" folds to "%s"', (typed, folded) => {
    expect(foldAnswer(typed)).toBe(folded);
  });

  test('what was folded once folds to itself, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(foldAnswer(foldAnswer(text))).toBe(foldAnswer(text));
      }),
      { numRuns: 300 },
    );
  });

  test('case, spaces and the way accents are encoded never matter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zéèüñ ]{1,20}$/), (text) => {
        const folded = foldAnswer(text);
        expect(foldAnswer(text.toUpperCase())).toBe(folded);
        expect(foldAnswer(` ${text.normalize('NFD')} `)).toBe(folded);
        expect(foldAnswer(Array.from(text).join(' '))).toBe(folded);
      }),
    );
  });
});

describe('registering questions', () => {
  test('answers that differ only in case, accents or punctuation are the same answer', () => {
    const fault = judgeQuestionSet(set(['Zürich', 'blue', 'Oslo', 'ZURICH!', 'Rome']), policy);
    expect(fault).toEqual({ fault: 'answers-not-distinct', positions: [3] });
  });

  test('an answer of punctuation alone is too short, since nothing of it is left', () => {
    expect(judgeQuestionSet(set(['...', 'blue', 'Oslo', 'ab', 'Rome']), policy)).toEqual({ fault: 'answer-too-short', positions: [0, 3] });
  });

  test('the same question twice, too few, too many or one outside the catalogue is refused', () => {
    const five = set(['one1', 'two2', 'three', 'four', 'five']);
    const [first] = five;
    if (!first) throw new Error('no first');
    expect(judgeQuestionSet([first, ...five.slice(0, 4)], policy)).toEqual({ fault: 'questions-not-distinct' });
    expect(judgeQuestionSet(five.slice(1), policy)).toEqual({ fault: 'questions-not-distinct' });
    expect(judgeQuestionSet([...five, { question: 'learned-to-swim', folded: 'lake' }], policy)).toEqual({
      fault: 'questions-not-distinct',
    });
    const foreign = { question: 'mothers-maiden-name' as 'first-school', folded: 'smith' };
    expect(judgeQuestionSet([...five.slice(1), foreign], policy)).toEqual({ fault: 'questions-not-distinct' });
    expect(judgeQuestionSet(five, policy)).toBeUndefined();
  });

  test('a name of two Chinese characters is long enough', () => {
    expect(answerWeight('東京')).toBe(4);
    expect(answerWeight('ab')).toBe(2);
  });
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
