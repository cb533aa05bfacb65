import { renderDocument } from '@sallyport/ui/server';
import { parse } from 'node-html-parser';
import { expect, test } from 'vitest';
import { EndingDrawing } from './ending.drawing.tsx';

function drawn(counts: readonly number[]) {
  const root = parse(renderDocument(<EndingDrawing counts={counts} label="One ends this week" marks={[{ span: 0, text: 'today' }]} />));
  const bars = root
    .querySelectorAll('rect')
    .map((bar) => ({ y: Number(bar.getAttribute('y')), height: Number(bar.getAttribute('height')) }));
  return { root, bars, numbers: root.querySelectorAll('g > text').map(({ text }) => text) };
}

test('each span has a bar on the line, as tall as it is many; one has at least a stump, and none has nothing and no number', () => {
  const { bars, numbers } = drawn([1, 0, 100, 50]);
  const foot = new Set(bars.map(({ y, height }) => y + height));
  expect(foot.size).toBe(1);
  const [one = 0, none, hundred = 0, fifty = 0] = bars.map(({ height }) => height);
  expect(none).toBe(0);
  expect(one).toBeGreaterThan(0);
  expect(hundred / fifty).toBe(2);
  expect(Math.min(...bars.map(({ y }) => y))).toBeGreaterThan(0);
  expect(numbers).toEqual(['1', '100', '50', 'today']);
});

test('without anything that ends there is a line and no bar; and what is drawn is said in words', () => {
  const { root, bars, numbers } = drawn([0, 0, 0]);
  expect(bars.map(({ height }) => height)).toEqual([0, 0, 0]);
  expect(numbers).toEqual(['today']);
  expect(root.querySelector('svg')?.getAttribute('role')).toBe('img');
  expect(root.querySelector('svg')?.getAttribute('aria-label')).toBe('One ends this week');
});
