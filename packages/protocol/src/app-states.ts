import type { AuthenticatorOutcome, PinOutcome, SetPinOutcome, TokenStatus, UnlockOutcome } from './soft-token/face.ts';

/**
 * Section 16: what the app shows, as one table.
 *
 *                 activated            pin-set
 *      EMPTY ───────────────▶ SET_PIN ─────────▶ OPEN ◀──────────────┐
 *        ▲                       │ abandoned      │ ⟲ pin-changed    │
 *        └───────────────────────┘                │                  │
 *                        pin-right                │ closed           │
 *                 ┌──────────────────▶ OPEN       ▼                  │
 *      CLOSED ────┤◀───────────────────────────── CLOSED             │
 *        ⟲ pin-wrong                                                 │
 *        │   ▲                                                       │
 *        │   │ back                                                  │
 *        │ forgot-pin ─▶ RESET_VIEW ── unlock-code-right ─▶ MUST_SET_PIN_WHILE_CLOSED ── pin-set ──┤
 *        │                   ⟲ unlock-code-wrong             │ abandoned ▶ CLOSED                 │
 *        │ locked                                                                                  │
 *        ▼                                                                                         │
 *      LOCKED ──────────── unlock-code-right ─▶ MUST_SET_PIN_WHILE_LOCKED ───────────── pin-set ───┘
 *        ⟲ unlock-code-wrong                     │ abandoned ▶ LOCKED
 *
 *      OPEN ⟲ keys-renewed                     any ── storage-missing ─▶ EMPTY
 *      OPEN, CLOSED, RESET_VIEW, LOCKED ── revoked ─▶ REVOKED
 *      OPEN, RESET_VIEW, LOCKED, REVOKED ── removed ─▶ EMPTY
 *
 * After RESET_VIEW, `pin-right` also COMMITs: the PIN stays, the epoch rises (section 8).
 * MUST_SET_PIN is two states because nothing durable has changed in it: closing the app goes back to where the stored state is.
 * The table decides what is shown and never what may be opened: that is decided by what the stored octets can still do.
 */
export type AppState =
  | 'EMPTY'
  | 'SET_PIN'
  | 'CLOSED'
  | 'RESET_VIEW'
  | 'LOCKED'
  | 'MUST_SET_PIN_WHILE_CLOSED'
  | 'MUST_SET_PIN_WHILE_LOCKED'
  | 'OPEN'
  | 'REVOKED';

export type AppEvent =
  | 'activated'
  | 'pin-set'
  | 'pin-right'
  /** The authenticator alone opened it: the count of wrong PINs stays as it is. */
  | 'authenticator-right'
  | 'pin-wrong'
  /** The last attempt was wrong, or another window had locked the token. */
  | 'locked'
  | 'forgot-pin'
  | 'back'
  | 'unlock-code-right'
  | 'unlock-code-wrong'
  /** Setting a PIN was given up: closed, crashed, back. */
  | 'abandoned'
  | 'pin-changed'
  /** Re-key: a COMMIT of new keys under the same PIN, by itself. */
  | 'keys-renewed'
  /** An authenticator was added or removed. */
  | 'protection-changed'
  /** Time-out, hidden, button; also when another window moved the token on. */
  | 'closed'
  | 'revoked'
  /** By the owner, at the device. */
  | 'removed'
  | 'storage-missing';

export type AppEffect =
  | 'hold-activation-keys'
  | 'commit'
  | 'clear-failures'
  | 'say-attempts-left'
  | 'lock'
  | 'show-pin-reset-code'
  | 'hold-master-key'
  | 'say-wrong-unlock-code'
  | 'wipe-memory'
  | 'destroy-everything'
  | 'say-removed'
  | 'none';

export interface Step {
  readonly to: AppState;
  readonly effect: AppEffect;
}

const REMOVED = { removed: { to: 'EMPTY', effect: 'destroy-everything' } } as const;
const REVOKED = { revoked: { to: 'REVOKED', effect: 'destroy-everything' } } as const;
const MISSING = { 'storage-missing': { to: 'EMPTY', effect: 'say-removed' } } as const;

