import { expect, test } from 'vitest';
import { PartMissing } from '../app/part-missing.ts';
import { troubleOf } from './trouble.ts';

test('a full disk, a forbidden store, forbidden WebAssembly, a part that did not come and anything else are told apart', () => {
  expect(troubleOf(new DOMException('full', 'QuotaExceededError'))).toBe('storage-full');
  expect(troubleOf(new DOMException('private mode', 'SecurityError'))).toBe('storage-unavailable');
  expect(troubleOf(new DOMException('no store', 'InvalidStateError'))).toBe('storage-unavailable');
  expect(troubleOf(new WebAssembly.CompileError('refused by the policy'))).toBe('wasm-blocked');
  expect(troubleOf(new ReferenceError("Can't find variable: WebAssembly"))).toBe('wasm-blocked');
  expect(troubleOf(new PartMissing())).toBe('part-missing');
  expect(troubleOf(new TypeError('Failed to fetch dynamically imported module: /assets/x.js'))).toBe('part-missing');
  expect(troubleOf(new TypeError('error loading dynamically imported module: /assets/x.js'))).toBe('part-missing');
  expect(troubleOf(new TypeError('a bug'))).toBe('unexpected');
  expect(troubleOf('thrown text')).toBe('unexpected');
});
