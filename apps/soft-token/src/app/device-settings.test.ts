import { expect, test } from 'vitest';
import { FIRST_SETTINGS, KeptSettings, openTimeOf, parseSettings } from './device-settings.ts';
import { judgeOpenTime } from './open-time.ts';

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['another kind of JSON', 'null'],
  ['times nobody may choose', '{"idleMinutes":100000,"whenHidden":"never","codes":1,"size":"huge"}'],
  ['more than was ever written', JSON.stringify({ idleMinutes: 10, codes: 'hidden', more: 'x'.repeat(1000) })],
])('%s in the store is as it was first: nobody keeps a token open for ever by writing there', (_, text) => {
  expect(parseSettings(text)).toEqual(FIRST_SETTINGS);
});

test('a change is kept for the next start, and told at once', () => {
  let held: string | null = null;
  const store = { getItem: () => held, setItem: (_: string, value: string) => void (held = value) };
  const settings = new KeptSettings(store);
  let told = 0;
  settings.subscribe(() => (told += 1));
  settings.change({ idleMinutes: 10 });
  settings.change({ codes: 'hidden' });
  settings.change({ size: 'compact' });
  expect(told).toBe(3);
  expect(new KeptSettings(store).current).toEqual({ idleMinutes: 10, whenHidden: 'close', codes: 'hidden', size: 'compact' });
});

test('where nothing can be kept, a change lasts as long as the page', () => {
  const settings = new KeptSettings({
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  settings.change({ idleMinutes: 1 });
  expect(settings.current.idleMinutes).toBe(1);
});

test('a token that may stay open out of sight still closes when it was unused for as long as was chosen', () => {
  const window = { lastUsedAt: 0, hiddenSince: 0 };
  const policy = openTimeOf({ ...FIRST_SETTINGS, idleMinutes: 5, whenHidden: 'stay' });
  expect(judgeOpenTime(window, 200_000, policy)).toEqual({ kind: 'stay' });
  expect(judgeOpenTime(window, 300_000, policy)).toEqual({ kind: 'close', because: 'unused' });
  expect(judgeOpenTime(window, 60_000, openTimeOf(FIRST_SETTINGS))).toEqual({ kind: 'close', because: 'hidden' });
});
