import type { Trouble } from './engine-messages.ts';

const STORAGE_UNAVAILABLE = new Set([
  'SecurityError',
  'InvalidStateError',
  'NotSupportedError',
  'NotAllowedError',
  'UnknownError',
  'VersionError',
]);

/** What Chromium, Firefox and Safari say when a dynamic import finds no file, as the protocol's own may. */
const NOT_IMPORTED = /dynamically imported module|Importing a module script failed/;

/** What a failure of the browser underneath means to the person in front of it. */
export function troubleOf(failure: unknown): Trouble {
  if (!(failure instanceof Error)) return 'unexpected';
  if (failure.name === 'QuotaExceededError') return 'storage-full';
  // What browsers reject `WebAssembly.compile` with, for broken code and for code that a policy forbids; ours is not broken. Under Safari's Lockdown
  // Mode there is no such name: it is the only one the engine uses that a browser of today may lack.
  if (failure.name === 'CompileError' || failure.name === 'ReferenceError') return 'wasm-blocked';
  if (failure.name === 'PartMissing' || NOT_IMPORTED.test(failure.message)) return 'part-missing';
  return STORAGE_UNAVAILABLE.has(failure.name) ? 'storage-unavailable' : 'unexpected';
}
