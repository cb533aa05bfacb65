import { expect, test } from 'vitest';
import type { TokenView } from '../engine/engine-messages.ts';
import { tokenKeyOf } from '../storage/names.ts';
import { RememberedTokens } from './remembered-tokens.ts';
import { arranged } from './arrange-tokens.ts';
import { inPlace } from './token-order.ts';

const [a, b, c] = [1, 2, 3].map((fill) => tokenKeyOf(new Uint8Array(16).fill(fill))) as [
  ReturnType<typeof tokenKeyOf>,
  ReturnType<typeof tokenKeyOf>,
  ReturnType<typeof tokenKeyOf>,
];
const list = [a, b, c].map((token, index) => ({ token, serial: `ST-${String(index)}` }));
const views = [a, b, c].map((token): TokenView => ({ token, status: { kind: 'refused', error: { code: 'HEADER_UNKNOWN' } } }));
const seen = (tokens: Parameters<typeof inPlace>[1]) => inPlace(views, tokens).map(({ token }) => token);

test('what is asked of a token that is not there, or past the end, changes nothing', () => {
  expect(arranged(list, { kind: 'up', token: tokenKeyOf(new Uint8Array(16).fill(9)) })).toEqual(list);
  expect(arranged(list, { kind: 'up', token: a })).toEqual(list);
  expect(arranged(list, { kind: 'down', token: c })).toEqual(list);
});

test('a pinned token stands on top, is moved past pinned ones only, and goes back to its place', () => {
  const pinned = arranged(list, { kind: 'pin', token: c });
  expect(seen(pinned)).toEqual([c, a, b]);
  expect(seen(arranged(pinned, { kind: 'down', token: c }))).toEqual([c, a, b]);
  expect(seen(arranged(pinned, { kind: 'down', token: a }))).toEqual([c, b, a]);
  expect(arranged(pinned, { kind: 'unpin', token: c })).toEqual(list);
});

test('by name, as the screen calls them; what nobody has arranged comes last', () => {
  const names = new Map([
    [a, 'Zoo'],
    [b, 'harbour'],
    [c, 'Ärzte'],
  ]);
  expect(seen(arranged(list, { kind: 'by-name', names }))).toEqual([c, b, a]);
  expect(seen(list.slice(1))).toEqual([b, c, a]);
});

test('the order and the pins are kept for the next start', () => {
  let held: string | null = null;
  const store = { getItem: () => held, setItem: (_: string, value: string) => void (held = value) };
  const remembered = new RememberedTokens(store);
  remembered.remember(list);
  remembered.keep(arranged(remembered.all(), { kind: 'pin', token: b }));
  remembered.keep(arranged(remembered.all(), { kind: 'down', token: a }));
  remembered.remember(list);
  expect(seen(new RememberedTokens(store).all())).toEqual([b, c, a]);
});
