import { decodeQR } from 'qr/decode.js';
import { expect, test } from 'vitest';
import { canShowBlocks, qrBlocks } from './qr-blocks.ts';

const LINK = 'https://self.example/unlock#c=107518315083728&s=ST-482-719-36';
const PIXELS = 4;
const BLACK_ON_WHITE = '\u001b[30;107m';
const AS_BEFORE = '\u001b[0m';

/** The picture that a camera sees of these lines: each character is two modules, black on bright white. */
function seen(drawing: string): { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray } {
  const rows = drawing.split('\n').flatMap((line) => {
    expect(line.startsWith(BLACK_ON_WHITE) && line.endsWith(AS_BEFORE)).toBe(true);
    const characters = Array.from(line.slice(BLACK_ON_WHITE.length, -AS_BEFORE.length));
    return [characters.map((block) => block === '█' || block === '▀'), characters.map((block) => block === '█' || block === '▄')];
  });
  const width = (rows[0]?.length ?? 0) * PIXELS;
  const height = rows.length * PIXELS;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const isDark = rows[Math.floor(pixel / width / PIXELS)]?.[Math.floor((pixel % width) / PIXELS)] ?? false;
    data.set(isDark ? [0, 0, 0, 255] : [255, 255, 255, 255], pixel * 4);
  }
  return { width, height, data };
}

test('another author’s reader reads the link out of the blocks', () => {
  const drawing = qrBlocks(LINK, 80);
  expect(drawing && decodeQR(seen(drawing))).toBe(LINK);
});

test('what does not fit is not drawn: a QR code that wraps is none', () => {
  expect(qrBlocks(LINK, 20)).toBeUndefined();
});

const utf8Terminal = { environment: { LANG: 'en_GB.UTF-8', TERM: 'xterm' }, platform: 'linux', isTerminal: true } as const;

test.each([
  ['a pipe', { ...utf8Terminal, isTerminal: false }],
  ['a terminal without UTF-8', { ...utf8Terminal, environment: { LANG: 'C' } }],
  ['one whose LC_ALL says so', { ...utf8Terminal, environment: { LANG: 'en_GB.UTF-8', LC_ALL: 'C' } }],
  ['a dumb terminal', { ...utf8Terminal, environment: { LANG: 'en_GB.UTF-8', TERM: 'dumb' } }],
  ['somebody who wants no colours', { ...utf8Terminal, environment: { LANG: 'en_GB.UTF-8', NO_COLOR: '1' } }],
])('%s gets no blocks', (_, given) => {
  expect(canShowBlocks(given)).toBe(false);
});

test('a terminal with UTF-8 does', () => {
  expect(canShowBlocks(utf8Terminal)).toBe(true);
  expect(canShowBlocks({ ...utf8Terminal, environment: {}, platform: 'darwin' })).toBe(true);
});
