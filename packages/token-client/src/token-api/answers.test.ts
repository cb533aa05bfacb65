import { expect, test } from 'vitest';
import { readAnswer } from './answers.ts';

const fault = { kind: 'refused', code: 'INTERNAL', retryAfterSeconds: undefined };

test('what is not in the contract counts as a fault of the server', () => {
  expect(readAnswer({ status: 409, text: '<html>proxy says no</html>' })).toEqual(fault);
  expect(readAnswer({ status: 409, text: '{"error":"__proto__"}' })).toEqual(fault);
  expect(readAnswer({ status: 409, text: '{"error":["ACT_USED"]}' })).toEqual(fault);
  expect(readAnswer({ status: 409, text: 'null' })).toEqual(fault);
  expect(readAnswer({ status: 200, text: '<html>captive portal</html>' })).toEqual(fault);
  expect(readAnswer({ status: 200, text: `"${'x'.repeat(70_000)}"` })).toEqual(fault);
});

test('a refusal of the closed list is passed on with the time to wait', () => {
  expect(readAnswer({ status: 409, text: '{"error":"ACT_USED"}' })).toEqual({
    kind: 'refused',
    code: 'ACT_USED',
    retryAfterSeconds: undefined,
  });
  expect(readAnswer({ status: 409, text: '{"error":"RATE_LIMITED","retryAfterSeconds":30}' })).toEqual({
    kind: 'refused',
    code: 'RATE_LIMITED',
    retryAfterSeconds: 30,
  });
  expect(readAnswer({ status: 409, text: '{"error":"RATE_LIMITED","retryAfterSeconds":-1}' })).toMatchObject({
    retryAfterSeconds: undefined,
  });
});

test('an answer without a body is an answer', () => {
  expect(readAnswer({ status: 200, text: '' })).toEqual({ kind: 'ok', json: undefined });
});
