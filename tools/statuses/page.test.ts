import { readFileSync } from 'node:fs';
import { STATUSES } from '@sallyport/certificates';
import { expect, test } from 'vitest';
import { arrows, statusesPage } from './page.ts';

test('docs/operate/certificate-statuses.md is the transition table as it stands; if not, run node tools/write-statuses.ts', () => {
  expect(readFileSync(new URL('../../docs/operate/certificate-statuses.md', import.meta.url), 'utf8')).toBe(statusesPage());
});

test('every status can be reached, and every arrow leads to one that there is', () => {
  const begins = ['PENDING', 'PENDING_APPROVAL', 'APPROVED'];
  const reached = new Set([...begins, ...arrows().map(({ to }) => to)]);
  expect([...reached].sort()).toEqual([...STATUSES].sort());
});
