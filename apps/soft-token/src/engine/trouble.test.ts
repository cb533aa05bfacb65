import { expect, test } from 'vitest';
import { troubleOf } from './trouble.ts';

test('a full disk, a forbidden store, forbidden WebAssembly and anything else are told apart', () => {
  expect(troubleOf(new DOMException('full', 'QuotaExceededError'))).toBe('storage-full');
  expect(troubleOf(new DOMException('private mode', 'SecurityError'))).toBe('storage-unavailable');
  expect(troubleOf(new DOMException('no store', 'InvalidStateError'))).toBe('storage-unavailable');
  expect(troubleOf(new WebAssembly.CompileError('refused by the policy'))).toBe('wasm-blocked');
  expect(troubleOf(new TypeError('a bug'))).toBe('unexpected');
  expect(troubleOf('thrown text')).toBe('unexpected');
});
