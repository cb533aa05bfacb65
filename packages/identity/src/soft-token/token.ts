import type { Instant } from '@sallyport/platform';
import type { Serial, TokenId } from '../identifiers.ts';
import type { TokenProvisioning } from '../schema.ts';

/**
 * PENDING ──activation confirmed──▶ ACTIVE ◀─────────────────────────────┐
 *    │                               │ unlock code issued                 │ confirmed: one-time password or receipt
 *    │                               ▼                                    │
 *    │                         UNLOCK_PENDING ────────────────────────────┤
 *    │                               │ not confirmed in 24 h              │
 *    │ replaced                      ▼                                    │
 *    │                    SUSPENDED (unconfirmed) ──reactivated───────────┘
 *    ▼
 * REVOKED       SUSPENDED (fork | administrator): only an administrator leads out of it
 */
export type TokenState =
  | { readonly is: 'PENDING' }
  | { readonly is: 'ACTIVE' }
  | { readonly is: 'UNLOCK_PENDING' }
  | { readonly is: 'SUSPENDED'; readonly because: SuspensionReason }
  | { readonly is: 'REVOKED' };

export type SuspensionReason = 'unconfirmed' | 'fork' | 'administrator';

/** What pages may know of a token; no secret is in it. */
export interface SoftTokenView {
  readonly tokenId: TokenId;
  readonly serial: Serial;
  readonly state: TokenState;
  readonly createdAt: Instant;
  readonly activatedAt: Instant | undefined;
  /** What the app said it runs on; '' when it did not. */
  readonly deviceName: string;
  /** The half minute of the last one-time password taken, or the last contact, whichever is later; undefined when it was never heard of. */
  readonly lastUsedAt: Instant | undefined;
  /** REVOKED because its owner removed it in the app. */
  readonly removedAt: Instant | undefined;
  /** Its owner misplaced it, and it has not been used since. */
  readonly misplacedAt: Instant | undefined;
  /** Activated without a network: its keys are due to be made anew at its first contact. */
  readonly provisioned: TokenProvisioning;
}
