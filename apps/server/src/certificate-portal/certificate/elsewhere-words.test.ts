import { createMessages } from '@sallyport/ui';
import { expect, test } from 'vitest';
import { certificatePortalMessages } from '../certificate-portal.messages.ts';
import type { PortalParts } from '../portal-parts.ts';
import { caaWords, elsewhereWords } from './elsewhere-words.ts';

const parts = { messages: createMessages<typeof certificatePortalMessages>(certificatePortalMessages, 'en') } as unknown as PortalParts;

test('what a CA said is told in words, its own behind them; braces and line breaks of its own do nothing', () => {
  expect(elsewhereWords(parts, 'acme/caa')).toMatch(/^A CAA record/);
  expect(elsewhereWords(parts, 'acme/caa: {0} <b>no</b>\nmore')).toMatch(/try again\. It said: “\{0\} <b>no<\/b>\nmore”$/);
  expect(elsewhereWords(parts, 'acme/somethingNew: x')).toBe('It refused. It said: “x”');
});

test('what the DNS says of the CA here is told with the name that it says it of', () => {
  expect(caaWords(parts, 'caa-forbids: www.harbour.test')).toMatch(/^A CAA record .* for www\.harbour\.test\./);
  expect(caaWords(parts, 'caa-unknown: www.harbour.test')).toMatch(/^The DNS did not say .* for www\.harbour\.test /);
  for (const reason of ['caa', 'acme/caa', 'caa-other: x']) expect(caaWords(parts, reason)).toBeUndefined();
});

test('a reason of the CA here is none of one elsewhere', () => {
  for (const reason of ['lifetime', 'names-unproven', 'acme', 'acme/', 'not acme/caa'])
    expect(elsewhereWords(parts, reason)).toBeUndefined();
});
