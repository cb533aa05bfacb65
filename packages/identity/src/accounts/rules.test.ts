import { describe, expect, test } from 'vitest';
import { budgetSubject, parseDisplayName, parseUserName, userNameKey } from './rules.ts';

describe('user names', () => {
  test.each(['', 'ab', '.ada', 'ada quay', 'ada\u0000', 'ada<script>', 'a'.repeat(65), 'ada\u200b', 'x'.repeat(300)])(
    '%j is refused',
    (text) => {
      expect(parseUserName(text)).toBeUndefined();
    },
  );

  test.each([
    ['ada.quay', 'ada.quay'],
    ['  Ada_Quay-2 ', 'Ada_Quay-2'],
    ['ada@northwind.example', 'ada@northwind.example'],
    ['Łukasz', 'Łukasz'],
  ])('%j is taken as %j', (typed, name) => {
    expect(parseUserName(typed)).toBe(name);
  });

  test('names that differ only in case, width or surrounding spaces are one name with one budget', () => {
    expect(userNameKey(' ADA.Quay ')).toBe('ada.quay');
    expect(userNameKey('ａｄａ.quay')).toBe('ada.quay');
    expect(budgetSubject(' ADA.Quay ')).toBe(budgetSubject('ada.quay'));
    expect(budgetSubject('ada.quay')).not.toBe(budgetSubject('ada.quay2'));
  });

  test('what was typed as a name cannot be read in the budget that pays for it', () => {
    expect(budgetSubject('my password by mistake')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('display names', () => {
  test.each(['', '   ', 'Ada\nQuay', 'Ada\u202eyauQ', 'x'.repeat(101)])('%j is refused', (text) => {
    expect(parseDisplayName(text)).toBeUndefined();
  });

  test('a name of any script is taken, without the spaces around it', () => {
    expect(parseDisplayName(' Ada Quay-Łódzka 東京 ')).toBe('Ada Quay-Łódzka 東京');
  });
});
