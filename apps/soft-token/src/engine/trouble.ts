import type { Trouble } from './engine-messages.ts';

const STORAGE_UNAVAILABLE = new Set([
  'SecurityError',
  'InvalidStateError',
  'NotSupportedError',
  'NotAllowedError',
  'UnknownError',
  'VersionError',
]);

/** What a failure of the browser underneath means to the person in front of it. */
export function troubleOf(failure: unknown): Trouble {
  if (!(failure instanceof Error)) return 'unexpected';
  if (failure.name === 'QuotaExceededError') return 'storage-full';
  // What browsers reject `WebAssembly.compile` with, for broken code and for code that a policy forbids; ours is not broken.
  if (failure.name === 'CompileError') return 'wasm-blocked';
  return STORAGE_UNAVAILABLE.has(failure.name) ? 'storage-unavailable' : 'unexpected';
}
