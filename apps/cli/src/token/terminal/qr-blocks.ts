import { encode } from 'uqr';

const QUIET_ZONE = 2;
/** Black on bright white whatever the theme, because many readers know nothing else. */
const COLOURS = '\u001b[30;107m';
const NO_COLOURS = '\u001b[0m';

/** A QR code of half blocks, two modules a character. Undefined when it is wider than this. */
export function qrBlocks(text: string, columns: number): string | undefined {
  const { size, data } = encode(text, { ecc: 'L', border: QUIET_ZONE });
  if (size > columns) return undefined;
  const isDark = (x: number, y: number): boolean => data[y]?.[x] ?? false;
  const lines = Array.from({ length: Math.ceil(size / 2) }, (_row, row) =>
    Array.from({ length: size }, (_column, x) => block({ upper: isDark(x, row * 2), lower: isDark(x, row * 2 + 1) })).join(''),
  );
  return lines.map((line) => `${COLOURS}${line}${NO_COLOURS}`).join('\n');
}

function block({ upper, lower }: { readonly upper: boolean; readonly lower: boolean }): string {
  if (upper) return lower ? '█' : '▀';
  return lower ? '▄' : ' ';
}

/** Whether what is written there is seen, in UTF-8 and with colours. */
export function canShowBlocks(given: {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly isTerminal: boolean;
}): boolean {
  const { environment, platform, isTerminal } = given;
  const locale = environment['LC_ALL'] ?? environment['LC_CTYPE'] ?? environment['LANG'] ?? '';
  const isUnicode = platform === 'darwin' || platform === 'win32' || /utf-?8/i.test(locale);
  return isTerminal && isUnicode && environment['TERM'] !== 'dumb' && (environment['NO_COLOR'] ?? '') === '';
}
