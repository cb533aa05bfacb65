import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../bytes.ts';
import { anyCharacter, octets } from '../testing/arbitraries.ts';
import { readVectors } from '../testing/read-vectors.ts';
import { formatRecoveryKey, inspectRecoveryKey, parseRecoveryKey, wrongGroups } from './recovery-key.ts';

interface Vectors {
  readonly keys: {
    readonly valid: readonly { readonly name: string; readonly key: string; readonly typed: string }[];
    readonly invalid: readonly { readonly name: string; readonly typed: string; readonly error: object }[];
  };
}

const { keys } = readVectors<Vectors>('personal-vault');
const shown = keys.valid[0]?.typed ?? '';

describe('a key that is mistyped is refused before anything is tried with it', () => {
  test.each(keys.invalid)('$name', ({ typed, error }) => {
    expect(parseRecoveryKey(typed)).toEqual({ ok: false, error });
  });

  test('whatever is typed gives a key or a closed refusal, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: anyCharacter, maxLength: 300 }), fc.stringMatching(/^[0-9A-Za-z -]{52,80}$/)), (typed) => {
        const parsed = parseRecoveryKey(typed);
        if (parsed.ok) expect(parsed.value).toHaveLength(32);
        else expect(['CODE_LENGTH', 'CODE_TYPO', 'CODE_CHECK']).toContain(parsed.error.code);
      }),
    );
  });

  test('the check catches about fifteen of sixteen wrong characters', () => {
    const characters = Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
    const typos = Array.from(shown).flatMap((right, place) =>
      right === ' '
        ? []
        : characters.filter((wrong) => wrong !== right).map((wrong) => shown.slice(0, place) + wrong + shown.slice(place + 1)),
    );
    const missed = typos.filter((typo) => parseRecoveryKey(typo).ok);
    expect(missed.length / typos.length).toBeLessThan(0.09);
    // And what it misses is another key, which opens nothing.
    for (const typo of missed) expect(parseRecoveryKey(typo)).not.toEqual(parseRecoveryKey(shown));
  });
});

test.each(keys.valid)('is read $name', ({ key, typed }) => {
  expect(parseRecoveryKey(typed)).toEqual({ ok: true, value: fromHex(key) });
});

test('every key comes back from its 13 groups of 4', () => {
  fc.assert(
    fc.property(octets(32), (key) => {
      const text = formatRecoveryKey(key);
      expect(text).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4} ){12}[0-9A-HJKMNP-TV-Z]{4}$/);
      const parsed = parseRecoveryKey(text);
      expect(parsed.ok && toHex(parsed.value)).toBe(toHex(key));
    }),
  );
  expect(() => formatRecoveryKey(new Uint8Array(31))).toThrow(RangeError);
});

test('a half-typed key says how far each group is', () => {
  const { groups, surplus, whole } = inspectRecoveryKey('M2Go 58x 4u');
  expect(groups.slice(0, 4)).toEqual([
    { typed: 'M2G0', state: 'good' },
    { typed: '58X4', state: 'good' },
    { typed: 'U', state: 'bad' },
    { typed: '', state: 'empty' },
  ]);
  expect([surplus, whole]).toEqual([0, 'not-yet']);
  expect(inspectRecoveryKey('M2G').groups[0]?.state).toBe('incomplete');
  expect(inspectRecoveryKey(`${shown} 12`)).toMatchObject({ surplus: 2, whole: 'not-yet' });
  expect(inspectRecoveryKey(shown).whole).toBe('holds');
  expect(inspectRecoveryKey(`${shown.slice(5, 10)}${shown.slice(0, 5)}${shown.slice(10)}`).whole).toBe('fails');
});

test('typed-back groups are told wrong by their number, in any writing', () => {
  const key = fromHex(keys.valid[0]?.key ?? '');
  expect(
    wrongGroups(key, [
      { group: 2, typed: ' 58x4' },
      { group: 13, typed: 'qtzv' },
    ]),
  ).toEqual([]);
  expect(
    wrongGroups(key, [
      { group: 2, typed: 'qtzv' },
      { group: 14, typed: '' },
      { group: 13, typed: 'qtz' },
    ]),
  ).toEqual([2, 14, 13]);
});
