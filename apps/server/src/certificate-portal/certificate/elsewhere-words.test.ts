import { createMessages } from '@sallyport/ui';
import { expect, test } from 'vitest';
import { certificatePortalMessages } from '../certificate-portal.messages.ts';
import type { PortalParts } from '../portal-parts.ts';
import { elsewhereWords } from './elsewhere-words.ts';

const parts = { messages: createMessages<typeof certificatePortalMessages>(certificatePortalMessages, 'en') } as unknown as PortalParts;

test('what a CA said is told in words, its own behind them; braces and line breaks of its own do nothing', () => {
  expect(elsewhereWords(parts, 'acme/caa')).toMatch(/^A CAA record/);
  expect(elsewhereWords(parts, 'acme/caa: {0} <b>no</b>\nmore')).toMatch(/try again\. It said: “\{0\} <b>no<\/b>\nmore”$/);
  expect(elsewhereWords(parts, 'acme/somethingNew: x')).toBe('It refused. It said: “x”');
});

test('a reason of the CA here is none of one elsewhere', () => {
  for (const reason of ['lifetime', 'names-unproven', 'acme', 'acme/', 'not acme/caa'])
    expect(elsewhereWords(parts, reason)).toBeUndefined();
});
