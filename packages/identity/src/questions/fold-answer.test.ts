import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerWeight, foldAnswer } from './fold-answer.ts';

interface Vectors {
  readonly alike: readonly { readonly why: string; readonly typed: readonly string[]; readonly folded: string }[];
  readonly different: readonly { readonly why: string; readonly typed: readonly string[] }[];
}

const vectors = JSON.parse(readFileSync(new URL('../../../../vectors/answer-fold.json', import.meta.url), 'utf8')) as Vectors;

describe('the fold of answers', () => {
  test.each(vectors.different)('keeps apart: $why', ({ typed }) => {
    expect(new Set(typed.map(foldAnswer)).size).toBe(typed.length);
  });

  test.each(vectors.alike)('takes as one: $why', ({ typed, folded }) => {
    for (const answer of typed) expect(foldAnswer(answer), JSON.stringify(answer)).toBe(folded);
  });

  test('of what was folded once is that again, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat({ max: 0x10ffff }).map((character) => String.fromCodePoint(character)), maxLength: 40 }),
        (text) => {
          expect(foldAnswer(foldAnswer(text))).toBe(foldAnswer(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('takes as one whatever differs in case, spaces and the way accents are encoded', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zéèüñ ]{1,20}$/), (text) => {
        const folded = foldAnswer(text);
        expect(foldAnswer(text.toUpperCase())).toBe(folded);
        expect(foldAnswer(` ${text.normalize('NFD')} `)).toBe(folded);
        expect(foldAnswer(Array.from(text).join(' '))).toBe(folded);
      }),
    );
  });

  test('does bounded work however much was typed', () => {
    expect(foldAnswer('ﷺ'.repeat(1_000_000)).length).toBeLessThan(5000);
  });
});

test('a name of two Chinese characters is long enough', () => {
  expect(answerWeight('東京')).toBe(4);
  expect(answerWeight('ab')).toBe(2);
});
