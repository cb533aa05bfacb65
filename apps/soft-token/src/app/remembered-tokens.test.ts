import { expect, test } from 'vitest';
import { tokenKeyOf } from '../storage/names.ts';
import { RememberedTokens } from './remembered-tokens.ts';

const first = { token: tokenKeyOf(new Uint8Array(16).fill(1)), serial: 'ST-111-111-11' };
const second = { token: tokenKeyOf(new Uint8Array(16).fill(2)), serial: 'ST-222-222-22' };

function storeHolding(text: string | null) {
  let held = text;
  return { getItem: () => held, setItem: (_: string, value: string) => void (held = value) };
}

test('what is not a list of tokens is forgotten, not trusted', () => {
  for (const text of [
    '',
    '{',
    'null',
    '{}',
    '[1]',
    '[{"token":"..","serial":"x"}]',
    `[{"token":"${first.token}","serial":"<b>\\u0000"}]`,
  ]) {
    expect(new RememberedTokens(storeHolding(text)).all()).toEqual([]);
  }
});

test('a browser without storage remembers nothing and breaks nothing', () => {
  const none = new RememberedTokens(undefined);
  none.remember([first]);
  expect(none.all()).toEqual([]);
  const full = new RememberedTokens({
    getItem: () => null,
    setItem: () => {
      throw new Error('full');
    },
  });
  expect(() => {
    full.remember([first]);
  }).not.toThrow();
});

test('a token is remembered once, until it is forgotten', () => {
  const remembered = new RememberedTokens(storeHolding(null));
  remembered.remember([first, second]);
  remembered.remember([first]);
  expect(remembered.all()).toEqual([first, second]);
  remembered.forget(first.token);
  expect(remembered.all()).toEqual([second]);
});
