import type { DeviceKey } from './identifiers.ts';

/** Where a request came from: for throttles, for the audit log, and for the "from where" of a notice. */
export interface Visit {
  /** The peer's address as the listener saw it, or as the one trusted proxy reported it. */
  readonly address: string;
  /** What the browser's device cookie says; undefined in a browser never seen before. */
  readonly device?: DeviceKey | undefined;
}
