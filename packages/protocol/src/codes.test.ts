import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CodeKind,
  type CodeRefusal,
  type UnlockDigits,
  asActivationCode,
  asPinResetCode,
  asRecoveryCode,
  asRegistrationCode,
  asTemporaryAccessCode,
  asUnlockCode,
  formatActivationCode,
  formatPinResetCode,
  formatRecoveryCode,
  formatRegistrationCode,
  formatTemporaryAccessCode,
  formatUnlockCode,
  inspectCode,
  parseActivationCode,
  parsePinResetCode,
  parseRecoveryCode,
  parseRegistrationCode,
  parseTemporaryAccessCode,
  parseUnlockCode,
} from './codes.ts';
import { anyCharacter } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';

interface Vectors {
  readonly holds: readonly { readonly kind: CodeKind; readonly data: string; readonly typed: string }[];
  readonly refused: readonly {
    readonly name: string;
    readonly kind: CodeKind;
    readonly dataDigits: number;
    readonly typed: string;
    readonly refusal: CodeRefusal;
  }[];
}

const vectors = readVectors<Vectors>('damm');

/** The data digits, or the refusal without the portal's wrapping. */
function parse(kind: CodeKind, text: string, dataDigits: number): string | CodeRefusal {
  switch (kind) {
    case 'pin-reset': {
      const parsed = parsePinResetCode(text);
      if (parsed.ok) return parsed.value;
      return parsed.error.code === 'PRC_TYPO' ? parsed.error.because : expect.fail('a version in a test of groups');
    }
    case 'registration':
      return valueOrError(parseRegistrationCode(text));
    case 'activation':
      return valueOrError(parseActivationCode(text));
    case 'unlock':
      return valueOrError(parseUnlockCode(text, dataDigits as UnlockDigits));
    case 'recovery':
      return valueOrError(parseRecoveryCode(text));
    case 'temporary-access':
      return valueOrError(parseTemporaryAccessCode(text));
  }
}