export const APP_TRANSITIONS: Readonly<Record<AppState, Readonly<Partial<Record<AppEvent, Step>>>>> = {
  EMPTY: {
    activated: { to: 'SET_PIN', effect: 'hold-activation-keys' },
    ...MISSING,
  },
  SET_PIN: {
    'pin-set': { to: 'OPEN', effect: 'commit' },
    abandoned: { to: 'EMPTY', effect: 'wipe-memory' },
    ...MISSING,
  },
  CLOSED: {
    'pin-right': { to: 'OPEN', effect: 'clear-failures' },
    'authenticator-right': { to: 'OPEN', effect: 'none' },
    'pin-wrong': { to: 'CLOSED', effect: 'say-attempts-left' },
    locked: { to: 'LOCKED', effect: 'lock' },
    'forgot-pin': { to: 'RESET_VIEW', effect: 'show-pin-reset-code' },
    ...REVOKED,
    ...MISSING,
  },
  RESET_VIEW: {
    back: { to: 'CLOSED', effect: 'none' },
    'unlock-code-right': { to: 'MUST_SET_PIN_WHILE_CLOSED', effect: 'hold-master-key' },
    'unlock-code-wrong': { to: 'RESET_VIEW', effect: 'say-wrong-unlock-code' },
    ...REVOKED,
    ...REMOVED,
    ...MISSING,
  },
  LOCKED: {
    'unlock-code-right': { to: 'MUST_SET_PIN_WHILE_LOCKED', effect: 'hold-master-key' },
    'unlock-code-wrong': { to: 'LOCKED', effect: 'say-wrong-unlock-code' },
    ...REVOKED,
    ...REMOVED,
    ...MISSING,
  },
  MUST_SET_PIN_WHILE_CLOSED: {
    'pin-set': { to: 'OPEN', effect: 'commit' },
    abandoned: { to: 'CLOSED', effect: 'wipe-memory' },
    ...MISSING,
  },
  MUST_SET_PIN_WHILE_LOCKED: {
    'pin-set': { to: 'OPEN', effect: 'commit' },
    abandoned: { to: 'LOCKED', effect: 'wipe-memory' },
    ...MISSING,
  },
  OPEN: {
    closed: { to: 'CLOSED', effect: 'wipe-memory' },
    'pin-changed': { to: 'OPEN', effect: 'commit' },
    'keys-renewed': { to: 'OPEN', effect: 'commit' },
    'protection-changed': { to: 'OPEN', effect: 'commit' },
    ...REVOKED,
    ...REMOVED,
    ...MISSING,
  },
  REVOKED: { ...REMOVED, ...MISSING },
};

/** Undefined when the event cannot happen in this state: the caller read stale state and should look at the token again. */
export function nextAppState(state: AppState, event: AppEvent): Step | undefined {
  return APP_TRANSITIONS[state][event];
}

/** Where the app starts, and where it goes back to whenever it is not sure. */
export function appStateOf(status: TokenStatus): AppState {
  switch (status.kind) {
    case 'empty':
      return 'EMPTY';
    case 'closed':
      return 'CLOSED';
    case 'locked':
      return 'LOCKED';
    case 'revoked':
      return 'REVOKED';
  }
}

const OPENED_BY = {
  pin: 'pin-right',
  authenticator: 'authenticator-right',
  'unlock-code': undefined,
  'new-pin': 'pin-set',
  'changed-pin': 'pin-changed',
  'changed-protection': 'protection-changed',
} as const;

/** What the token answered, as an event of the table; undefined where a refusal moves nothing. */
export function eventOf(
  asked: keyof typeof OPENED_BY,
  outcome: PinOutcome | AuthenticatorOutcome | UnlockOutcome | SetPinOutcome,
): AppEvent | undefined {
  switch (outcome.kind) {
    case 'open':
      return OPENED_BY[asked];
    case 'wrong-pin':
      return 'pin-wrong';
    case 'locked':
      return 'locked';
    case 'must-set-pin':
      return 'unlock-code-right';
    case 'wrong-code':
      return 'unlock-code-wrong';
    case 'revoked':
      return 'revoked';
    case 'pin-needed':
      return undefined;
    case 'refused':
      return outcome.error.code === 'STORAGE_EVICTED' ? 'storage-missing' : undefined;
  }
}
