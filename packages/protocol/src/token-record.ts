import type { Bytes } from './bytes.ts';

/**
 * Section 11: one soft token as the portal knows it.
 *
 *            activation confirmed              unlock code issued
 *   PENDING ─────────────────────▶ ACTIVE ───────────────────────▶ UNLOCK_PENDING ⟲ issued again
 *                                   ▲  ▲   one-time password in the    │  │  │
 *                                   │  └── same session, or receipt ───┘  │  │ another code of the same epoch
 *                  one-time password│                                     │  └──────────▶ SUSPENDED (fork)
 *                  in a new session │        nothing for 24 hours         │
 *                                   └──── SUSPENDED (unconfirmed) ◀───────┘
 *                                          └─ unlock code issued ─▶ UNLOCK_PENDING
 *
 *   any ── administrator ──▶ SUSPENDED (administrator)         any ── revoke ──▶ REVOKED
 */
export type TokenState =
  /** Given out, not yet confirmed by the device. */
  | { readonly kind: 'PENDING' }
  | { readonly kind: 'ACTIVE' }
  /** An unlock code is out: no one-time password is good for sign-in until `session` brings one, or a receipt comes. */
  | { readonly kind: 'UNLOCK_PENDING'; readonly epoch: number; readonly session: string; readonly since: number }
  /** The unlock of this epoch was not confirmed in time. */
  | { readonly kind: 'SUSPENDED'; readonly reason: 'unconfirmed'; readonly epoch: number }
  | { readonly kind: 'SUSPENDED'; readonly reason: 'fork' | 'administrator' }
  | { readonly kind: 'REVOKED' };

export type SuspensionReason = Extract<TokenState, { kind: 'SUSPENDED' }>['reason'];

/** One time that an unlock code was given out. Never removed: a fork shows in this list. */
export interface UnlockIssue {
  readonly epoch: number;
  readonly r: number;
  readonly at: number;
  readonly session: string;
  readonly actor: string;
}

export interface TokenRecord {
  readonly tokenId: Bytes;
  readonly state: TokenState;
  /** `E_conf`: the lowest epoch a PIN Reset Code may come from. It only rises. */
  readonly lowestEpoch: number;
  readonly issues: readonly UnlockIssue[];
  /** When a code of an earlier lock was last shown. */
  readonly oldCodeAt: number | undefined;
}

/** What the service does besides saving the record and writing the outcome to the audit log, which it always does. */
export type PortalEffect =
  | {
      readonly kind: 'notify-owner';
      readonly about: 'unlock-code-issued' | 'unlock-confirmed' | 'token-suspended' | 'token-reactivated' | 'token-revoked';
    }
  /** For the administrators. */
  | { readonly kind: 'alarm'; readonly about: 'fork' | 'rollback' };

export interface Transition {
  readonly next: TokenRecord;
  readonly effects: readonly PortalEffect[];
}

/** What the issuer may decide about unlocking. */
export interface UnlockPolicy {
  /** How long an issued unlock code may wait for its confirmation. */
  readonly confirmationMs: number;
  /** How often the unlock code of one lock is given out in 24 hours, the first time included. */
  readonly reissue: number;
}

export const HOURS_24 = 24 * 60 * 60 * 1000;

/** As section 11 has it. */
export const UNLOCK_POLICY: UnlockPolicy = { confirmationMs: HOURS_24, reissue: 3 };

/** A token as activation leaves it, until the device confirms. */
export function pendingRecord(tokenId: Bytes): TokenRecord {
  return { tokenId, state: { kind: 'PENDING' }, lowestEpoch: 0, issues: [], oldCodeAt: undefined };
}

/** The activation was confirmed: by its MAC and one-time password, or by one typed into the portal. Undefined unless PENDING. */
export function activateRecord(record: TokenRecord): Transition | undefined {
  return record.state.kind === 'PENDING' ? { next: { ...record, state: { kind: 'ACTIVE' } }, effects: [] } : undefined;
}

/**
 * An unlock not confirmed in time suspends the token; undefined when there is nothing to do. Every decision here settles
 * this first, so a sweep that runs late changes nothing but the moment of the notice.
 */
export function expireUnlock(input: { record: TokenRecord; policy: UnlockPolicy; now: number }): Transition | undefined {
  const { record, policy, now } = input;
  if (record.state.kind !== 'UNLOCK_PENDING' || now - record.state.since < policy.confirmationMs) return undefined;
  const state: TokenState = { kind: 'SUSPENDED', reason: 'unconfirmed', epoch: record.state.epoch };
  return { next: { ...record, state }, effects: [{ kind: 'notify-owner', about: 'token-suspended' }] };
}

/** An administrator's act. A revoked token stays revoked, and a fork stays a fork. */
export function suspendRecord(record: TokenRecord): Transition | undefined {
  if (record.state.kind === 'REVOKED' || (record.state.kind === 'SUSPENDED' && record.state.reason === 'fork')) return undefined;
  const state: TokenState = { kind: 'SUSPENDED', reason: 'administrator' };
  return { next: { ...record, state }, effects: [{ kind: 'notify-owner', about: 'token-suspended' }] };
}

/** For good. */
export function revokeRecord(record: TokenRecord): Transition | undefined {
  if (record.state.kind === 'REVOKED') return undefined;
  return { next: { ...record, state: { kind: 'REVOKED' } }, effects: [{ kind: 'notify-owner', about: 'token-revoked' }] };
}
