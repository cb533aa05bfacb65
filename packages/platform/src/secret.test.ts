import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

const secret = new Secret('correct horse');
const holder = { name: 'ada', password: secret, list: [secret] };

test.each<[string, () => string]>([
  ['JSON', () => JSON.stringify(holder)],
  ['the debugger', () => inspect(holder, { depth: 9, showHidden: true })],
  ['console.log', () => format('%s %o %O %j', secret, holder, holder, holder)],
  ['a template', () => `${secret.toString()} ${String(secret)}`],
  ['its own properties', () => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret), Object.assign({}, secret)])],
  ['an error', () => String(new Error(`failed for ${String(secret)}`))],
])('a secret does not show in %s', (_, print) => {
  expect(print()).not.toContain('horse');
});

test('a secret is opened by name', () => {
  expect(secret.reveal()).toBe('correct horse');
});
