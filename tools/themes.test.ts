import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What is measured of a page in one theme is so in the other: `light-dark()` takes colours and nothing else (CSS Color 5, section 10). */

const ROOT = join(import.meta.dirname, '..');
const SHEETS = globSync('{apps,packages}/*/src/**/*.css', { cwd: ROOT });

test('no style sheet asks for the theme, and every part that differs between themes is a colour', () => {
  expect(SHEETS).toContain(join('packages', 'ui', 'src', 'style', 'tokens.css'));
  expect(SHEETS.filter((path) => readFileSync(join(ROOT, path), 'utf8').includes('prefers-color-scheme'))).toEqual([]);
});
