import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMON_PINS } from './common-pins.ts';
import { judgeNewPin, parsePin, weaknessOf } from './pin-policy.ts';
import { anyCharacter } from './testing/arbitraries.ts';

/** Section 7, PIN rules. */

const lengths = { minPinLength: 4, maxPinLength: 12 };

function verdict(pin: string, repeated = pin): string {
  const judged = judgeNewPin({ pin, repeated }, lengths);
  if (judged.ok) return 'accepted';
  return judged.error.code === 'PIN_POLICY' ? judged.error.reason : judged.error.code;
}

test.each([
  ['111111', 'all-equal'],
  ['000000000000', 'all-equal'],
  ['123456', 'run'],
  ['987654', 'run'],
  ['4567', 'run'],
  ['8901', 'run'],
  ['2468', 'run'],
  ['975310'.slice(0, 5), 'run'],
  ['1212', 'repeated-pattern'],
  ['472472', 'repeated-pattern'],
  ['112233', 'repeated-pattern'],
  ['884422', 'repeated-pattern'],
  ['111222', 'repeated-pattern'],
  ['4774', 'repeated-pattern'],
  ['382283', 'repeated-pattern'],
  ['1984', 'year'],
  ['2026', 'year'],
  ['198407', 'year'],
  ['071984', 'year'],
  ['19842026', 'year'],
  ['19840731', 'year'],
  ['31071984', 'year'],
  ['07311984', 'year'],
  ['2580', 'common'],
  ['159753', 'common'],
  ['147258', 'common'],
])('%s is refused: %s', (pin, reason) => {
  expect(verdict(pin)).toBe(reason);
});

test('the list of common PINs has at least a hundred entries that no rule names, and each is refused', () => {
  const onlyByList = [...COMMON_PINS].filter((pin) => weaknessOf(pin) === 'common');
  expect(onlyByList.length).toBeGreaterThanOrEqual(100);
  for (const pin of COMMON_PINS) expect(verdict(pin)).not.toBe('accepted');
});

test.each([
  ['', 'too-short'],
  ['482', 'too-short'],
  ['4829153706482', 'too-long'],
  ['9'.repeat(1000), 'too-long'],
  ['48a915', 'not-digits'],
  ['４８２９1５', 'accepted'],
  ['٤٨٢٩١٥', 'accepted'],
  ['482 915', 'accepted'],
  ['482915', 'accepted'],
  ['48291537', 'accepted'],
])('typed as "%s": %s', (pin, expected) => {
  expect(verdict(pin)).toBe(expected);
});

test('digits of any script are the same PIN', () => {
  expect(parsePin('４８２９１５', lengths)).toEqual({ ok: true, value: '482915' });
  expect(verdict('482915', '٤٨٢٩١٥')).toBe('accepted');
});

test('two entries that differ are refused, whatever the second one is', () => {
  for (const repeated of ['482916', '48291', '', '4829155', 'abc', '9'.repeat(1000)])
    expect(verdict('482915', repeated)).toBe('entries-differ');
});

test('any text gives a PIN of lawful length or a closed refusal, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: anyCharacter }), fc.stringMatching(/^[0-9 ]{0,20}$/)), (text) => {
      const parsed = parsePin(text, lengths);
      if (parsed.ok) expect(parsed.value).toMatch(/^[0-9]{4,12}$/);
      else expect(parsed.error.code).toBe('PIN_POLICY');
    }),
  );
});

test('most PINs of six digits are accepted: the rules forbid less than one in fifteen', () => {
  let refused = 0;
  for (let pin = 0; pin < 1_000_000; pin += 7) refused += weaknessOf(String(pin).padStart(6, '0')) === undefined ? 0 : 1;
  expect(refused / (1_000_000 / 7)).toBeLessThan(1 / 15);
});
