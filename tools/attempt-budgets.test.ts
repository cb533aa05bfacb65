import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificatesPolicy } from '@sallyport/certificates';
import { type Budget, defaultPolicy } from '@sallyport/identity';
import { expect, test } from 'vitest';

const page = readFileSync(join(import.meta.dirname, '../docs/operate/attempt-budgets.md'), 'utf8');

/** As the page writes it: `5 in 15 minutes`. */
function inWords({ allowed, windowSeconds }: Budget): string {
  const minutes = windowSeconds / 60;
  const hours = minutes / 60;
  return `${String(allowed)} in ${hours < 1 ? `${String(minutes)} minutes` : `${String(hours)} ${hours === 1 ? 'hour' : 'hours'}`}`;
}

test('the page of attempt budgets names every budget of both policies, with its tries, and no other', () => {
  const { budgets } = defaultPolicy({ issuerName: 'x', support: { name: 'x', telephone: undefined, mail: undefined } });
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|/gm)].map(([, kind = '', tries = '']) => [kind, tries] as const);
  const { domains, webhookTries } = certificatesPolicy({ ownSuffixes: [] });
  const expected = [
    ...Object.entries(budgets).map(([kind, windows]) => [kind, windows.map(inWords).join(', ')] as const),
    ...Object.entries(domains.checks).map(([kind, budget]) => [kind, inWords(budget)] as const),
    ['webhook-try', inWords(webhookTries)] as const,
  ];
  expect(rows.toSorted()).toEqual(expected.toSorted());
});
