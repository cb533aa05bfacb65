/** In milliseconds: by then the first rounds of housekeeping and revocation are through. */
const SETTLED_MS = 10_000;

/**
 * What a start leaves behind would lie in memory until a busy hour: 15 MB of an idle server, given back to the machine once, 10 s after the start. Does
 * nothing where the runtime was started without `--expose-gc` (`sallyport` starts it with).
 */
export function collectAfterStart(): void {
  setTimeout(() => globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' }), SETTLED_MS).unref();
}
