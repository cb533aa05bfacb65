import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import tseslint from 'typescript-eslint';
import { houseRules } from './house-rules.js';

const ROOT = join(import.meta.dirname, '../..');

/** What one house rule says of this text in this file. */
function said({ rule, text, file = 'packages/identity/src/rules.ts' }: { rule: string; text: string; file?: string }): readonly string[] {
  const linter = new Linter({ cwd: ROOT });
  const config = {
    files: ['**'],
    languageOptions: { parser: tseslint.parser as Linter.Parser },
    plugins: { house: houseRules },
    rules: { [`house/${rule}`]: 'error' as const },
  };
  return linter.verify(text, config, join(ROOT, file)).map((message) => message.message);
}

describe('file-names', () => {
  test.for(['apps/server/src/authHelper.ts', 'packages/identity/src/utils/codes.ts', 'packages/platform/src/helpers.ts'])(
    '%s is refused',
    (file) => {
      expect(said({ rule: 'file-names', text: '', file })).toHaveLength(1);
    },
  );

  test.for([
    'packages/identity/src/submit-otp.ts',
    '.dependency-cruiser.js',
    'apps/server/src/http/page.test.tsx',
    'packages/platform/src/migrations/001-audit-log.ts',
  ])('%s is a name', (file) => {
    expect(said({ rule: 'file-names', text: '', file })).toEqual([]);
  });
});

describe('no-boolean-parameters', () => {
  test.for([
    'function issue(user: string, force: boolean) {}',
    'function issue(force: boolean = true) {}',
    'class Link { issue(force: boolean) {} }',
    'interface Links { issue(force: boolean): void }',
  ])('%s is refused', (text) => {
    expect(said({ rule: 'no-boolean-parameters', text })).toHaveLength(1);
  });

  test('a named object may hold one', () => {
    expect(said({ rule: 'no-boolean-parameters', text: 'function issue(given: { readonly force: boolean }) {}' })).toEqual([]);
  });
});

describe('reasoned-suppressions', () => {
  const disable = ['eslint', 'disable-next-line'].join('-');

  test.for([`// ${disable} no-console`, `/* ${disable} no-console */`, `// ${disable} no-console -- because`])('%s is refused', (text) => {
    expect(said({ rule: 'reasoned-suppressions', text: `${text}\n` })).toContain(
      'Say why this rule does not apply here: `eslint-disable-… rule -- reason`.',
    );
  });

  test('a suppression with its reason is let through', () => {
    const text = `// ${disable} eqeqeq -- the two come from one constant\nexport const same = (a: number, b: number) => a == b;\n`;
    expect(said({ rule: 'reasoned-suppressions', text }).filter((message) => message.startsWith('Say why'))).toEqual([]);
  });
});

test('suppressions only become fewer: mend one, and lower the number', () => {
  const MOST = 3;
  const silences = /(\/\/|\/\*) *(eslint-disable|biome-ignore|@ts-ignore|@ts-nocheck)/;
  const files = globSync('{apps,packages,e2e,bench,tools}/**/*.{ts,tsx,js,mjs}', {
    cwd: ROOT,
    exclude: ['**/node_modules', '**/dist', '**/.cache'],
  });
  const found = files
    .filter((file) => file !== 'tools/lint/house-rules.test.ts')
    .flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line) => (silences.test(line) ? [`${file}: ${line.trim()}`] : [])),
    );
  expect(found.length, found.join('\n')).toBeLessThanOrEqual(MOST);
});
