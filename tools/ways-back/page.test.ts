import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waysBackPage } from './page.ts';

test('the page of ways back is what the rules say (run `node tools/write-ways-back.ts` and commit what it writes)', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/operate/ways-back.md'), 'utf8')).toBe(waysBackPage());
});
