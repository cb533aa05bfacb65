import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Whether the threat model speaks of tests that there are. */

const docs = join(import.meta.dirname, '../docs');
const sections = readFileSync(join(docs, 'threat-model.md'), 'utf8').split(/^## /m).slice(1);
const parts = sections.map((section) => ({
  title: section.split('\n', 1)[0] ?? '',
  text: section,
  rows: section.split('\n').filter((line) => /^\| [STRIDE] \|/.test(line)),
}));

test('there are parts, and together they speak of every kind of threat', () => {
  expect(parts.length).toBeGreaterThan(5);
  const kinds = new Set(parts.flatMap(({ rows }) => rows.map((row) => row.charAt(2))));
  expect([...kinds].sort().join('')).toBe('DEIRST');
});

describe.each(parts)('$title', ({ text, rows }) => {
  test('says what is assumed and what is not defended', () => {
    expect(rows).not.toEqual([]);
    expect(text).toContain('**Assumed.**');
    expect(text).toContain('**Not defended.**');
  });

  test('names in every row a test that exists', () => {
    for (const row of rows) {
      expect(row.split(' | '), row).toHaveLength(4);
      const files = [...row.matchAll(/\]\(([^)]+)\)/g)].map(([, file = '']) => file);
      expect(files, row).not.toEqual([]);
      for (const file of files) {
        expect(file).toMatch(/\.test\.tsx?$/);
        expect(existsSync(join(docs, file)), file).toBe(true);
      }
    }
  });
});
