import type { Instant } from '../clock.ts';

export interface SealingTables {
  /** Secrets of the installation itself. `sealed` opens at the place `named_secret:sealed:<name>`. */
  named_secret: { name: string; sealed: Uint8Array; made_at: Instant };
}
