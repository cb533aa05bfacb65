import { expect, test } from 'vitest';
import { judgeAsTyped } from './new-pin-rules.ts';

const lengths = { minPinLength: 6, maxPinLength: 12 };

test('letters, and more digits than allowed, are wrong at once', () => {
  expect(judgeAsTyped({ pin: '48a', repeated: '' }, lengths)).toMatchObject({ length: 'broken', refusal: 'not-digits' });
  expect(judgeAsTyped({ pin: '4829150672831', repeated: '' }, lengths)).toMatchObject({ length: 'broken', refusal: 'too-long' });
});

test('a PIN that everybody guesses is told as soon as it is long enough', () => {
  expect(judgeAsTyped({ pin: '12345', repeated: '' }, lengths)).toMatchObject({ length: 'open', guessable: 'open' });
  expect(judgeAsTyped({ pin: '123456', repeated: '' }, lengths)).toMatchObject({ guessable: 'broken', weakness: 'run' });
  expect(judgeAsTyped({ pin: '482915', repeated: '' }, lengths)).toMatchObject({ guessable: 'kept', weakness: undefined });
});

test('a repetition that is still being typed is not called different', () => {
  expect(judgeAsTyped({ pin: '482915', repeated: '4829' }, lengths).same).toBe('open');
  expect(judgeAsTyped({ pin: '482915', repeated: '4828' }, lengths).same).toBe('broken');
  expect(judgeAsTyped({ pin: '482915', repeated: '482915' }, lengths).same).toBe('kept');
});

test('only a PIN that keeps every rule has nothing against it', () => {
  const refusal = (pin: string, repeated: string) => judgeAsTyped({ pin, repeated }, lengths).refusal;
  expect(refusal('', '')).toBe('too-short');
  expect(refusal('111111', '111111')).toBe('all-equal');
  expect(refusal('482915', '')).toBe('entries-differ');
  expect(refusal('482915', '482915')).toBeUndefined();
});
