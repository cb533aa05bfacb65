import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { judgePassword, normalisePassword } from './judge-password.ts';

const context = ['ada.lovelace', 'Ada Lovelace', 'Northwind Harbour Authority', 'ada@northwind.example', 'Sallyport'];

function faults(password: string, policy?: { minimumLength: number; maximumLength: number }): readonly string[] {
  const judgement = judgePassword({ password: new Secret(password), context, ...(policy && { policy }) });
  return judgement.outcome === 'ok' ? [] : judgement.faults;
}

/** So that what is refused below is not refused for its length. */
const SHORT_IS_FINE = { minimumLength: 8, maximumLength: 256 };

describe('a password that a guesser tries early is refused', () => {
  test.each([
    'password1234',
    'Password1234!',
    'P@ssw0rd2026!!',
    'passwordpassword',
    'Summer2026!!',
    'Welcome12345',
    'qwertyuiop[]',
    'qwertzuiop12',
    'QWERTY123456',
    '1qaz2wsx3edc',
    '123456789012',
    '098765432109',
    'abcdefghijkl',
    'iloveyou1987',
    'monkeydragon',
    'letmein!letmein!',
    'January011999',
    '01.01.2000!!',
    'administrator',
    'trustno1trustno1',
    'Liverpool1989',
    'motdepasse123',
    'contraseña2025',
    'M1ch43l!2024',
    'correcthorsebatterystaple',
    'abcabcabcabcabc',
    'xk3xk3xk3xk3',
  ])('%s', (password) => {
    expect(faults(password, SHORT_IS_FINE)).toContain('common');
  });

  test.each([
    'zqjphsyf6ctifgu',
    'ZQJphsyf6ctifgu',
    'nemvxyheqdd5oqxyxyzi',
    'polniypizdec0211',
    'hd764nw5d7e1vb1-2026',
    'zqjphsyf6ctifgu!7',
  ])('when it stands on the shipped list, in any case and with something behind it: %s', (password) => {
    expect(faults(password)).toEqual(['common']);
  });

  test.each([
    'ｐａｓｓｗｏｒｄ２０２６！！！',
    'pässwôrd-pâsswōrd',
    'ＱＷＥＲＴＹ１２３４５６７８９',
    'ﬁrewallﬁrewall2026',
    'CONTRASEN\u0303A-2025-2025',
  ])('in other forms of the same letters: %s', (password) => {
    expect(faults(password)).toContain('common');
  });

  test.each([
    'ada.lovelace1',
    'lovelace2026!',
    'AdaLovelace123',
    'NorthwindHarbour',
    'northwind-harbour',
    'N0rthw1nd2026!',
    'adanorthwindexample',
    'Lovelace,Ada',
    'Ådå-Lövelace2026',
    'SallyportNorthwind',
    'northwindnorthwindada',
  ])('when it is made of the names around the account: %s', (password) => {
    // Some of these names are common passwords as well.
    expect(faults(password, SHORT_IS_FINE)).toEqual([expect.stringMatching(/^(common|contains-context)$/)]);
  });

  test.each(['aaaaaaaaaaaaaaa', 'ababababababab', 'ooooOOOOooooOOOO'])('when it is a few characters over and over: %s', (password) => {
    expect(faults(password)).toContain('repetitive');
  });
});

describe('the length of a password', () => {
  const random = 'kX9#vQ2m$Lr7)wB';
  test('is at least fifteen characters, as long as a password must be that opens a door alone', () => {
    expect(faults(random.slice(0, 14))).toEqual(['too-short']);
    expect(faults(random)).toEqual([]);
    expect(faults('')).toContain('too-short');
  });

  test('is at most 256, and no more work is done for a longer one', () => {
    const long = fc.sample(fc.string({ minLength: 256, maxLength: 256, unit: 'grapheme-ascii' }), { numRuns: 1, seed: 7 })[0] ?? '';
    expect(faults(long)).toEqual([]);
    expect(faults(`${long}x`)).toEqual(['too-long']);
    expect(faults('x'.repeat(5_000_000))).toEqual(['too-long']);
  });

  test('counts characters, not code units or octets', () => {
    expect(faults('🦊🐳🌋🎻🧊🪁🦔🛶🧭🪗🍋🌵🪵🐙')).toEqual(['too-short']);
    expect(faults('🦊🐳🌋🎻🧊🪁🦔🛶🧭🪗🍋🌵🪵🐙🔭')).toEqual([]);
  });

  test('is the operator’s to set', () => {
    expect(faults('kX9#vQ2m', { minimumLength: 8, maximumLength: 64 })).toEqual([]);
    expect(faults('kX9#vQ2m$Lr7)wBkX9', { minimumLength: 20, maximumLength: 64 })).toEqual(['too-short']);
  });
});

test.each(['line\nbreak in the middle', 'tab\tin the middle of it', 'nul\u0000 in the middle of', 'half \ud83d of a pair here'])(
  'a character that cannot be typed again is refused: %j',
  (password) => {
    expect(faults(password)).toContain('malformed');
  },
);

describe('a password nobody guesses is accepted without any rule on what is in it', () => {
  test.each([
    'gxwtvhqzjknrbdp',
    '730296184659302',
    'lanterns drift past quiet kelp',
    'tape-quiver-oblong-mist',
    'seven herons ignore the ferry',
    'мой старый велосипед скрипит',
    '静かな港に霧が降りて灯台が光る',
    'ada writes punch cards while herons sleep',
    'Northwind has eleven leaking rowing boats',
    'a space at the end too ',
  ])('%s', (password) => {
    expect(faults(password)).toEqual([]);
  });

  test('as any fifteen characters drawn at random are', () => {
    const drawn = fc.string({
      minLength: 15,
      maxLength: 15,
      unit: fc.constantFrom(...Array.from('abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789')),
    });
    fc.assert(
      fc.property(drawn, (password) => faults(password).length === 0),
      { numRuns: 500, seed: 2026 },
    );
  });
});

test('the same password typed on two systems is the same', () => {
  const [composed, decomposed] = ['caf\u00e9 au lait', 'cafe\u0301\u00a0au\u3000lait'];
  expect(normalisePassword(new Secret(decomposed)).reveal()).toBe(composed);
});

test('case, leading and trailing spaces and compatibility forms stay what they are', () => {
  for (const password of ['Case', ' padded ', 'ﬁsh', '①']) expect(normalisePassword(new Secret(password)).reveal()).toBe(password);
});
