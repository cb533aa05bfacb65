import { weaknessOf } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import { judgeAsTyped as judge } from './new-pin-rules.ts';

const lengths = { minPinLength: 6, maxPinLength: 12 };

function judgeAsTyped(entries: { readonly pin: string; readonly repeated: string }) {
  return judge(entries, { lengths, judged: { pin: entries.pin, weakness: weaknessOf(entries.pin) } });
}

test('letters, and more digits than allowed, are wrong at once', () => {
  expect(judgeAsTyped({ pin: '48a', repeated: '' })).toMatchObject({ length: 'broken', refusal: 'not-digits' });
  expect(judgeAsTyped({ pin: '4829150672831', repeated: '' })).toMatchObject({ length: 'broken', refusal: 'too-long' });
});

test('a PIN that everybody guesses is told as soon as it is long enough', () => {
  expect(judgeAsTyped({ pin: '12345', repeated: '' })).toMatchObject({ length: 'open', guessable: 'open' });
  expect(judgeAsTyped({ pin: '123456', repeated: '' })).toMatchObject({ guessable: 'broken', weakness: 'run' });
  expect(judgeAsTyped({ pin: '482915', repeated: '' })).toMatchObject({ guessable: 'kept', weakness: undefined });
});

test('nothing is said of a PIN before it is judged, nor what was said of another', () => {
  const entries = { pin: '123456', repeated: '123456' };
  expect(judge(entries, { lengths, judged: undefined })).toMatchObject({ guessable: 'open', weakness: undefined, refusal: undefined });
  expect(judge(entries, { lengths, judged: { pin: '12345', weakness: 'run' } })).toMatchObject({ guessable: 'open', weakness: undefined });
});

test('a repetition that is still being typed is not called different', () => {
  expect(judgeAsTyped({ pin: '482915', repeated: '4829' }).same).toBe('open');
  expect(judgeAsTyped({ pin: '482915', repeated: '4828' }).same).toBe('broken');
  expect(judgeAsTyped({ pin: '482915', repeated: '482915' }).same).toBe('kept');
});

test('only a PIN that keeps every rule has nothing against it', () => {
  const refusal = (pin: string, repeated: string) => judgeAsTyped({ pin, repeated }).refusal;
  expect(refusal('', '')).toBe('too-short');
  expect(refusal('111111', '111111')).toBe('all-equal');
  expect(refusal('482915', '')).toBe('entries-differ');
  expect(refusal('482915', '482915')).toBeUndefined();
});
