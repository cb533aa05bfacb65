import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import config from '../../oxlint.config.ts';
import { lintPlanted, type Verdict } from './planted-house.ts';
import { ALLOWED, VIOLATIONS } from './violations.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The linter as the build runs it, started once over all that is planted. */
let verdict: Verdict = { code: null, broken: new Map() };
const brokenBy = (file: string) => verdict.broken.get(file) ?? [];

const allowed = Object.entries(ALLOWED).map(([why, text], index) => ({
  why,
  text,
  file: `packages/platform/src/allowed-${String(index)}.ts`,
}));
const NAMES = [
  'packages/identity/src/submit-otp.ts',
  'apps/server/src/http/page.test.tsx',
  'packages/platform/src/migrations/001-audit-log.ts',
  '.dependency-cruiser.js',
];
const NEEDLESS = 'packages/platform/src/needless.ts';

beforeAll(() => {
  verdict = lintPlanted({
    ...Object.fromEntries([...VIOLATIONS, ...allowed].map(({ file, text }) => [file, text])),
    ...Object.fromEntries(NAMES.map((file) => [file, 'export {};'])),
    [NEEDLESS]: `// ${['oxlint', 'disable-next-line'].join('-')} no-eval -- there is none below\nexport const a = 1;`,
  });
}, 120_000);

describe('each rule is broken by what is planted against it', () => {
  test.for(VIOLATIONS)('$rule: $text ($file)', ({ rule, file }) => {
    expect(brokenBy(file)).toContain(rule);
  });

  test('and there is no rule that nothing is planted against', () => {
    const configured = [config, ...config.overrides].flatMap(({ rules }) => Object.entries(rules));
    const held = configured.flatMap(([rule, setting]) => (setting === 'off' ? [] : [rule]));
    expect(held.filter((rule) => !VIOLATIONS.some((violation) => violation.rule === rule))).toEqual([]);
  });

  test('one of them fails the build', () => {
    expect(verdict.code).toBe(1);
  });

  test('a suppression that suppresses nothing is said to', () => {
    expect(brokenBy(NEEDLESS)).toHaveLength(1);
  });
});

describe('what the rules allow', () => {
  test.for(allowed)('$why: $text', ({ file }) => {
    expect(brokenBy(file)).toEqual([]);
  });

  test.for(NAMES)('%s is a name', (file) => {
    expect(brokenBy(file)).toEqual([]);
  });
});

test('suppressions only become fewer: mend one, and lower the number', () => {
  const MOST = 3;
  const silences = /(\/\/|\/\*) *(oxlint-disable|eslint-disable|biome-ignore|@ts-ignore|@ts-nocheck)/;
  const files = globSync('{apps,packages,e2e,bench,tools}/**/*.{ts,tsx,js,mjs}', {
    cwd: ROOT,
    exclude: ['**/node_modules', '**/dist', '**/.cache'],
  });
  const found = files.flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line) => (silences.test(line) ? [`${file}: ${line.trim()}`] : [])),
  );
  expect(found.length, found.join('\n')).toBeLessThanOrEqual(MOST);
});
