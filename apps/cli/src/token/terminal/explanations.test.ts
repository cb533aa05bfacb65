import type { DeviceError } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import { english, words } from '../token.messages.ts';
import { type Trouble, TokenTrouble, troubleOf } from '../trouble.ts';
import { explainCodeRefusal, explainDeviceError, explainTrouble } from './explanations.ts';
import { printable } from './printable.ts';

const TROUBLES: readonly Trouble[] = [
  { kind: 'not-private', path: '/p' },
  { kind: 'unreadable', path: '/p' },
  { kind: 'home-not-absolute', path: 'p' },
  { kind: 'no-locks', path: '/p' },
  { kind: 'disk-full' },
  { kind: 'not-writable' },
  { kind: 'disk-failed', code: 'EIO' },
  { kind: 'keychain-unreachable' },
  { kind: 'no-terminal' },
  { kind: 'busy' },
];

test.each(TROUBLES)('the trouble $kind has words', (trouble) => {
  expect(explainTrouble(trouble)).toMatch(/^\S.*\.$|:/);
});

test.each<[string, Trouble | undefined]>([
  ['ENOSPC', { kind: 'disk-full' }],
  ['EDQUOT', { kind: 'disk-full' }],
  ['EROFS', { kind: 'not-writable' }],
  ['EACCES', { kind: 'not-writable' }],
  ['EIO', { kind: 'disk-failed', code: 'EIO' }],
])('what the system calls %s is told', (code, trouble) => {
  expect(troubleOf(Object.assign(new Error(code), { code, syscall: 'write' }))).toEqual(trouble);
});

test('a bug is no trouble of the machine, and is not dressed up as one', () => {
  expect(troubleOf(new TypeError('x'))).toBeUndefined();
  expect(troubleOf('x')).toBeUndefined();
  expect(troubleOf(new TokenTrouble({ kind: 'no-terminal' }))).toEqual({ kind: 'no-terminal' });
});

test.each<DeviceError['code']>(['LOCK_BUSY', 'STORAGE_EVICTED', 'VAULT_CLOSED', 'SLOT_DAMAGED', 'HEADER_UNKNOWN'])(
  '%s has words',
  (code) => {
    expect(explainDeviceError({ code } as DeviceError)).toMatch(/\S/);
  },
);

test('a mistyped code names its groups', () => {
  expect(explainCodeRefusal({ code: 'CODE_TYPO', groups: [1, 3] })).toBe('Groups 1 and 3 have typing errors. Nothing was used up.');
  expect(explainCodeRefusal({ code: 'WRONG_SECRET' })).toBeUndefined();
});

test('every sentence of the catalogue can be said', () => {
  const values = new Proxy(
    {},
    {
      has: () => true,
      get: (_, name) =>
        /path|name|serial|issuer|label|origin|command|program|usage|time|digits|groups|code|portal/.test(String(name)) ? 'x' : 3,
    },
  );
  const speak = words as (key: string, values: object) => string;
  for (const key of Object.keys(english)) expect(speak(key, values), key).toMatch(/\S/);
});

test.each(['\u001b[31mred', 'a\rb', 'a\nb', '\u202eevil', '\u2066x', '\u200bzero', '\u0000', '\u009b31m', '\ud800'])(
  'words from outside lose what a terminal would obey: %j',
  (text) => {
    expect(printable(text)).toMatch(/\ufffd/);
    expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  },
);

test('words in any script stay as they are', () => {
  expect(printable('Ådå Łódź 東京 ‎'.trim())).toContain('Ådå Łódź 東京');
});
