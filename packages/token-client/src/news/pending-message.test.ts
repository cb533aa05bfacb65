import { expect, test } from 'vitest';
import { isPendingMessage } from './pending-message.ts';

const receipt = { kind: 'receipt', receipt: { epoch: 1, what: 2, time: 5, mac: 'AAAA' } };
const activation = { kind: 'activation', activationId: 'BBBB', mac: 'CCCC', headerHash: `${'D'.repeat(42)}A` };
const registration = { ...activation, kind: 'registration', note: 'EEEE' };

test.each([
  ['nothing', undefined],
  ['null', null],
  ['text', 'receipt'],
  ['another kind', { kind: 'other' }],
  ['a receipt without one', { kind: 'receipt' }],
  ['a receipt that is null', { kind: 'receipt', receipt: null }],
  ['an activation without its MAC', { ...activation, mac: undefined }],
  ['an activation whose header hash is cut', { ...activation, headerHash: 'D'.repeat(42) }],
  ['an activation whose header hash is not canonical', { ...activation, headerHash: 'D'.repeat(43) }],
  ['a registration without its note', { ...registration, note: 7 }],
])('%s is no message', (_, stored) => {
  expect(isPendingMessage(stored)).toBe(false);
});

test.each([receipt, activation, registration])('what was kept is one: %o', (stored) => {
  expect(isPendingMessage(JSON.parse(JSON.stringify(stored)))).toBe(true);
});
