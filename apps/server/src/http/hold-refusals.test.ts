import { expect, test } from 'vitest';
import { createRefusalHold } from './hold-refusals.ts';
import { NETWORK_PACE } from './refusal-pace.ts';

const NOW = Date.UTC(2026, 0, 1);

test('of a flood a thousand answers are held at most; everyone beyond is answered at once and disconnected, until some were sent', async () => {
  const waiting: (() => void)[] = [];
  const hold = createRefusalHold({ clock: { now: () => NOW }, wait: () => new Promise<void>((resolve) => waiting.push(resolve)) });
  const before = () => hold.before('203.0.113.66');
  for (let turn = 0; turn < NETWORK_PACE.burst; turn += 1) expect(await before()).toBe('keep');
  const held = Array.from({ length: 1000 }, before);
  expect(waiting).toHaveLength(1000);
  expect(await before()).toBe('close');
  for (const send of waiting.splice(0)) send();
  expect(await Promise.all(held)).toEqual(Array(1000).fill('keep'));
  void before();
  expect(waiting).toHaveLength(1);
});