function valueOrError<Value, Refusal>(result: { ok: true; value: Value } | { ok: false; error: Refusal }): Value | Refusal {
  return result.ok ? result.value : result.error;
}

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${String(length)}}$`));

/** Any lawful code of any kind, as typed. */
const arbitraryCode: fc.Arbitrary<{ kind: CodeKind; dataDigits: number; typed: string }> = fc.oneof(
  digits(11).map((rest) => ({ kind: 'pin-reset' as const, dataDigits: 12, typed: formatPinResetCode(asPinResetCode(`1${rest}`)) })),
  digits(11).map((rest) => ({
    kind: 'registration' as const,
    dataDigits: 12,
    typed: formatRegistrationCode(asRegistrationCode(`2${rest}`)),
  })),
  digits(12).map((data) => ({ kind: 'activation' as const, dataDigits: 12, typed: formatActivationCode(asActivationCode(data)) })),
  digits(20).map((data) => ({ kind: 'recovery' as const, dataDigits: 20, typed: formatRecoveryCode(asRecoveryCode(data)) })),
  digits(12).map((data) => ({
    kind: 'temporary-access' as const,
    dataDigits: 12,
    typed: formatTemporaryAccessCode(asTemporaryAccessCode(data)),
  })),
  fc
    .constantFrom(12, 16, 20)
    .chain((length) =>
      digits(length).map((data) => ({ kind: 'unlock' as const, dataDigits: length, typed: formatUnlockCode(asUnlockCode(data)) })),
    ),
);

describe('invariant 5: a mistake in any code is found before anything is spent', () => {
  test('a single wrong digit names its group, and no other', () => {
    fc.assert(
      fc.property(arbitraryCode, fc.nat(), fc.integer({ min: 1, max: 9 }), ({ kind, dataDigits, typed }, place, difference) => {
        const plain = typed.replaceAll(' ', '');
        const at = place % plain.length;
        const wrong = String((Number(plain[at]) + difference) % 10);
        const refusal = parse(kind, plain.slice(0, at) + wrong + plain.slice(at + 1), dataDigits);
        expect(refusal).toEqual({ code: 'CODE_TYPO', groups: [Math.floor(at / 5) + 1] });
      }),
    );
  });

  test('two neighbours swapped are refused, also across two groups', () => {
    fc.assert(
      fc.property(arbitraryCode, fc.nat(), ({ kind, dataDigits, typed }, place) => {
        const plain = typed.replaceAll(' ', '');
        const at = place % (plain.length - 1);
        const [first = '', second = ''] = plain.slice(at, at + 2);
        fc.pre(first !== second);
        const refusal = parse(kind, plain.slice(0, at) + second + first + plain.slice(at + 2), dataDigits);
        const groups = [...new Set([Math.floor(at / 5) + 1, Math.floor((at + 1) / 5) + 1])];
        expect(refusal).toEqual({ code: 'CODE_TYPO', groups });
      }),
    );
  });

  test('two groups swapped are refused, both named, even when their data digits are the same', () => {
    fc.assert(
      fc.property(arbitraryCode, fc.nat(), fc.nat(), ({ kind, dataDigits, typed }, one, other) => {
        const groups = typed.split(' ');
        const first = one % groups.length;
        const second = other % groups.length;
        fc.pre(first !== second);
        const swapped = groups.with(first, groups[second] ?? '').with(second, groups[first] ?? '');
        const refusal = parse(kind, swapped.join(' '), dataDigits);
        const named = [first + 1, second + 1].toSorted((left, right) => left - right);
        // Of a code of three groups all may be bad at once, and then it is looked at as another kind; it never is one.
        expect(refusal).toEqual({ code: 'CODE_TYPO', groups: named });
      }),
    );
  });

  test('a code of another kind is called by its name', () => {
    fc.assert(
      fc.property(arbitraryCode, arbitraryCode, (wanted, given) => {
        fc.pre(wanted.kind !== given.kind);
        expect(parse(wanted.kind, given.typed, wanted.dataDigits)).toEqual({ code: 'CODE_WRONG_KIND', kind: given.kind });
      }),
    );
  });

  test('an unlock code of another length is called too short or too long, not another kind', () => {
    const short = formatUnlockCode(asUnlockCode('239952768288'));
    expect(parse('unlock', short, 16)).toEqual({ code: 'CODE_LENGTH', expected: 20, typed: 15 });
  });

  test.each(vectors.refused)('vector: $name: $typed', ({ kind, typed, dataDigits, refusal }) => {
    expect(parse(kind, typed, dataDigits)).toEqual(refusal);
  });
});

test('a PIN Reset Code of a version to come is not called a typing error', () => {
  const future = ['3000', '0000', '0000'].map((group, index) => withCheckDigit(group, index)).join(' ');
  expect(parsePinResetCode(future)).toEqual({ ok: false, error: { code: 'PRC_VERSION', version: 3 } });
});

/** Tries the ten digits, so that the test does not ask the code under test for the answer. */
function withCheckDigit(group: string, index: number): string {
  const candidates = Array.from({ length: 10 }, (_, digit) => group + String(digit));
  const holding = candidates.filter((candidate) => {
    const text = ['', '', ''].with(index, candidate).map((part) => part || '00000');
    const groups = inspectCode({ text: text.join(' '), kind: 'pin-reset', dataDigits: 12 }).groups;
    return groups[index]?.state === 'good';
  });
  return holding.length === 1 ? (holding[0] ?? '') : expect.fail('exactly one check digit must hold');
}

test.each(vectors.holds)('vector: $typed is a $kind code', ({ kind, data, typed }) => {
  expect(parse(kind, typed, data.length)).toBe(data);
});

test('every code comes back from how it is shown', () => {
  fc.assert(
    fc.property(arbitraryCode, ({ kind, dataDigits, typed }) => {
      const data = typed
        .split(' ')
        .map((group) => group.slice(0, 4))
        .join('');
      expect(parse(kind, typed, dataDigits)).toBe(data);
    }),
  );
});

test('no parser throws, whatever is typed', () => {
  const anything = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 200 }),
    fc.stringMatching(/^[\p{Nd}\s.-]{0,40}$/u),
    fc.stringMatching(/^[0-9 ]{14,30}$/),
  );
  fc.assert(
    fc.property(anything, (text) => {
      for (const kind of ['registration', 'activation', 'unlock', 'recovery', 'temporary-access'] as const) parse(kind, text, 16);
      parsePinResetCode(text);
      inspectCode({ text, kind: 'unlock', dataDigits: 20 });
    }),
    { numRuns: 500 },
  );
});

describe('a field that checks while one types', () => {
  const inspect = (text: string): readonly string[] =>
    inspectCode({ text, kind: 'pin-reset', dataDigits: 12 }).groups.map(({ state }) => state);

  test('says of each group whether it is empty, half typed, good or bad', () => {
    expect(inspect('')).toEqual(['empty', 'empty', 'empty']);
    expect(inspect('10751 831')).toEqual(['good', 'incomplete', 'empty']);
    expect(inspect('10751 83150 83728')).toEqual(['good', 'good', 'good']);
    expect(inspect('10751 83151 8372')).toEqual(['good', 'bad', 'incomplete']);
    expect(inspect('107x')).toEqual(['bad', 'empty', 'empty']);
  });

  test('counts what is too much', () => {
    expect(inspectCode({ text: '10751 83150 83728 12', kind: 'pin-reset', dataDigits: 12 }).surplus).toBe(2);
  });

  test('shows nothing of a text too long to read', () => {
    expect(inspect('1'.repeat(500))).toEqual(['empty', 'empty', 'empty']);
  });
});

test('digits that are no code cannot be branded as one', () => {
  expect(() => asPinResetCode('207583158372')).toThrow(RangeError);
  expect(() => asPinResetCode('10758315837')).toThrow(RangeError);
  expect(() => asUnlockCode('12345678901234')).toThrow(RangeError);
  expect(() => asUnlockCode('23995276828893O7')).toThrow(RangeError);
  expect(() => asActivationCode('')).toThrow(RangeError);
  expect(() => asRegistrationCode('107583158372')).toThrow(RangeError);
});
